//! Putting a diagnosis together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use territory::SourceId;
use territory::layers::AgeBand;

use super::brut::Brut;
use super::contexte::Contexte;
use super::niveaux::{self, Compare};
use super::releves::Releves;
use super::zone::Zone;
use super::{Entree, assess, constats, lieux, officiel, offre, similaires};
use crate::diagnostic::catalogue::{Famille, Indicateur, catalogue};
use crate::diagnostic::chiffre::{Chiffre, RecordTrace};
use crate::diagnostic::controles::lecture;
use crate::diagnostic::lecture::{Comparaison, Diagnostic, FamilleLue, IndicateurLu};
use crate::diagnostic::offre::OffreLue;
use crate::source::RulesError;

pub(super) fn assembler(entree: &Entree<'_>) -> Result<Diagnostic, &'static RulesError> {
    let contexte = Contexte::of(entree)?;
    let own = Zone::territoire(entree.perimeter);
    let mut levels = niveaux::around(entree);
    let (similar, alike) = similaires::level(entree)?;
    levels.extend(alike);
    let catalogue = catalogue()?;
    let read = |indicateur: &Indicateur| read((entree, &contexte), indicateur, (&own, &levels));
    let mut indicators: Vec<IndicateurLu> = catalogue.all().iter().map(read).collect();
    let families = Famille::ALL.iter().map(|famille| {
        let inside = |read: &IndicateurLu| read.indicateur.family == *famille;
        let (mine, others) = std::mem::take(&mut indicators).into_iter().partition(inside);
        indicators = others;
        FamilleLue { famille: *famille, indicators: mine }
    });
    let families: Vec<FamilleLue> = families.filter(|family| !family.indicators.is_empty()).collect();
    let population = entree.atlas.inhabitants(entree.perimeter).measure;
    let mut diagnostic = Diagnostic {
        cpts: entree.variante.cpts.clone(),
        territoire: entree.variante.territoire.clone(),
        variante: entree.variante.variante.clone(),
        revision: entree.variante.revision,
        established_on: entree.day,
        taille: assess(&population)?,
        population,
        sources: entree.atlas.sources().to_vec(),
        levels: levels.into_iter().map(|level| level.nomme).collect(),
        similar,
        highlights: Vec::new(),
        families,
        offre: OffreLue::default(),
        carte: entree.dessin.carte.clone(),
    };
    diagnostic.offre = offre::offre((entree, &contexte), catalogue, (&diagnostic, &own))?;
    lecture::relire(&mut diagnostic, &|ages| people(entree, ages))?;
    diagnostic.highlights = constats::constats(&diagnostic)?;
    keep_used_sources(&mut diagnostic);
    Ok(diagnostic)
}

/// One indicator alone, without what it is compared with.
#[cfg(test)]
pub(super) fn only(entree: &Entree<'_>, code: &str) -> Result<Option<IndicateurLu>, &'static RulesError> {
    let contexte = Contexte::of(entree)?;
    let own = Zone::territoire(entree.perimeter);
    Ok(catalogue()?.get(code).map(|indicateur| read((entree, &contexte), indicateur, (&own, &[]))))
}

/// Inhabitants of these ages, when files allow it; all of them without ages.
fn people(entree: &Entree<'_>, ages: Option<AgeBand>) -> Option<f64> {
    match ages {
        Some(band) => entree.atlas.age_count(entree.perimeter, band, None).count.complete(),
        None => entree.atlas.inhabitants(entree.perimeter).measure.complete(),
    }
}

fn read(
    (entree, contexte): (&Entree<'_>, &Contexte<'_>),
    indicateur: &Indicateur,
    (own, levels): (&Zone, &[Compare]),
) -> IndicateurLu {
    let releves = Releves::of(entree.releves, indicateur);
    let near = officiel::near(entree, contexte, indicateur);
    let chiffre = |zone: &Zone| {
        let brut = figure((entree, contexte), (indicateur, near), (&releves, zone));
        (brut.chiffre((entree.atlas, zone), contexte.tolerated), brut.alerts.clone())
    };
    let (territoire, alerts) = chiffre(own);
    let comparisons = levels.iter().map(|level| {
        let (chiffre, _) = chiffre(&level.zone);
        let difference = difference(indicateur, &territoire, &chiffre);
        Comparaison { niveau: level.nomme.niveau, chiffre, difference }
    });
    IndicateurLu {
        comparisons: comparisons.collect(),
        places: lieux::places((entree, contexte), (indicateur, near), &releves),
        indicateur: indicateur.clone(),
        territoire,
        alerts,
    }
}

/// The official figure, else the recorded one. Recorded values stand beside an official figure in its passport.
fn figure(
    (entree, contexte): (&Entree<'_>, &Contexte<'_>),
    (indicateur, near): (&Indicateur, Option<i16>),
    (releves, zone): (&Releves<'_>, &Zone),
) -> Arc<Brut> {
    if indicateur.is_recorded() {
        return Arc::new(releves.figure(entree, zone));
    }
    let kept = near.map_or_else(|| indicateur.code.clone(), |year| format!("{}@{year}", indicateur.code));
    let official = entree
        .memoire
        .figure((&kept, zone), || officiel::figure((entree, contexte), (indicateur, near), zone));
    if releves.is_empty() {
        return official;
    }
    let recorded = releves.figure(entree, zone);
    if official.value.is_none() && (recorded.value.is_some() || recorded.hidden) {
        return Arc::new(recorded);
    }
    let beside = recorded.records.into_iter().map(|trace| RecordTrace { retained: false, ..trace });
    Arc::new(Brut { records: beside.collect(), ..(*official).clone() })
}

/// Territory minus elsewhere. Counts of areas of other sizes say nothing once subtracted.
fn difference(indicateur: &Indicateur, own: &Chiffre, other: &Chiffre) -> Option<f64> {
    if indicateur.is_count() || !own.is_known() || !other.is_known() {
        return None;
    }
    Some(own.value? - other.value?)
}

/// Drops the passports that no figure uses and renumbers the others.
fn keep_used_sources(diagnostic: &mut Diagnostic) {
    let mut used = BTreeSet::new();
    each_source(diagnostic, &mut |id| {
        used.insert(*id);
    });
    let rank: BTreeMap<SourceId, SourceId> =
        used.iter().enumerate().map(|(rank, id)| (*id, SourceId(rank))).collect();
    diagnostic.sources = used.iter().map(|id| diagnostic.sources[id.0].clone()).collect();
    each_source(diagnostic, &mut |id| *id = rank[id]);
}

fn each_source(diagnostic: &mut Diagnostic, visit: &mut dyn FnMut(&mut SourceId)) {
    diagnostic.population.sources.iter_mut().for_each(&mut *visit);
    let figures = diagnostic.families.iter_mut().flat_map(|family| &mut family.indicators).flat_map(|read| {
        let others = read.comparisons.iter_mut().map(|comparison| &mut comparison.chiffre);
        std::iter::once(&mut read.territoire).chain(others)
    });
    let heads = diagnostic.offre.effectifs.iter_mut().map(|line| &mut line.officiel);
    let sites = diagnostic.offre.structures.iter_mut().map(|group| &mut group.count);
    for figure in figures.chain(heads).chain(sites) {
        figure.passport.sources.iter_mut().for_each(&mut *visit);
    }
}
