//! The difference on the map: who loses, who gains, in and around the territory. The table says the same in words.

use std::collections::BTreeMap;

use domain::diagnostic::acces::Simulation;
use domain::nombres::decimal;
use domain::territoire::Carte;
use territory::CommuneCode;

use super::super::components::StaticMap;
use super::super::diagnostic::{Choropleth, ShadedArea};
use super::words::difference;

const LOSS: [&str; 3] = ["loss-1", "loss-2", "loss-3"];
const GAIN: [&str; 3] = ["gain-1", "gain-2", "gain-3"];
const NONE: &str = "effect-none";
const UNKNOWN: &str = "shade-unknown";
const OUTSIDE: &str = "shade-outside";

/// The map of the differences; `None` when the scenario changes nothing.
pub(super) fn of(carte: &Carte, simulation: &Simulation) -> Option<Choropleth> {
    let all = simulation.communes.iter().chain(&simulation.beyond);
    let values: BTreeMap<CommuneCode, Option<f64>> = all.map(|one| (one.code, one.difference)).collect();
    let known = || values.values().flatten().copied();
    let largest = known().map(f64::abs).fold(0.0, f64::max);
    if largest == 0.0 {
        return None;
    }
    let areas = carte.areas.iter().map(|area| {
        let value = values.get(&area.code.commune());
        let (class, said) = match value {
            Some(Some(value)) => (shade(*value, largest), difference(*value)),
            Some(None) => (UNKNOWN, "non simulé".to_owned()),
            None if area.member => (NONE, "0".to_owned()),
            None => (OUTSIDE, "hors du territoire, sans effet".to_owned()),
        };
        ShadedArea { name: format!("{}\u{a0}: {said}", area.name), class, path: area.path.clone() }
    });
    let areas: Vec<ShadedArea> = areas.collect();
    let used = |class: &str| areas.iter().any(|area| area.class == class);
    let step = largest / 3.0;
    let range = |verb: &str, rank: usize| {
        let (from, to) = (step * rank as f64, step * (rank + 1) as f64);
        match decimal(from, 2) == decimal(to, 2) {
            true => format!("{verb} moins de 0,01"),
            false => format!("{verb} de {} à {}", decimal(from, 2), decimal(to, 2)),
        }
    };
    let side = |classes: [&'static str; 3], verb: &'static str| {
        (0..3).map(move |rank| (classes[rank], range(verb, rank)))
    };
    let others = [
        (NONE, "sans effet".to_owned()),
        (UNKNOWN, "non simulé".to_owned()),
        (OUTSIDE, "hors du territoire, sans effet".to_owned()),
    ];
    let legend = side(LOSS, "perd").chain(side(GAIN, "gagne")).chain(others);
    let description = "Carte de la différence simulée, en consultations par an et par habitant standardisé. Les tableaux donnent les mêmes chiffres.";
    Some(Choropleth {
        description: description.to_owned(),
        label: "Différence simulée".to_owned(),
        rule: "Les teintes partagent en trois la plus grande différence.".to_owned(),
        url: None,
        drawing: StaticMap::new(carte, description),
        legend: legend.filter(|(class, _)| used(class)).collect(),
        areas,
    })
}

/// The shade of a difference: the third of the largest in which it falls.
fn shade(value: f64, largest: f64) -> &'static str {
    if value == 0.0 {
        return NONE;
    }
    let rank = ((value.abs() / largest * 3.0).ceil() as usize).clamp(1, 3) - 1;
    if value < 0.0 { LOSS[rank] } else { GAIN[rank] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_and_a_gain_never_have_the_same_shade() {
        let shades = [-3.0, -1.5, -0.5, 0.0, 0.5, 1.5, 3.0].map(|value| shade(value, 3.0));
        assert_eq!(shades, ["loss-3", "loss-2", "loss-1", "effect-none", "gain-1", "gain-2", "gain-3"]);
    }
}
