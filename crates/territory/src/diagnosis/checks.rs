//! Isolated parts, holes, neighbours, overlaps.

use std::collections::{BTreeMap, BTreeSet};

use super::population::Sum;
use super::{Check, NamedUnit};
use crate::atlas::Atlas;
use crate::codes::{CommuneCode, DepartementCode, UnitCode};
use crate::measure::Measure;
use crate::perimeter::Perimeter;

pub(super) fn all(atlas: &Atlas, perimeter: &Perimeter) -> Vec<Check> {
    if perimeter.is_empty() {
        return vec![Check::Empty];
    }
    let mut checks = Vec::new();
    let (atoms, unmapped) = atoms_of(atlas, perimeter);
    checks.extend(overlaps(atlas, perimeter));
    if !unmapped.is_empty() {
        checks.push(Check::NoContours { departements: unmapped.into_iter().collect() });
    }
    if !atoms.is_empty() {
        checks.extend(shape(atlas, perimeter, &atoms));
    }
    checks.extend(partial_communes(atlas, perimeter));
    checks
}

/// The atoms of a perimeter, and the départements where it has none.
fn atoms_of(atlas: &Atlas, perimeter: &Perimeter) -> (Vec<u32>, BTreeSet<DepartementCode>) {
    let mut atoms = Vec::new();
    let mut unmapped = BTreeSet::new();
    for unit in perimeter.units() {
        let before = atoms.len();
        match atlas.graph().atom(unit) {
            Some(atom) => atoms.push(atom),
            // Where only communes are mapped, an IRIS stands at the place of its commune.
            None => match unit {
                UnitCode::Iris(code) => atoms.extend(atlas.graph().atom(code.commune().into())),
                UnitCode::Commune(code) => atoms.extend(atoms_inside(atlas, code)),
            },
        }
        if atoms.len() == before {
            unmapped.insert(unit.commune().departement());
        }
    }
    atoms.sort_unstable();
    atoms.dedup();
    (atoms, unmapped)
}

/// The IRIS of a divided commune, or what its arrondissements are made of.
fn atoms_inside(atlas: &Atlas, code: CommuneCode) -> Vec<u32> {
    let Some(commune) = atlas.commune(code) else { return Vec::new() };
    let iris = commune.iris.iter().map(|rank| UnitCode::Iris(atlas.iris[*rank as usize].code));
    let mut atoms: Vec<u32> = iris.filter_map(|unit| atlas.graph().atom(unit)).collect();
    for rank in &commune.arrondissements {
        let inner = atlas.communes()[*rank as usize].code;
        match atlas.graph().atom(inner.into()) {
            Some(atom) => atoms.push(atom),
            None => atoms.extend(atoms_inside(atlas, inner)),
        }
    }
    atoms
}

/// Names atoms for people: a commune that the perimeter leaves out entirely is named once, not IRIS by IRIS.
fn named(atlas: &Atlas, perimeter: &Perimeter, atoms: &[u32]) -> Vec<NamedUnit> {
    let taken: BTreeSet<CommuneCode> =
        perimeter.units().filter(|unit| matches!(unit, UnitCode::Iris(_))).map(UnitCode::commune).collect();
    let mut units: Vec<UnitCode> = atoms
        .iter()
        .map(|atom| atlas.graph().code(*atom))
        .map(|unit| if taken.contains(&unit.commune()) { unit } else { unit.commune().into() })
        .collect();
    units.sort_unstable();
    units.dedup();
    let mut named: Vec<NamedUnit> =
        units.into_iter().map(|code| NamedUnit { code, name: atlas.unit_name(code) }).collect();
    named.sort_by_key(|unit| crate::text::search_key(&unit.name));
    named
}

fn shape(atlas: &Atlas, perimeter: &Perimeter, atoms: &[u32]) -> Vec<Check> {
    let graph = atlas.graph();
    let mut checks = Vec::new();
    let parts = graph.parts(atoms);
    if parts.len() > 1 {
        let parts = parts.iter().map(|part| named(atlas, perimeter, part)).collect();
        checks.push(Check::SeparateParts { parts });
    }
    for hole in graph.holes(atoms) {
        checks.push(Check::Hole { enclosed: named(atlas, perimeter, &hole) });
    }
    let outside = named(atlas, perimeter, &graph.outside(atoms));
    if !outside.is_empty() {
        let touches = |other: &Perimeter| {
            outside.iter().any(|unit| {
                other.covers(unit.code) || other.units().any(|u| u.commune() == unit.code.commune())
            })
        };
        let neighbours = atlas.cpts_perimeters().iter();
        let cpts = neighbours
            .filter(|(_, cpts)| touches(&cpts.units.iter().copied().collect()))
            .map(|(_, cpts)| cpts.name.clone());
        let cpts: BTreeSet<String> = cpts.collect();
        checks.push(Check::Neighbours { units: outside, cpts: cpts.into_iter().collect() });
    }
    checks
}

fn overlaps(atlas: &Atlas, perimeter: &Perimeter) -> Vec<Check> {
    let mut checks = Vec::new();
    for (_, cpts) in atlas.cpts_perimeters() {
        let other: Perimeter = cpts.units.iter().copied().collect();
        let ours = perimeter.units().filter(|unit| other.covers(*unit));
        let theirs = other.units().filter(|unit| perimeter.covers(*unit));
        let shared: BTreeSet<UnitCode> = ours.chain(theirs).collect();
        let shared: Perimeter = shared.into();
        if shared.is_empty() {
            continue;
        }
        let named = shared.units().map(|code| NamedUnit { code, name: atlas.unit_name(code) });
        checks.push(Check::Overlap {
            cpts: cpts.name.clone(),
            finess: cpts.finess.clone(),
            shared: named.collect(),
            population: latest(atlas, &shared),
        });
    }
    checks
}

fn latest(atlas: &Atlas, perimeter: &Perimeter) -> Measure {
    let mut sum = Sum::default();
    for unit in perimeter.units() {
        sum.add(atlas, unit, atlas.populations.iter().find_map(|year| atlas.population_in(year, unit)));
    }
    sum.finish()
}

fn partial_communes(atlas: &Atlas, perimeter: &Perimeter) -> Vec<Check> {
    let mut taken: BTreeMap<CommuneCode, usize> = BTreeMap::new();
    for unit in perimeter.units() {
        if let UnitCode::Iris(code) = unit {
            *taken.entry(code.commune()).or_default() += 1;
        }
    }
    let checks = taken.into_iter().filter_map(|(code, taken)| {
        let total = atlas.iris_of(code).len();
        // Only a map lists all the IRIS of a commune; a census file may keep inhabited ones only.
        let total = atlas.commune(code).and_then(|c| c.area).filter(|_| total > 0).map(|_| total);
        if total == Some(taken) {
            return None;
        }
        let commune = NamedUnit { code: code.into(), name: atlas.unit_name(code.into()) };
        Some(Check::PartialCommune { commune, taken, total })
    });
    checks.collect()
}
