//! The offer of care: the effectif of the letter, the structures, the priority neighbourhoods.

use territory::professionals::Effectif;

use super::Entree;
use super::contexte::Contexte;
use super::officiel;
use super::releves::Releves;
use super::zone::Zone;
use crate::diagnostic::catalogue::{Calcul, Catalogue};
use crate::diagnostic::chiffre::Chiffre;
use crate::diagnostic::lecture::{Diagnostic, ValeurLocale};
use crate::diagnostic::offre::{GroupeLu, LigneEffectif, OffreLue, SiteLu};
use crate::diagnostic::offre_regles::{RegleOffre, regles_offre};
use crate::diagnostic::releve::Origine;
use crate::diagnostic::structures;
use crate::nombres::{compte, decimal};
use crate::source::RulesError;

/// The offer of a diagnosis of which the figures are known.
pub(super) fn offre(
    (entree, contexte): (&Entree<'_>, &Contexte<'_>),
    catalogue: &Catalogue,
    (diagnostic, own): (&Diagnostic, &Zone),
) -> Result<OffreLue, &'static RulesError> {
    let line = |rule: &RegleOffre| {
        let code = catalogue
            .all()
            .iter()
            .find(|one| matches!(&one.calcul, Calcul::Professionnels { regle } if *regle == rule.code))?;
        let officiel = diagnostic.indicator(&code.code)?.territoire.clone();
        let releves = Releves::of(entree.releves, code);
        let recorded = |origins: &[Origine]| {
            let brut = releves.figure_from(entree, own, origins)?;
            Some(brut.chiffre((entree.atlas, own), 0.0))
        };
        let aged = |years: u8| {
            let read = diagnostic.indicator(&format!("{}_{years}", code.code))?;
            (read.territoire.value.is_some() || read.territoire.state == crate::diagnostic::Etat::Hidden)
                .then(|| read.territoire.clone())
        };
        let heads = officiel::effectif(entree, contexte, (&rule.code, own))?;
        let known = heads.persons.value.is_some();
        let mut line = LigneEffectif {
            regle: rule.code.clone(),
            label: rule.label.clone(),
            rule: rule.sentence.clone(),
            officiel,
            cabinets: known.then(|| f64::from(heads.practices)),
            second_sites: known.then(|| f64::from(heads.second_sites)),
            cpam: recorded(&[Origine::Cpam, Origine::Rezone, Origine::Ars, Origine::Document]),
            local: recorded(&[Origine::Local]),
            aged_60: aged(60),
            aged_65: aged(65),
            communes: communes(entree, &heads),
            gaps: Vec::new(),
        };
        line.gaps = gaps(&line, &heads);
        Some(line)
    };
    Ok(OffreLue {
        effectifs: regles_offre()?.all.iter().filter_map(line).collect(),
        structures: groups(entree, contexte, diagnostic)?,
        quartiers: entree.dessin.quartiers.as_ref().map(|(parts, _)| parts.clone()).unwrap_or_default(),
    })
}

fn communes(entree: &Entree<'_>, heads: &Effectif) -> Vec<ValeurLocale> {
    let local = heads.communes.iter().map(|here| ValeurLocale {
        code: here.commune.into(),
        name: entree.atlas.unit_name(here.commune.into()),
        value: Some(f64::from(here.persons)),
        hidden: false,
    });
    local.collect()
}

/// Why the counts differ.
fn gaps(line: &LigneEffectif, heads: &Effectif) -> Vec<String> {
    let mut said = Vec::new();
    let official = line.officiel.value.filter(|_| line.cabinets.is_some());
    if heads.second_sites > 0 {
        let count = compte(heads.second_sites as usize, "second lieu", "seconds lieux");
        said.push(format!(
            "{count} d'exercice dans le territoire\u{a0}: chaque personne est comptée une seule fois."
        ));
    }
    for (other, who) in [(&line.cpam, "La source relevée"), (&line.local, "Le compte local")] {
        let Some((official, value)) = official.zip(other.as_ref().and_then(|other| other.value)) else {
            continue;
        };
        let gap = value - official;
        if gap == 0.0 {
            continue;
        }
        let sign = if gap > 0.0 { "de plus" } else { "de moins" };
        said.push(format!("{who} en compte {} {sign} que le répertoire.", decimal(gap.abs(), 0)));
        if line.cabinets == Some(value) && heads.second_sites > 0 {
            said.push("C'est le nombre de lieux d'exercice, et non de personnes.".to_owned());
        }
    }
    if official.is_some() && line.cpam.is_some() {
        said.push(
            "Les sources ne comptent pas à la même date, ni les mêmes activités\u{a0}: remplaçants, salariés, second cabinet."
                .to_owned(),
        );
    }
    said
}

fn groups(
    entree: &Entree<'_>,
    contexte: &Contexte<'_>,
    diagnostic: &Diagnostic,
) -> Result<Vec<GroupeLu>, &'static RulesError> {
    let count = |code: &str| -> Option<Chiffre> {
        let read = diagnostic.indicators().find(
            |read| matches!(&read.indicateur.calcul, Calcul::Structures { groupe } if groupe == code),
        )?;
        Some(read.territoire.clone())
    };
    let read = |group: &structures::Groupe| {
        let sites = contexte.sites.of(&group.categories).map(|found| {
            let record = &found.site.record;
            SiteLu {
                finess: record.finess.to_string(),
                name: record.name.clone(),
                category: record.category_label.clone(),
                commune: Some(entree.atlas.unit_name(found.commune.into())),
                legal_entity: record.legal_entity.map(|number| number.to_string()),
            }
        });
        let mut sites: Vec<SiteLu> = sites.collect();
        sites.sort_by(|a, b| (&a.commune, &a.name, &a.finess).cmp(&(&b.commune, &b.name, &b.finess)));
        Some(GroupeLu {
            code: group.code.clone(),
            label: group.label.clone(),
            count: count(&group.code)?,
            sites,
        })
    };
    Ok(structures::rules()?.groups.iter().filter_map(read).collect())
}
