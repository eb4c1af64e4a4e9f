//! Putting a diagnosis together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use territory::{Perimeter, SourceId, UnitCode};

use super::brut::Brut;
use super::niveaux::{self, Compare};
use super::releves::Releves;
use super::zone::Zone;
use super::{Entree, assess, officiel};
use crate::diagnostic::catalogue::{Famille, Indicateur, catalogue};
use crate::diagnostic::chiffre::{Chiffre, RecordTrace};
use crate::diagnostic::lecture::{
    Comparaison, Diagnostic, FamilleLue, IndicateurLu, Similaires, ValeurLocale,
};
use crate::diagnostic::offre::OffreLue;
use crate::source::RulesError;

/// Share of the communes that a file may leave out of a large area without making its figure partial.
const TOLERATED: f64 = 0.01;

pub(super) fn assembler(entree: &Entree<'_>) -> Result<Diagnostic, &'static RulesError> {
    let own = Zone::territoire(entree.perimeter);
    let levels = niveaux::around(entree);
    let read = |indicateur: &Indicateur| read(entree, indicateur, (&own, &levels));
    let indicators: Vec<IndicateurLu> = catalogue()?.all().iter().map(read).collect();
    let families = Famille::ALL.iter().map(|famille| FamilleLue {
        famille: *famille,
        indicators: indicators.iter().filter(|read| read.indicateur.family == *famille).cloned().collect(),
    });
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
        similar: Similaires::default(),
        highlights: Vec::new(),
        families: families.filter(|family| !family.indicators.is_empty()).collect(),
        offre: OffreLue::default(),
        carte: entree.dessin.carte.clone(),
    };
    keep_used_sources(&mut diagnostic);
    Ok(diagnostic)
}

fn read(entree: &Entree<'_>, indicateur: &Indicateur, (own, levels): (&Zone, &[Compare])) -> IndicateurLu {
    let releves = Releves::of(entree.releves, indicateur);
    let chiffre = |zone: &Zone| {
        let brut = figure(entree, (indicateur, &releves), zone);
        (brut.chiffre((entree.atlas, zone), TOLERATED), brut.alerts.clone())
    };
    let (territoire, alerts) = chiffre(own);
    let comparisons = levels.iter().map(|level| {
        let (chiffre, _) = chiffre(&level.zone);
        let difference = difference(indicateur, &territoire, &chiffre);
        Comparaison { niveau: level.nomme.niveau, chiffre, difference }
    });
    IndicateurLu {
        comparisons: comparisons.collect(),
        places: places(entree, (indicateur, &releves)),
        indicateur: indicateur.clone(),
        territoire,
        alerts,
    }
}

/// The official figure, else the recorded one. Recorded values stand beside an official figure in its passport.
fn figure(entree: &Entree<'_>, (indicateur, releves): (&Indicateur, &Releves<'_>), zone: &Zone) -> Arc<Brut> {
    if indicateur.is_recorded() {
        return Arc::new(releves.figure(entree, zone));
    }
    let near = officiel::near(entree, indicateur);
    let kept = near.map_or_else(|| indicateur.code.clone(), |year| format!("{}@{year}", indicateur.code));
    let official =
        entree.memoire.figure((&kept, zone), || officiel::figure(entree, (indicateur, near), zone));
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

/// The values of the communes and IRIS of the perimeter; nothing when none is known.
fn places(entree: &Entree<'_>, (indicateur, releves): (&Indicateur, &Releves<'_>)) -> Vec<ValeurLocale> {
    let near = officiel::near(entree, indicateur);
    let local = |unit: UnitCode| {
        let (value, hidden) = if indicateur.is_recorded() {
            let found = releves.at(unit).map(|releve| (releve.saisie.value, releve.saisie.hidden));
            found.unwrap_or((None, false))
        } else {
            let zone = Zone::territoire(&Perimeter::from_iter([unit]));
            let brut = officiel::figure(entree, (indicateur, near), &zone);
            (brut.value, brut.hidden)
        };
        ValeurLocale { code: unit, name: entree.atlas.unit_name(unit), value, hidden }
    };
    let mut found: Vec<ValeurLocale> = entree.perimeter.units().map(local).collect();
    if found.iter().all(|place| place.value.is_none() && !place.hidden) {
        found.clear();
    }
    found
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
    for figure in figures {
        figure.passport.sources.iter_mut().for_each(&mut *visit);
    }
}
