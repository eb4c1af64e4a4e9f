//! What stands out: the largest gaps, in sentences. The rule is `data/constats.toml`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::diagnostic::catalogue::{Sens, Unite};
use crate::diagnostic::lecture::{Constat, Diagnostic, IndicateurLu};
use crate::diagnostic::niveau::Niveau;
use crate::diagnostic::sujets::sujets;
use crate::nombres::{FINE, decimal};
use crate::source::{Confidence, RulesError};

/// How gaps are compared.
#[derive(Clone, Debug, Deserialize)]
pub struct RegleConstats {
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Why this one, in French.
    pub note: String,
    /// The rule as the screen prints it, in French.
    #[serde(rename = "phrase")]
    pub sentence: String,
    #[serde(rename = "nombre")]
    count: usize,
    #[serde(rename = "seuil")]
    threshold: f64,
    #[serde(rename = "echelle")]
    scales: Vec<Echelle>,
}

#[derive(Clone, Debug, Deserialize)]
struct Echelle {
    #[serde(rename = "unite")]
    unit: Unite,
    #[serde(rename = "methode")]
    method: Methode,
    #[serde(rename = "poids", default = "whole")]
    weight: f64,
    #[serde(rename = "numerateur_min", default)]
    fewest: f64,
}

fn whole() -> f64 {
    1.0
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Methode {
    Part,
    Relatif,
}

/// The rule in force, read once.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn regle_constats() -> Result<&'static RegleConstats, &'static RulesError> {
    static REGLE: LazyLock<Result<RegleConstats, RulesError>> = LazyLock::new(|| {
        toml::from_str(include_str!("../../../data/constats.toml"))
            .map_err(|error| RulesError::Shape { table: "constats.toml", cause: Box::new(error) })
    });
    REGLE.as_ref()
}

impl RegleConstats {
    /// How large a gap is, without a unit; `None` for a unit that is not judged.
    fn judged(&self, unit: Unite, (here, elsewhere): (f64, f64)) -> Option<f64> {
        let scale = self.scales.iter().find(|scale| scale.unit == unit)?;
        let under = match scale.method {
            Methode::Part => (elsewhere * (100.0 - elsewhere)).sqrt(),
            Methode::Relatif => elsewhere,
        };
        (under > 0.0).then(|| scale.weight * (here - elsewhere).abs() / under)
    }

    /// Whether a figure rests on enough people to stand out.
    fn counts(&self, read: &IndicateurLu) -> bool {
        let scale = self.scales.iter().find(|scale| scale.unit == read.indicateur.unit);
        scale.is_some_and(|scale| read.territoire.numerator.is_none_or(|numerator| numerator >= scale.fewest))
    }
}

/// The largest gaps, one a subject at most.
pub(super) fn constats(diagnostic: &Diagnostic) -> Result<Vec<Constat>, &'static RulesError> {
    let (regle, sujets) = (regle_constats()?, sujets()?);
    let mut gaps: Vec<(f64, &IndicateurLu, usize)> = Vec::new();
    for read in diagnostic.indicators() {
        // A figure that deserves a look before it is used does not stand out.
        if !read.territoire.is_known() || !read.alerts.is_empty() || !regle.counts(read) {
            continue;
        }
        let judged = read.comparisons.iter().enumerate().filter_map(|(rank, other)| {
            other.difference?;
            let values = (read.territoire.value?, other.chiffre.value?);
            Some((regle.judged(read.indicateur.unit, values)?, rank))
        });
        let largest = judged.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        gaps.extend(largest.filter(|(gap, _)| *gap >= regle.threshold).map(|(gap, rank)| (gap, read, rank)));
    }
    gaps.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut told: BTreeSet<&str> = BTreeSet::new();
    gaps.retain(|(_, read, _)| {
        let code = read.indicateur.code.as_str();
        told.insert(sujets.of(code).map_or(code, |sujet| sujet.code.as_str()))
    });
    let kept = gaps.into_iter().take(regle.count);
    Ok(kept.filter_map(|(_, read, rank)| constat(diagnostic, read, rank)).collect())
}

fn constat(diagnostic: &Diagnostic, read: &IndicateurLu, rank: usize) -> Option<Constat> {
    let other = &read.comparisons[rank];
    let (here, elsewhere) = (read.territoire.value?, other.chiffre.value?);
    let difference = other.difference?;
    let name = diagnostic.levels.iter().find(|level| level.niveau == other.niveau)?.name.as_str();
    let place = match other.niveau {
        Niveau::Territoire => return None,
        Niveau::Departement(_) => format!("pour le département {name}"),
        Niveau::Region(_) => format!("pour la région {name}"),
        Niveau::France => "en France".to_owned(),
        Niveau::Similaires => "dans les territoires semblables".to_owned(),
    };
    let unit = read.indicateur.unit;
    let sentence = format!(
        "{}\u{a0}: {} ici, contre {} {place}.",
        read.indicateur.label,
        written(here, unit),
        written(elsewhere, unit)
    );
    let better = difference > 0.0;
    let favourable = match read.indicateur.direction {
        Sens::Plus => Some(better),
        Sens::Moins => Some(!better),
        Sens::Neutre => None,
    };
    let (indicateur, niveau) = (read.indicateur.code.clone(), other.niveau);
    Some(Constat { indicateur, niveau, sentence, difference, favourable })
}

/// A value as a sentence says it.
pub(crate) fn written(value: f64, unit: Unite) -> String {
    match unit {
        Unite::Pourcent => format!("{}{FINE}%", decimal(value, 1)),
        Unite::Habitants | Unite::Nombre => decimal(value, 0),
        Unite::Consultations => format!("{}\u{a0}consultations par an", decimal(value, 1)),
        Unite::ParDixMille => format!("{} pour 10{FINE}000\u{a0}habitants", decimal(value, 1)),
        Unite::PourCentJeunes => format!("{} pour 100\u{a0}jeunes", decimal(value, 0)),
        Unite::HabitantsParKm2 => format!("{}\u{a0}habitants au km²", decimal(value, 0)),
        Unite::Km2 => format!("{}\u{a0}km²", decimal(value, 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Examples {
        exemple: Vec<Example>,
    }

    #[derive(Deserialize)]
    struct Example {
        unite: Unite,
        ici: f64,
        ailleurs: f64,
        juge: f64,
    }

    #[test]
    fn every_example_of_the_table_is_judged_as_it_says() {
        let regle = regle_constats().unwrap();
        assert!(!regle.sources.is_empty() && !regle.note.is_empty() && !regle.sentence.is_empty());
        assert_eq!((regle.confidence, regle.count), (Confidence::Decision, 5));
        let examples: Examples = toml::from_str(include_str!("../../../data/constats.toml")).unwrap();
        for one in examples.exemple {
            let judged = regle.judged(one.unite, (one.ici, one.ailleurs)).unwrap();
            assert!((judged - one.juge).abs() < 0.001, "{judged} is not {}", one.juge);
        }
        assert_eq!(regle.judged(Unite::HabitantsParKm2, (900.0, 100.0)), None);
        assert_eq!(regle.judged(Unite::Pourcent, (5.0, 0.0)), None);
    }
}
