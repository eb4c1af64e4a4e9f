//! Ages of a perimeter and of what surrounds it.

use std::collections::BTreeSet;

use super::{AgeLine, Ages, Around, AroundLevel, KeyShare};
use crate::atlas::build::{KEY_BANDS, SEXES, SHOWN_BANDS, band_value};
use crate::atlas::{AgeSet, Atlas, CommuneRecord};
use crate::codes::{DepartementCode, RegionCode, UnitCode};
use crate::layers::{AgeBand, Sex};
use crate::measure::{Measure, SourceId};
use crate::perimeter::Perimeter;

/// The columns of one file that make up the shown and quoted bands.
struct Plan {
    shown: Vec<[Option<Vec<usize>>; 3]>,
    key: Vec<Option<Vec<usize>>>,
}

impl Plan {
    fn of(set: &AgeSet) -> Self {
        let shown = |band: &AgeBand| SEXES.map(|sex| set.columns_for(*band, sex));
        Self {
            shown: SHOWN_BANDS.iter().map(shown).collect(),
            key: KEY_BANDS.iter().map(|band| set.columns_for(*band, Sex::All)).collect(),
        }
    }
}

/// Sums of bands; a band that one row lacks is lost for the whole sum.
#[derive(Clone)]
struct Totals {
    shown: Vec<[Option<f64>; 3]>,
    key: Vec<Option<f64>>,
    rows: usize,
}

impl Totals {
    fn new() -> Self {
        Self {
            shown: vec![[Some(0.0); 3]; SHOWN_BANDS.len()],
            key: vec![Some(0.0); KEY_BANDS.len()],
            rows: 0,
        }
    }

    fn add(&mut self, row: &[f32], plan: &Plan) {
        let add = |total: &mut Option<f64>, columns: &Option<Vec<usize>>| {
            *total = total.zip(band_value(row, columns.as_ref())).map(|(a, b)| a + b);
        };
        for (totals, columns) in self.shown.iter_mut().zip(&plan.shown) {
            for (total, columns) in totals.iter_mut().zip(columns) {
                add(total, columns);
            }
        }
        for (total, columns) in self.key.iter_mut().zip(&plan.key) {
            add(total, columns);
        }
        self.rows += 1;
    }

    /// All inhabitants: the sum of the shown bands, which cover every age once.
    fn people(&self) -> Option<f64> {
        self.shown.iter().map(|[all, ..]| *all).sum::<Option<f64>>().filter(|_| self.rows > 0)
    }
}

pub(super) fn row_of(atlas: &Atlas, set: &AgeSet, unit: UnitCode) -> Option<Vec<f32>> {
    match unit {
        UnitCode::Commune(code) => set.commune(*atlas.commune_rank.get(&code)?).map(<[f32]>::to_vec),
        UnitCode::Iris(code) => set.iris(*atlas.iris_rank.get(&code)?).map(<[f32]>::to_vec),
    }
}

pub(super) fn sets_of(atlas: &Atlas, year: i16) -> impl Iterator<Item = &AgeSet> {
    atlas.ages.iter().filter(move |set| set.year == year)
}

/// Adds up the units that have ages in `year`.
fn total_in(atlas: &Atlas, year: i16, perimeter: &Perimeter) -> (Totals, Measure) {
    let plans: Vec<(&AgeSet, Plan)> = sets_of(atlas, year).map(|set| (set, Plan::of(set))).collect();
    let mut totals = Totals::new();
    let mut counted = Measure::default();
    let mut sources = BTreeSet::new();
    for unit in perimeter.units() {
        let found = plans.iter().find_map(|(set, plan)| Some((*set, plan, row_of(atlas, set, unit)?)));
        match found {
            Some((set, plan, row)) => {
                totals.add(&row, plan);
                sources.insert(set.source);
            }
            None => counted.missing.push(unit),
        }
    }
    counted.value = totals.people();
    counted.estimated = sources.iter().find_map(|id| atlas.sources()[id.0].estimated.clone());
    counted.sources = sources.into_iter().collect();
    (totals, counted)
}

/// The year that leaves out the fewest units; among equals, the most recent.
pub(super) fn profile(atlas: &Atlas, perimeter: &Perimeter) -> Ages {
    let years: BTreeSet<i16> = atlas.ages.iter().map(|set| set.year).collect();
    let best = years
        .iter()
        .rev()
        .map(|year| (*year, total_in(atlas, *year, perimeter)))
        .filter(|(_, (totals, counted))| totals.rows > 0 && counted.value.is_some())
        .min_by_key(|(_, (_, counted))| counted.missing.len());
    let commune_only = |missing: &[UnitCode]| {
        let only = missing.iter().filter_map(|unit| match unit {
            UnitCode::Iris(code) => {
                let commune = *atlas.commune_rank.get(&code.commune())?;
                atlas.ages.iter().any(|set| set.commune(commune).is_some()).then_some(*code)
            }
            UnitCode::Commune(_) => None,
        });
        only.collect()
    };
    let Some((year, (totals, counted))) = best else {
        let missing: Vec<UnitCode> = perimeter.units().collect();
        return Ages {
            commune_only: commune_only(&missing),
            counted: Measure { missing, ..Measure::default() },
            ..Ages::default()
        };
    };
    let people = counted.value;
    let share = |count: Option<f64>| count.zip(people).filter(|(_, all)| *all > 0.0).map(|(n, all)| n / all);
    let lines = SHOWN_BANDS.iter().zip(&totals.shown);
    let lines = lines.map(|(band, [all, men, women])| AgeLine {
        band: *band,
        all: *all,
        men: *men,
        women: *women,
        share: share(*all),
    });
    let key = KEY_BANDS.iter().zip(&totals.key);
    let key = key.map(|(band, count)| KeyShare { band: *band, count: *count, share: share(*count) });
    Ages {
        year: Some(year),
        lines: lines.collect(),
        key_shares: key.collect(),
        around: around(atlas, perimeter, year),
        commune_only: commune_only(&counted.missing),
        counted,
    }
}

/// The département(s), region(s) and France, in the vintage nearest to `year`.
fn around(atlas: &Atlas, perimeter: &Perimeter, year: i16) -> Vec<Around> {
    let mut departements: BTreeSet<DepartementCode> = BTreeSet::new();
    let mut regions: BTreeSet<RegionCode> = BTreeSet::new();
    for unit in perimeter.units() {
        if let Some(commune) = atlas.commune(unit.commune()) {
            departements.insert(commune.departement);
            regions.extend(commune.region);
        }
    }
    let mut areas = Vec::new();
    for code in departements {
        let keep = move |commune: &CommuneRecord| commune.departement == code;
        areas.extend(nearest(atlas, year, &atlas.departement_name(code), AroundLevel::Departement, &keep));
    }
    for code in regions {
        let keep = move |commune: &CommuneRecord| commune.region == Some(code);
        areas.extend(nearest(atlas, year, &atlas.region_name(code), AroundLevel::Region, &keep));
    }
    let fictitious: BTreeSet<usize> =
        atlas.sources().iter().enumerate().filter(|(_, s)| s.fictitious).map(|(rank, _)| rank).collect();
    let keep = |commune: &CommuneRecord| commune.region.is_some();
    let france = nearest(atlas, year, "France", AroundLevel::France, &keep);
    // An invented département has no place in a national mean, nor the country beside an invented territory.
    areas.extend(france.filter(|area| !fictitious.contains(&area.source.0)));
    areas
}

type Keep<'a> = &'a dyn Fn(&CommuneRecord) -> bool;

fn nearest(atlas: &Atlas, year: i16, name: &str, level: AroundLevel, keep: Keep<'_>) -> Option<Around> {
    let mut sets: Vec<&AgeSet> = atlas.ages.iter().collect();
    sets.sort_by_key(|set| ((set.year - year).abs(), std::cmp::Reverse(set.year)));
    sets.iter().find_map(|set| {
        let cached = atlas.around_totals(set, level, name, keep);
        // A handful of communes does not stand for a région: at least nine in ten must be known.
        (cached.missing * 10 <= cached.communes).then_some(())?;
        let people = cached.totals.people().filter(|people| *people > 0.0)?;
        Some(Around {
            name: name.to_owned(),
            level,
            year: set.year,
            source: set.source,
            population: people,
            missing_communes: cached.missing,
            shares: cached.totals.shown.iter().map(|[all, ..]| all.map(|n| n / people)).collect(),
            key_shares: cached.totals.key.iter().map(|count| count.map(|n| n / people)).collect(),
        })
    })
}

/// Totals of an area in one file.
#[derive(Clone)]
pub(crate) struct AreaTotals {
    totals: Totals,
    communes: usize,
    missing: usize,
}

impl std::fmt::Debug for AreaTotals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AreaTotals").field("communes", &self.communes).finish_non_exhaustive()
    }
}

/// Where the totals of areas are kept once computed: an atlas never changes.
pub(crate) type AroundCache = std::sync::Mutex<
    std::collections::HashMap<(SourceId, AroundLevelKey, String), std::sync::Arc<AreaTotals>>,
>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AroundLevelKey(u8);

impl Atlas {
    fn around_totals(
        &self,
        set: &AgeSet,
        level: AroundLevel,
        name: &str,
        keep: Keep<'_>,
    ) -> std::sync::Arc<AreaTotals> {
        let level = AroundLevelKey(level as u8);
        let key = (set.source, level, name.to_owned());
        let mut cache = self.around.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let area = cache.entry(key).or_insert_with(|| {
            let plan = Plan::of(set);
            let mut area = AreaTotals { totals: Totals::new(), communes: 0, missing: 0 };
            for (rank, commune) in (0..).zip(&self.communes) {
                if commune.is_arrondissement() || !keep(commune) {
                    continue;
                }
                area.communes += 1;
                match set.commune(rank) {
                    Some(row) => area.totals.add(row, &plan),
                    None => area.missing += 1,
                }
            }
            std::sync::Arc::new(area)
        });
        std::sync::Arc::clone(area)
    }
}
