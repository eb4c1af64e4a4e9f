//! Following commune codes from the year of a file to the reference year.
//!
//! Method: `docs/methods/codes-communes.md`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::codes::CommuneCode;
use crate::layers::Movement;

/// Where the inhabitants of an old commune live today.
#[derive(Clone, Debug, PartialEq)]
pub struct Successor {
    /// Commune of the reference year.
    pub code: CommuneCode,
    /// Part of the old commune, 0 to 1. Below 1 after a split: it is then an estimate by population.
    pub weight: f64,
}

/// The movements of communes, by date.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// For each date, the codes after for each code before.
    steps: BTreeMap<u32, BTreeMap<CommuneCode, BTreeSet<CommuneCode>>>,
    /// Last known name of codes.
    names: HashMap<CommuneCode, String>,
}

impl History {
    /// Reads movements; only lines between communes matter.
    pub fn new<'a>(movements: impl Iterator<Item = &'a Movement>) -> Self {
        let mut history = Self::default();
        for movement in movements {
            history
                .steps
                .entry(movement.effective)
                .or_default()
                .entry(movement.before)
                .or_default()
                .insert(movement.after);
            history.names.insert(movement.before, movement.name_before.clone());
        }
        history
    }

    /// Whether no movement is known: codes are then taken as they are.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The name that a former commune had.
    pub fn former_name(&self, code: CommuneCode) -> Option<&str> {
        self.names.get(&code).map(String::as_str)
    }

    /// The communes of today that hold the territory of `code` as it was on 1 January of `year`.
    ///
    /// `population` weighs the parts of a split; parts without a figure share equally. A code that never
    /// moved gives itself.
    pub fn successors(
        &self,
        code: CommuneCode,
        year: i16,
        population: &dyn Fn(CommuneCode) -> Option<f64>,
    ) -> Vec<Successor> {
        let mut current = vec![Successor { code, weight: 1.0 }];
        // An event of 1 January of the file's own year is already in its codes.
        let first = u32::try_from(year).unwrap_or(0) * 10_000 + 102;
        for step in self.steps.range(first..).map(|(_, step)| step) {
            if !current.iter().any(|part| step.contains_key(&part.code)) {
                continue;
            }
            let mut next: Vec<Successor> = Vec::new();
            for part in current {
                match step.get(&part.code) {
                    None => add(&mut next, part),
                    Some(after) => split(part, after, population, &mut next),
                }
            }
            current = next;
        }
        current
    }

    /// The last year in which `code` was still in use, when an event ended it.
    pub fn ended(&self, code: CommuneCode) -> Option<i16> {
        self.steps
            .iter()
            .rev()
            .find(|(_, step)| step.get(&code).is_some_and(|after| !after.contains(&code)))
            .and_then(|(date, _)| i16::try_from(date / 10_000).ok())
    }
}

fn split(
    part: Successor,
    after: &BTreeSet<CommuneCode>,
    population: &dyn Fn(CommuneCode) -> Option<f64>,
    next: &mut Vec<Successor>,
) {
    let weights: Option<Vec<f64>> = after.iter().map(|code| population(*code)).collect();
    let weights = weights.filter(|w| w.iter().sum::<f64>() > 0.0).unwrap_or_else(|| vec![1.0; after.len()]);
    let total: f64 = weights.iter().sum();
    for (code, weight) in after.iter().zip(weights) {
        add(next, Successor { code: *code, weight: part.weight * weight / total });
    }
}

fn add(parts: &mut Vec<Successor>, part: Successor) {
    match parts.iter_mut().find(|known| known.code == part.code) {
        Some(known) => known.weight += part.weight,
        None => parts.push(part),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> CommuneCode {
        text.parse().unwrap()
    }

    fn movement(effective: u32, event: u8, before: &str, after: &str) -> Movement {
        Movement {
            effective,
            event,
            before: code(before),
            name_before: before.into(),
            after: code(after),
            name_after: after.into(),
        }
    }

    fn history() -> History {
        History::new(
            [
                movement(20190101, 32, "96001", "96002"),
                movement(20190101, 32, "96002", "96002"),
                movement(20220101, 50, "96002", "96003"),
                movement(20240101, 21, "96003", "96003"),
                movement(20240101, 21, "96003", "96001"),
            ]
            .iter(),
        )
    }

    #[test]
    fn mergers_changes_of_code_and_splits_are_followed() {
        let population = |c: CommuneCode| Some(if c == code("96003") { 750.0 } else { 250.0 });
        let parts = history().successors(code("96002"), 2018, &population);
        assert_eq!(parts.len(), 2);
        assert_eq!(parts.iter().map(|p| p.weight).sum::<f64>(), 1.0);
        assert_eq!(parts.iter().find(|p| p.code == code("96003")).unwrap().weight, 0.75);
    }

    #[test]
    fn a_file_of_a_year_already_has_the_events_of_its_first_of_january() {
        let parts = history().successors(code("96003"), 2024, &|_| None);
        assert_eq!(parts, [Successor { code: code("96003"), weight: 1.0 }]);
    }

    #[test]
    fn a_split_without_populations_shares_equally() {
        let parts = history().successors(code("96003"), 2023, &|_| None);
        assert!(parts.iter().all(|part| part.weight == 0.5));
    }

    #[test]
    fn the_end_of_a_code_is_known() {
        assert_eq!(history().ended(code("96002")), Some(2022));
        assert_eq!(history().ended(code("96003")), None);
        assert_eq!(history().former_name(code("96002")), Some("96002"));
    }
}
