//! What a territory is compared with.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use territory::{AreaCode, DepartementCode, RegionCode};

use super::Entree;
use super::zone::{Zone, niveau};
use crate::diagnostic::lecture::NiveauNomme;

/// A level with its communes.
pub(super) struct Compare {
    pub nomme: NiveauNomme,
    pub zone: Arc<Zone>,
}

/// Départements that hold the largest part of the perimeter first, then regions, then the country.
pub(super) fn around(entree: &Entree<'_>) -> Vec<Compare> {
    let atlas = entree.atlas;
    let mut departements: BTreeMap<DepartementCode, f64> = BTreeMap::new();
    let mut regions: BTreeMap<RegionCode, f64> = BTreeMap::new();
    for unit in entree.perimeter.units() {
        let people = atlas.unit_population(unit).unwrap_or(0.0);
        if let Some(record) = atlas.commune(unit.commune()) {
            *departements.entry(record.departement).or_default() += people;
            if let Some(region) = record.region {
                *regions.entry(region).or_default() += people;
            }
        }
    }
    let part = |area: &AreaCode| match area {
        AreaCode::Departement(code) => (0, Reverse(inhabitants(departements.get(code)))),
        AreaCode::Region(code) => (1, Reverse(inhabitants(regions.get(code)))),
        AreaCode::France => (2, Reverse(0)),
    };
    let mut areas = atlas.areas_around(entree.perimeter);
    areas.sort_by_key(part);
    let compare = areas.into_iter().map(|area| Compare {
        nomme: NiveauNomme { niveau: niveau(area), name: atlas.area_name(area) },
        zone: entree.memoire.zone(niveau(area), || Zone::area(atlas, area)),
    });
    compare.collect()
}

fn inhabitants(people: Option<&f64>) -> u64 {
    people.map_or(0, |people| people.round() as u64)
}
