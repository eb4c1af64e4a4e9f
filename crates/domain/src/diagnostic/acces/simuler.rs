//! What a scenario changes: exact for the difference, which needs no supply; levels only where supply is known.

use std::collections::{BTreeMap, BTreeSet};

use territory::accessibility::{Accessibility, weighted_mean};
use territory::{Atlas, CommuneCode, DepartementCode, Passport, Perimeter, SourceId};

use super::hypothese::Hypothese;
use super::monde::{AccesError, Monde, Sources};
use super::regles::{Regles, regles};
use super::resultat::{
    Change, CommuneSimulee, Ensemble, LieuPossible, Niveaux, Publie, Refus, Simulation, Socle,
};
use crate::diagnostic::apl::{self, Apl};
use crate::diagnostic::offre_regles::{OptionsOffre, regles_offre};

/// The counting rule whose people are the supply.
const GENERALISTS: &str = "medecin_generaliste";
/// A difference below this is the rounding of a computer.
const NOTHING: f64 = 1e-9;

/// Simulates a scenario over a perimeter.
///
/// # Errors
/// When a table of the program or the reference data are malformed.
pub fn simuler(
    atlas: &Atlas,
    perimeter: &Perimeter,
    hypotheses: &[Hypothese],
) -> Result<Simulation, AccesError> {
    let (apl, rules) = (apl::rules()?, regles()?);
    let year = atlas.apl().year_for(perimeter).or_else(|| atlas.apl().years().first().copied());
    let monde = Monde::around(&Sources { atlas, perimeter, year, apl, rules })?;
    let calcul = Calcul { atlas, apl, rules, monde: &monde, year };
    let changes = calcul.changes(hypotheses)?;
    let moved = moved(&changes);
    let differences = calcul.differences(&moved)?;
    let reached = calcul.reached()?;
    let offre = calcul.supply(&moved, &reached)?;
    let mut communes: Vec<CommuneSimulee> = Vec::new();
    let mut beyond: Vec<CommuneSimulee> = Vec::new();
    for (rank, place) in monde.places.iter().enumerate() {
        let difference = differences[rank];
        let inside = place.part > 0.0;
        let one = CommuneSimulee {
            inhabitants: place.inhabitants * if inside { place.part } else { 1.0 },
            before: offre.before.as_ref().filter(|_| inside).map(|values| values[rank]),
            difference: Some(difference),
            ..calcul.named(place.code)
        };
        match inside {
            true => communes.push(one),
            false if difference.abs() > NOTHING => beyond.push(one),
            false => {}
        }
    }
    let whole = calcul.whole((&communes, &beyond), &differences, offre.before.as_deref(), &changes);
    communes.extend(monde.unplaced.iter().map(|code| calcul.named(*code)));
    communes.sort_by_cached_key(|one| territory::text::search_key(&one.name));
    beyond.sort_by(|a, b| size(b).total_cmp(&size(a)).then(a.code.cmp(&b.code)));
    let published = calcul.published(perimeter);
    let sources = calcul.sources(published.as_ref(), &offre.sources);
    let basis = calcul.basis(offre.doctors);
    let (places, levels) = (calcul.places(&reached), offre.levels);
    Ok(Simulation { published, changes, communes, whole, beyond, places, levels, basis, sources })
}

fn size(one: &CommuneSimulee) -> f64 {
    one.difference.unwrap_or_default().abs()
}

/// Acts by commune. Whole numbers, so that a change and its opposite leave nothing.
fn moved(changes: &[Change]) -> BTreeMap<CommuneCode, i64> {
    let mut moved = BTreeMap::new();
    for change in changes {
        if let Ok(acts) = change.effect {
            *moved.entry(change.hypothese.commune).or_default() += acts;
        }
    }
    moved
}

/// The supply of the communes in reach.
struct Offre {
    before: Option<Vec<f64>>,
    levels: Niveaux,
    doctors: Option<f64>,
    sources: Vec<SourceId>,
}

struct Calcul<'a> {
    atlas: &'a Atlas,
    apl: &'a Apl,
    rules: &'a Regles,
    monde: &'a Monde,
    year: Option<i16>,
}

impl Calcul<'_> {
    fn changes(&self, hypotheses: &[Hypothese]) -> Result<Vec<Change>, AccesError> {
        let most = self.rules.limits.changes;
        let mut changes = Vec::new();
        for (rank, hypothese) in hypotheses.iter().enumerate() {
            let name = self.atlas.unit_name(hypothese.commune.into());
            let effect = match self.place(hypothese.commune)? {
                _ if rank >= most => Err(Refus::TooMany(most)),
                Err(refus) => Err(refus),
                Ok(()) => hypothese.acts_with(self.apl, self.rules).map_err(Refus::Hypothese),
            };
            changes.push(Change { hypothese: *hypothese, name, effect });
        }
        Ok(changes)
    }

    /// Whether a change there is felt in the territory.
    fn place(&self, code: CommuneCode) -> Result<Result<(), Refus>, AccesError> {
        let Some(rank) = self.monde.ranks.get(&code) else {
            return Ok(Err(match self.atlas.commune(code) {
                None => Refus::UnknownCommune,
                Some(record) if record.position.is_none() => Refus::Unplaced,
                Some(_) => Refus::OutOfReach,
            }));
        };
        let felt = |(rank, _): &(usize, f64)| {
            let place = &self.monde.places[*rank];
            place.part > 0.0 && place.demand > 0.0
        };
        let near = self.monde.reaching(*rank)?.iter().any(felt);
        Ok(if near { Ok(()) } else { Err(Refus::OutOfReach) })
    }

    /// What each place gains, by rank: the weight of the journey, times the acts, over the demand in reach.
    fn differences(&self, moved: &BTreeMap<CommuneCode, i64>) -> Result<Vec<f64>, AccesError> {
        let mut differences = vec![0.0; self.monde.places.len()];
        for (code, acts) in moved {
            let Some(rank) = self.monde.ranks.get(code).filter(|_| *acts != 0) else { continue };
            let reaching = self.monde.reaching(*rank)?;
            let demand: f64 =
                reaching.iter().map(|(rank, weight)| weight * self.monde.places[*rank].demand).sum();
            for (rank, weight) in reaching {
                if demand > NOTHING {
                    differences[rank] += weight * *acts as f64 / demand;
                }
            }
        }
        Ok(differences)
    }

    /// The places that the people of the territory reach.
    fn reached(&self) -> Result<BTreeSet<u32>, AccesError> {
        let mut reached = BTreeSet::new();
        for (rank, place) in (0_u32..).zip(&self.monde.places) {
            if place.part > 0.0 && place.demand > 0.0 {
                reached.extend(self.monde.catchment.reached_from(rank)?.into_iter().map(|(to, _)| to));
            }
        }
        Ok(reached)
    }

    fn places(&self, reached: &BTreeSet<u32>) -> Vec<LieuPossible> {
        let near = reached.iter().map(|rank| &self.monde.places[*rank as usize]);
        let mut places: Vec<LieuPossible> = near
            .map(|place| LieuPossible {
                code: place.code,
                name: self.atlas.unit_name(place.code.into()),
                inside: place.part > 0.0,
            })
            .collect();
        places.sort_by_cached_key(|place| {
            (!place.inside, territory::text::search_key(&place.name), place.code)
        });
        places
    }

    fn supply(
        &self,
        moved: &BTreeMap<CommuneCode, i64>,
        reached: &BTreeSet<u32>,
    ) -> Result<Offre, AccesError> {
        let offre = regles_offre()?;
        let rule = offre.rule(GENERALISTS).map(|rule| offre.selection(rule, OptionsOffre::default()));
        let heads = rule.map(|selection| self.atlas.shared_heads(&selection)).unwrap_or_default();
        let hidden =
            |levels, doctors| Offre { before: None, levels, doctors, sources: heads.sources.clone() };
        if heads.sources.is_empty() {
            return Ok(hidden(Niveaux::NoRegister, None));
        }
        let here = self.monde.places.iter().filter(|place| place.part > 0.0);
        let doctors = here.map(|place| heads.of(place.code)).sum::<Option<f64>>();
        let mut uncovered: BTreeSet<DepartementCode> = BTreeSet::new();
        let mut acts = Vec::with_capacity(self.monde.places.len());
        for (rank, place) in (0_u32..).zip(&self.monde.places) {
            let known = heads.of(place.code);
            if known.is_none() && reached.contains(&rank) {
                uncovered.insert(place.code.departement());
            }
            acts.push(known.unwrap_or_default() * self.apl.supply_rules().newly_settled);
        }
        if !uncovered.is_empty() {
            let names = uncovered.into_iter().map(|code| self.atlas.departement_name(code)).collect();
            return Ok(hidden(Niveaux::Uncovered(names), doctors));
        }
        for (code, added) in moved {
            let Some(rank) = self.monde.ranks.get(code) else { continue };
            if acts[*rank as usize] + (*added as f64) < -NOTHING {
                let name = self.atlas.unit_name((*code).into());
                return Ok(hidden(Niveaux::TooFew(name, heads.of(*code).unwrap_or_default()), doctors));
            }
        }
        let demands = self.monde.demands();
        let computed = Accessibility::compute(&self.monde.catchment, &demands, &acts, &self.monde.decay)?;
        let before = Some(computed.values());
        Ok(Offre { before, levels: Niveaux::Shown, doctors, sources: heads.sources })
    }

    fn named(&self, code: CommuneCode) -> CommuneSimulee {
        let place = self.year.and_then(|year| self.atlas.apl().commune(code, year));
        CommuneSimulee {
            code,
            name: self.atlas.unit_name(code.into()),
            published: place.and_then(|place| place.apl),
            before: None,
            difference: None,
            inhabitants: self.atlas.latest_population(code).unwrap_or_default(),
        }
    }

    fn whole(
        &self,
        (inside, beyond): (&[CommuneSimulee], &[CommuneSimulee]),
        differences: &[f64],
        before: Option<&[f64]>,
        changes: &[Change],
    ) -> Ensemble {
        let places = || self.monde.places.iter().enumerate().filter(|(_, place)| place.part > 0.0);
        let mean = |values: &[f64]| {
            weighted_mean(places().map(|(rank, place)| (values[rank], place.demand * place.part)))
        };
        let people = |list: &[CommuneSimulee], keep: fn(f64) -> bool| -> f64 {
            let kept = list.iter().filter(|one| one.difference.is_some_and(keep));
            kept.map(|one| one.inhabitants).sum()
        };
        let both = |keep: fn(f64) -> bool| [people(inside, keep), people(beyond, keep)];
        let acts: i64 = changes.iter().filter_map(|change| change.effect.ok()).sum();
        Ensemble {
            before: before.and_then(mean),
            difference: mean(differences),
            acts: acts as f64,
            acts_inside: places().map(|(rank, place)| place.demand * place.part * differences[rank]).sum(),
            gain: both(|value| value > NOTHING),
            lose: both(|value| value < -NOTHING),
            missing: self.monde.unplaced.iter().map(|code| self.atlas.unit_name((*code).into())).collect(),
        }
    }

    fn published(&self, perimeter: &Perimeter) -> Option<Publie> {
        let view = self.atlas.apl();
        let figure = view.over(perimeter, self.year?);
        figure.mean.value?;
        let under =
            self.apl.thresholds.iter().map(|threshold| {
                (threshold.label.clone(), view.under(perimeter, figure.year, threshold.value))
            });
        Some(Publie { under: under.collect(), figure })
    }

    fn sources(&self, published: Option<&Publie>, register: &[SourceId]) -> Vec<Passport> {
        let year = self.year.into_iter();
        let one = year.filter_map(|year| {
            self.monde
                .places
                .iter()
                .find_map(|place| Some(self.atlas.apl().commune(place.code, year)?.source))
        });
        let mut ranks: BTreeSet<SourceId> = one.chain(register.iter().copied()).collect();
        ranks.extend(published.iter().flat_map(|published| &published.figure.mean.sources));
        let areas = self.monde.places.iter().filter_map(|place| self.atlas.commune(place.code)?.area);
        ranks.extend(areas.map(|(_, source)| source));
        ranks.into_iter().map(|rank| self.atlas.sources()[rank.0].clone()).collect()
    }

    fn basis(&self, doctors: Option<f64>) -> Socle {
        let names = self.monde.departements.iter().map(|code| self.atlas.departement_name(*code));
        let standardised = self.monde.places.len() > self.monde.not_standardised;
        Socle {
            year: self.year.filter(|_| standardised),
            communes: self.monde.places.len(),
            departements: names.collect(),
            not_standardised: self.monde.not_standardised,
            unplaced: self.monde.unplaced_around,
            doctors,
        }
    }
}
