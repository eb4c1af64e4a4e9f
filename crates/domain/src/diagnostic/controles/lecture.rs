//! Checks of the figures of a diagnosis read together. A doubtful figure is flagged, never hidden.

use std::sync::LazyLock;

use serde::Deserialize;
use territory::layers::AgeBand;

use super::{ReglesSaisie, regles};
use crate::diagnostic::calcul::written;
use crate::diagnostic::catalogue::Unite;
use crate::diagnostic::lecture::{Diagnostic, IndicateurLu};
use crate::diagnostic::niveau::Niveau;
use crate::nombres::{habitants, liste};
use crate::source::{Confidence, RulesError};

/// What figures read together must verify.
#[derive(Clone, Debug, Deserialize)]
pub struct ReglesLecture {
    /// Where they were read.
    pub sources: Vec<String>,
    /// How sure they are.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Why these, in French.
    pub note: String,
    /// Share of the communes of a large area that a file may leave out without making its figure partial, 0 to 1.
    #[serde(rename = "communes_absentes_tolerees")]
    pub tolerated: f64,
    #[serde(rename = "somme")]
    sums: Vec<Somme>,
}

#[derive(Clone, Debug, Deserialize)]
struct Somme {
    parts: Vec<String>,
    total: Option<String>,
    #[serde(rename = "valeur")]
    value: Option<f64>,
    tolerance: f64,
    #[serde(rename = "phrase")]
    sentence: String,
}

/// The rules in force, read once.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn regles_lecture() -> Result<&'static ReglesLecture, &'static RulesError> {
    static REGLES: LazyLock<Result<ReglesLecture, RulesError>> = LazyLock::new(|| {
        let table = "lectures.toml";
        let found: ReglesLecture = toml::from_str(include_str!("../../../data/lectures.toml"))
            .map_err(|error| RulesError::Shape { table, cause: Box::new(error) })?;
        let incoherent = |detail: &str| Err(RulesError::Incoherent { table, detail: detail.to_owned() });
        if !(0.0..0.1).contains(&found.tolerated) {
            return incoherent("the share of communes left out must stay small");
        }
        match found.sums.iter().all(|sum| sum.total.is_some() != sum.value.is_some()) {
            true => Ok(found),
            false => incoherent("a sum makes either an indicator or a value"),
        }
    });
    REGLES.as_ref()
}

/// Inhabitants of some ages, or all of them, where files allow it.
pub(crate) type People<'a> = &'a dyn Fn(Option<AgeBand>) -> Option<f64>;

/// Adds to each figure what deserves a look before it is used.
///
/// # Errors
/// When a table that ships with the program is malformed.
pub(crate) fn relire(diagnostic: &mut Diagnostic, people: People<'_>) -> Result<(), &'static RulesError> {
    let (entry, together) = (regles()?, regles_lecture()?);
    let departements: Vec<(Niveau, String)> = diagnostic
        .levels
        .iter()
        .filter(|level| matches!(level.niveau, Niveau::Departement(_)))
        .map(|level| (level.niveau, level.name.clone()))
        .collect();
    for read in diagnostic.families.iter_mut().flat_map(|family| &mut family.indicators) {
        if !read.indicateur.is_recorded() || read.territoire.value.is_none() {
            continue;
        }
        let mut alerts = implied(read, entry, people);
        alerts.extend(copied(read, &departements));
        alerts.extend(unusual(read));
        read.alerts.extend(alerts);
    }
    for sum in &together.sums {
        if let Some(alert) = contradiction(diagnostic, sum) {
            let all = diagnostic.families.iter_mut().flat_map(|family| &mut family.indicators);
            for read in all.filter(|read| {
                sum.parts.contains(&read.indicateur.code) || sum.total.as_ref() == Some(&read.indicateur.code)
            }) {
                if read.territoire.value.is_some() {
                    read.alerts.push(alert.clone());
                }
            }
        }
    }
    Ok(())
}

/// The denominator, printed or implied by the value and the numerator, against the people who live here.
fn implied(read: &IndicateurLu, rules: &ReglesSaisie, people: People<'_>) -> Vec<String> {
    let (figure, unit) = (&read.territoire, read.indicateur.unit);
    let ages = read.indicateur.ages.map(|ages| AgeBand { from: ages.from, to: ages.to });
    let mut said = Vec::new();
    let Some(all) = people(None) else { return said };
    if let Some(numerator) = figure.numerator.filter(|numerator| *numerator > all) {
        said.push(format!(
            "{} personnes comptées, pour {} habitants\u{a0}: le numérateur dépasse la population.",
            habitants(numerator),
            habitants(all)
        ));
    }
    if unit != Unite::Pourcent {
        return said;
    }
    let rate = figure.value.filter(|rate| *rate > 0.0);
    let below = figure.denominator.or_else(|| Some(100.0 * figure.numerator? / rate?));
    let Some(below) = below else { return said };
    let (inhabitants, aged) = match ages.map(|band| people(Some(band))) {
        Some(Some(of_ages)) => (of_ages, true),
        // Files do not give these ages: all inhabitants are still a ceiling.
        Some(None) if below <= all => return said,
        _ => (all, false),
    };
    if rules.denominator.surprises(below, inhabitants, aged) {
        said.push(format!(
            "Ce taux suppose environ {} personnes, pour {} habitants{}\u{a0}: vérifiez le numérateur ou le taux.",
            habitants(below),
            habitants(inhabitants),
            if aged { " de ces âges" } else { "" }
        ));
    }
    said
}

/// A value that is exactly the one of the département may have been copied from it.
fn copied(read: &IndicateurLu, departements: &[(Niveau, String)]) -> Option<String> {
    let same = departements.iter().find(|(niveau, _)| {
        read.at(*niveau).is_some_and(|other| other.value.is_some() && other.value == read.territoire.value)
    });
    let (_, name) = same?;
    Some(format!(
        "La valeur est exactement celle du département {name}\u{a0}: vérifiez qu'elle est bien celle du territoire."
    ))
}

fn unusual(read: &IndicateurLu) -> Option<String> {
    let (range, value) = (read.indicateur.plausible?, read.territoire.value?);
    if (range.min..=range.max).contains(&value) {
        return None;
    }
    let unit = read.indicateur.unit;
    Some(format!(
        "La valeur sort de ce qui a été lu ailleurs, de {} à {}.",
        written(range.min, unit),
        written(range.max, unit)
    ))
}

/// Parts that do not make their total.
fn contradiction(diagnostic: &Diagnostic, sum: &Somme) -> Option<String> {
    let own = |code: &String| diagnostic.indicator(code)?.territoire.value;
    let parts: f64 = sum.parts.iter().map(own).sum::<Option<f64>>()?;
    let far = |expected: f64| (parts - expected).abs() > sum.tolerance + 1e-9;
    let percent = |value: f64| written(value, Unite::Pourcent);
    let against = match (&sum.total, sum.value) {
        (_, Some(value)) if far(value) => percent(value),
        (Some(total), _) => {
            let read = diagnostic.indicator(total)?;
            match read.territoire.value {
                Some(value) if far(value) => percent(value),
                Some(_) => return None,
                // Without the figure of the territory, those around it tell at least the order of size.
                None => {
                    let around: Vec<f64> =
                        read.comparisons.iter().filter_map(|other| other.chiffre.value).collect();
                    if around.is_empty() || !around.iter().all(|value| far(*value)) {
                        return None;
                    }
                    format!("{} autour", liste(&around.into_iter().map(percent).collect::<Vec<_>>()))
                }
            }
        }
        _ => return None,
    };
    Some(format!("{} Ici, elles font {}, contre {against}.", sum.sentence, percent(parts)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::catalogue::catalogue;

    #[test]
    fn every_indicator_of_a_sum_exists() {
        let rules = regles_lecture().unwrap();
        assert_eq!(rules.confidence, Confidence::Decision);
        assert!(!rules.sources.is_empty() && !rules.note.is_empty());
        for sum in &rules.sums {
            for code in sum.parts.iter().chain(&sum.total) {
                assert!(catalogue().unwrap().get(code).is_some(), "{code}");
            }
            assert!(sum.parts.len() > 1 && sum.tolerance > 0.0 && sum.sentence.ends_with('.'));
        }
    }
}
