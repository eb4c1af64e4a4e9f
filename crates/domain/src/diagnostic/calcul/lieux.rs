//! The values of the communes and IRIS of a territory.

use std::collections::BTreeMap;

use territory::{CommuneCode, Perimeter, UnitCode};

use super::Entree;
use super::contexte::Contexte;
use super::officiel;
use super::releves::Releves;
use super::zone::Zone;
use crate::diagnostic::catalogue::{Calcul, Finesse, Indicateur};
use crate::diagnostic::lecture::ValeurLocale;

/// The value of each commune and IRIS of the perimeter; nothing when none is known.
pub(super) fn places(
    (entree, contexte): (&Entree<'_>, &Contexte<'_>),
    (indicateur, near): (&Indicateur, Option<i16>),
    releves: &Releves<'_>,
) -> Vec<ValeurLocale> {
    if matches!(indicateur.finest, Finesse::Departement) || indicateur.calcul == Calcul::Quartiers {
        return Vec::new();
    }
    let heads = heads(entree, contexte, indicateur);
    let categories = match &indicateur.calcul {
        Calcul::Structures { groupe } => contexte.categories.get(groupe.as_str()),
        _ => None,
    };
    let official = |unit: UnitCode| match (&heads, categories) {
        (Some(heads), _) => heads.get(&unit).copied().flatten(),
        (None, Some(categories)) => officiel::structures_at(&contexte.sites, categories, unit),
        _ => {
            let zone = Zone::territoire(&Perimeter::from_iter([unit]));
            officiel::figure((entree, contexte), (indicateur, near), &zone).value
        }
    };
    let local = |unit: UnitCode| {
        let recorded = || releves.at(unit).map(|releve| (releves.value(releve), releve.saisie.hidden));
        let official = if indicateur.is_recorded() { None } else { official(unit) };
        let (value, hidden) = match official {
            Some(value) => (Some(value), false),
            None => recorded().unwrap_or((None, false)),
        };
        ValeurLocale { code: unit, name: entree.atlas.unit_name(unit), value, hidden }
    };
    let mut found: Vec<ValeurLocale> = entree.perimeter.units().map(local).collect();
    if found.iter().all(|place| place.value.is_none() && !place.hidden) {
        found.clear();
    }
    found
}

/// Professionals of each unit, or their density; `None` for another indicator. A commune taken in part has no value
/// of its own: the register knows whole communes only.
fn heads(
    entree: &Entree<'_>,
    contexte: &Contexte<'_>,
    indicateur: &Indicateur,
) -> Option<BTreeMap<UnitCode, Option<f64>>> {
    let (rule, dense) = match &indicateur.calcul {
        Calcul::Professionnels { regle } => (regle, false),
        Calcul::DensiteProfessionnels { regle } => (regle, true),
        _ => return None,
    };
    let zone = Zone::territoire(entree.perimeter);
    let counted = officiel::effectif(entree, contexte, (rule, &zone))?;
    counted.persons.value?;
    let by_commune: BTreeMap<CommuneCode, u32> =
        counted.communes.iter().map(|heads| (heads.commune, heads.persons)).collect();
    let value = |unit: UnitCode| {
        let UnitCode::Commune(code) = unit else { return None };
        if counted.persons.missing.contains(&unit) {
            return None;
        }
        let towns = entree.atlas.commune(code).map(|record| record.arrondissements.as_slice());
        if towns.is_some_and(|towns| !towns.is_empty()) {
            // A whole town stands for its arrondissements, where one person may work in several.
            let zone = Zone::territoire(&Perimeter::from_iter([unit]));
            return officiel::effectif(entree, contexte, (rule, &zone))?.persons.value;
        }
        Some(f64::from(by_commune.get(&code).copied().unwrap_or(0)))
    };
    let scaled = |unit: UnitCode| match dense {
        false => value(unit),
        true => {
            let people = entree.atlas.unit_population(unit).filter(|people| *people > 0.0)?;
            Some(10_000.0 * value(unit)? / people)
        }
    };
    Some(entree.perimeter.units().map(|unit| (unit, scaled(unit))).collect())
}
