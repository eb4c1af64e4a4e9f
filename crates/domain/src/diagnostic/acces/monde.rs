//! The communes around a territory, with who lives there and what they can reach.

use std::collections::{BTreeMap, BTreeSet};

use territory::accessibility::{AccessError, Catchment, Decay, Place, Travel, project};
use territory::atlas::CommuneRecord;
use territory::{Atlas, CommuneCode, DepartementCode, Perimeter, UnitCode};

use super::regles::Regles;
use crate::diagnostic::apl::Apl;
use crate::source::RulesError;

/// Kilometres of a degree of latitude, everywhere to half a percent.
const KM_PER_DEGREE: f64 = 111.2;

/// One commune or arrondissement.
pub(super) struct Lieu {
    pub(super) code: CommuneCode,
    /// Standardised population, which asks for care.
    pub(super) demand: f64,
    /// Ordinary population.
    pub(super) inhabitants: f64,
    /// Part of it that the perimeter takes, 0 to 1.
    pub(super) part: f64,
}

/// The communes around a territory.
pub(super) struct Monde {
    pub(super) places: Vec<Lieu>,
    pub(super) ranks: BTreeMap<CommuneCode, u32>,
    pub(super) catchment: Catchment,
    pub(super) decay: Decay,
    /// Communes of the territory that no map places.
    pub(super) unplaced: Vec<CommuneCode>,
    /// Communes counted by their ordinary population.
    pub(super) not_standardised: usize,
    /// Communes of the same départements that no map places, outside the territory.
    pub(super) unplaced_around: usize,
    pub(super) departements: BTreeSet<DepartementCode>,
}

/// What stops the computation: a defect of the program or of the reference data.
#[derive(Debug, thiserror::Error)]
pub enum AccesError {
    /// A rules table is malformed.
    #[error(transparent)]
    Rules(#[from] &'static RulesError),
    /// The steps of the decay are.
    #[error(transparent)]
    Decay(#[from] RulesError),
    /// Coordinates or populations that are none.
    #[error(transparent)]
    Access(#[from] AccessError),
}

/// What a world is made from.
pub(super) struct Sources<'a> {
    pub(super) atlas: &'a Atlas,
    pub(super) perimeter: &'a Perimeter,
    /// Year of the published populations; `None` when none is published.
    pub(super) year: Option<i16>,
    pub(super) apl: &'a Apl,
    pub(super) rules: &'a Regles,
}

impl Monde {
    /// Everything within twice the longest journey of the territory: who shares a doctor with its people.
    pub(super) fn around(sources: &Sources<'_>) -> Result<Self, AccesError> {
        let parts = parts(sources.atlas, sources.perimeter);
        let placed = |code: &CommuneCode| sources.atlas.commune(*code).and_then(|record| record.position);
        let frame = Frame::around(parts.keys().filter_map(placed), reach_km(sources.apl) * 2.0);
        let unplaced: Vec<CommuneCode> =
            parts.keys().filter(|code| placed(code).is_none()).copied().collect();
        let leaves = sources.atlas.communes().iter().filter(|commune| commune.arrondissements.is_empty());
        let inside = leaves.filter(|commune| commune.position.is_some_and(|at| frame.holds(at)));
        let (mut places, mut at, mut speeds, mut departements) = (vec![], vec![], vec![], BTreeSet::new());
        let mut not_standardised = 0;
        for commune in inside {
            let (demand, inhabitants, standardised) = people(sources, commune.code);
            not_standardised += usize::from(!standardised);
            let part = parts.get(&commune.code).copied().unwrap_or_default();
            places.push(Lieu { code: commune.code, demand, inhabitants, part });
            at.push(commune.position.unwrap_or_default());
            speeds.push(speed(sources, commune));
            departements.insert(commune.departement);
        }
        let journey: Vec<Place> =
            project(&at)?.into_iter().zip(speeds).map(|(at, speed)| Place { at, speed }).collect();
        let travel: Travel = sources.apl.travel();
        let catchment = Catchment::from_positions(&journey, &vec![true; places.len()], travel)?;
        let around = sources.atlas.communes().iter().filter(|commune| {
            commune.position.is_none()
                && commune.arrondissements.is_empty()
                && departements.contains(&commune.departement)
                && !parts.contains_key(&commune.code)
        });
        Ok(Self {
            ranks: places.iter().zip(0..).map(|(place, rank)| (place.code, rank)).collect(),
            unplaced_around: around.count(),
            places,
            catchment,
            decay: sources.apl.decay()?,
            unplaced,
            not_standardised,
            departements,
        })
    }

    /// Weight of each residence that reaches a supply place.
    pub(super) fn reaching(&self, place: u32) -> Result<Vec<(usize, f64)>, AccesError> {
        let reaching = self.catchment.reaching(place)?.into_iter();
        let weighed = reaching.map(|(rank, minutes)| (rank as usize, self.decay.weight(minutes)));
        Ok(weighed.filter(|(_, weight)| *weight > 0.0).collect())
    }

    /// The demand of each place as residence, by rank.
    pub(super) fn demands(&self) -> Vec<f64> {
        self.places.iter().map(|place| place.demand).collect()
    }
}

/// The communes of a perimeter with the part of their people that it takes.
fn parts(atlas: &Atlas, perimeter: &Perimeter) -> BTreeMap<CommuneCode, f64> {
    let mut parts: BTreeMap<CommuneCode, f64> = BTreeMap::new();
    for unit in perimeter.units() {
        match unit {
            UnitCode::Commune(code) => {
                let inner = atlas.commune(code).map(|record| record.arrondissements.as_slice());
                let inner =
                    inner.unwrap_or_default().iter().map(|rank| atlas.communes()[*rank as usize].code);
                let leaves: Vec<CommuneCode> = inner.collect();
                let leaves = if leaves.is_empty() { vec![code] } else { leaves };
                parts.extend(leaves.into_iter().map(|leaf| (leaf, 1.0)));
            }
            UnitCode::Iris(iris) => {
                let all = atlas.iris_of(iris.commune());
                let people = |code| atlas.unit_population(UnitCode::Iris(code));
                let whole: f64 = all.iter().filter_map(|record| people(record.code)).sum();
                let own = people(iris).unwrap_or_default();
                *parts.entry(iris.commune()).or_default() += if whole > 0.0 { own / whole } else { 0.0 };
            }
        }
    }
    parts.values_mut().for_each(|part| *part = part.min(1.0));
    parts
}

/// Standardised and ordinary population of a commune, and whether the first is published.
fn people(sources: &Sources<'_>, code: CommuneCode) -> (f64, f64, bool) {
    let published = sources.year.and_then(|year| sources.atlas.apl().commune(code, year));
    let legal = sources.atlas.latest_population(code);
    let ordinary = published.as_ref().and_then(|place| place.population).or(legal).unwrap_or_default();
    match published.and_then(|place| place.standardised_population) {
        Some(demand) => (demand, ordinary, true),
        None => (ordinary, ordinary, false),
    }
}

fn speed(sources: &Sources<'_>, commune: &CommuneRecord) -> f64 {
    let town = || commune.code.arrondissement_parent().and_then(|code| sources.atlas.commune(code)?.density);
    let level = commune.density.or_else(town);
    let known = level.and_then(|level| sources.apl.speed(level));
    let lent = || sources.apl.speed(sources.rules.density.unknown);
    // The table was checked to have this level.
    known.or_else(lent).unwrap_or(1.0)
}

/// How far one goes in the longest time at the highest speed, as the crow flies.
fn reach_km(apl: &Apl) -> f64 {
    let fastest = apl.journey.speeds.iter().map(|speed| speed.km_h).fold(0.0, f64::max);
    apl.travel().limit / 60.0 * fastest / apl.journey.detour
}

/// A rectangle of longitudes and latitudes; nothing is in an empty one.
struct Frame {
    low: [f64; 2],
    high: [f64; 2],
}

impl Frame {
    fn around(points: impl Iterator<Item = [f64; 2]>, margin_km: f64) -> Self {
        let empty = Self { low: [f64::INFINITY; 2], high: [f64::NEG_INFINITY; 2] };
        let all = points.fold(empty, |frame, [x, y]| Self {
            low: [frame.low[0].min(x), frame.low[1].min(y)],
            high: [frame.high[0].max(x), frame.high[1].max(y)],
        });
        let north = margin_km / KM_PER_DEGREE;
        // A degree of longitude is shortest at the end farthest from the equator.
        let latitude = all.low[1].abs().max(all.high[1].abs()).min(80.0);
        let east = north / latitude.to_radians().cos();
        Self { low: [all.low[0] - east, all.low[1] - north], high: [all.high[0] + east, all.high[1] + north] }
    }

    fn holds(&self, point: [f64; 2]) -> bool {
        (0..2).all(|axis| (self.low[axis]..=self.high[axis]).contains(&point[axis]))
    }
}
