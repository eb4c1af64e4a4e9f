//! Parameters of the accessibility to general practitioners, read from `data/apl.toml`.
//!
//! The computation is in `territory::accessibility`; what it may be used for, in `docs/methods/apl.md`.

use std::sync::LazyLock;

use serde::Deserialize;
use territory::accessibility::{Decay, HORIZON_MINUTES, Step, SupplyRules, Travel};

use crate::source::{Confidence, RulesError};

/// The dated parameters.
#[derive(Clone, Debug, Deserialize)]
pub struct Apl {
    /// Title.
    #[serde(rename = "titre")]
    pub title: String,
    /// Workbook and sheet of the DREES.
    #[serde(rename = "classeur")]
    pub workbook: String,
    /// Day the workbook was published.
    #[serde(rename = "publie")]
    pub published: jiff::civil::Date,
    /// Weight of a time.
    #[serde(rename = "decroissance")]
    pub steps: Steps,
    /// Weight of an age.
    pub ages: Ages,
    /// How activity counts.
    #[serde(rename = "offre")]
    pub supply: Supply,
    /// How a distance becomes a time.
    #[serde(rename = "trajet")]
    pub journey: Journey,
    /// Published thresholds, in acts a year and a standardised person.
    #[serde(rename = "seuil")]
    pub thresholds: Vec<Threshold>,
}

/// The decay in steps.
#[derive(Clone, Debug, Deserialize)]
pub struct Steps {
    /// Where they were read.
    pub sources: Vec<String>,
    /// How sure they are.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What is decided beyond the sources, in French.
    pub note: String,
    /// Nearest first.
    #[serde(rename = "marche")]
    pub steps: Vec<StepRow>,
}

/// One step.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct StepRow {
    /// Longest time, in minutes, included.
    #[serde(rename = "jusqu_a")]
    pub up_to: f64,
    /// Weight as a fraction: numerator, denominator.
    #[serde(rename = "poids")]
    pub weight: [u32; 2],
}

/// The weights by age of each year.
#[derive(Clone, Debug, Deserialize)]
pub struct Ages {
    /// First age of each band; the last band is open.
    #[serde(rename = "de")]
    pub from: Vec<u8>,
    /// Where they were read.
    pub sources: Vec<String>,
    /// How sure they are.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What is decided beyond the sources, in French.
    pub note: String,
    /// One a year.
    #[serde(rename = "annee")]
    pub years: Vec<AgeWeights>,
}

/// The weights of one year.
#[derive(Clone, Debug, Deserialize)]
pub struct AgeWeights {
    /// Year of the indicator.
    pub apl: i16,
    /// Year of the population.
    pub population: i16,
    /// Year of the consumption by age.
    #[serde(rename = "consommation")]
    pub consumption: i16,
    /// One weight a band: its mean consumption over that of everyone.
    #[serde(rename = "poids")]
    pub weights: Vec<f64>,
}

/// The bounds of activity, in acts a year.
#[derive(Clone, Debug, Deserialize)]
pub struct Supply {
    /// Up to this many acts, included, a doctor counts for nothing.
    #[serde(rename = "rien_jusqu_a")]
    pub nothing_up_to: u32,
    /// Fewest acts counted above it.
    #[serde(rename = "au_moins")]
    pub at_least: u32,
    /// Most acts counted.
    #[serde(rename = "au_plus")]
    pub at_most: u32,
    /// Acts lent to a doctor who has just settled.
    #[serde(rename = "installation")]
    pub newly_settled: u32,
    /// Where they were read.
    pub sources: Vec<String>,
    /// How sure they are.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What is decided beyond the sources, in French.
    pub note: String,
}

/// The stated approximation of travel times.
#[derive(Clone, Debug, Deserialize)]
pub struct Journey {
    /// Length by road over crow-fly distance.
    pub detour: f64,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What is decided, in French.
    pub note: String,
    /// Speeds by level of density, densest first.
    #[serde(rename = "vitesse")]
    pub speeds: Vec<Speed>,
}

/// The speed of a level of density.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Speed {
    /// Level of the grid in seven levels, 1 the densest.
    #[serde(rename = "densite")]
    pub density: u8,
    /// Speed in km/h.
    pub km_h: f64,
}

/// A published threshold.
#[derive(Clone, Debug, Deserialize)]
pub struct Threshold {
    /// Name in the code.
    pub code: String,
    /// Acts a year and a standardised person.
    #[serde(rename = "valeur")]
    pub value: f64,
    /// First year.
    #[serde(rename = "depuis")]
    pub since: i16,
    /// On screen.
    #[serde(rename = "libelle")]
    pub label: String,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What to know about it, in French.
    pub note: String,
}

const TABLE: &str = "apl.toml";

impl Apl {
    fn parse(text: &str) -> Result<Self, RulesError> {
        let rules: Apl =
            toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
        let incoherent =
            |detail: &str| Err(RulesError::Incoherent { table: TABLE, detail: detail.to_owned() });
        rules.decay()?;
        let bands = &rules.ages.from;
        if bands.first() != Some(&0) || !bands.is_sorted_by(|a, b| a < b) {
            return incoherent("the bands of age must rise from 0");
        }
        let weighs =
            |year: &AgeWeights| year.weights.len() == bands.len() && year.weights.iter().all(|w| *w > 0.0);
        if rules.ages.years.is_empty() || !rules.ages.years.iter().all(weighs) {
            return incoherent("each year must weigh every band of age");
        }
        let Supply { nothing_up_to, at_least, at_most, newly_settled, .. } = rules.supply;
        if !(nothing_up_to < at_least && at_least < at_most && (at_least..=at_most).contains(&newly_settled))
        {
            return incoherent("the bounds of activity must rise");
        }
        let levels = rules.journey.speeds.iter().map(|speed| speed.density);
        let rolling = rules.journey.speeds.iter().all(|speed| speed.km_h > 0.0);
        if !levels.eq(1..=7) || !rolling || rules.journey.detour.is_nan() || rules.journey.detour < 1.0 {
            return incoherent(
                "each of the seven levels of density must have a speed, and a detour is at least 1",
            );
        }
        if !rules.thresholds.iter().all(|threshold| threshold.value > 0.0) {
            return incoherent("a threshold must be above zero");
        }
        Ok(rules)
    }

    /// The decay of the published sheet.
    ///
    /// # Errors
    /// When the steps of the table contradict themselves: a defect of the release.
    pub fn decay(&self) -> Result<Decay, RulesError> {
        let step = |row: &StepRow| Step {
            up_to: row.up_to,
            weight: f64::from(row.weight[0]) / f64::from(row.weight[1]),
        };
        let steps: Vec<Step> = self.steps.steps.iter().map(step).collect();
        Decay::steps(&steps)
            .map_err(|error| RulesError::Incoherent { table: TABLE, detail: error.to_string() })
    }

    /// The bounds of activity.
    pub fn supply_rules(&self) -> SupplyRules {
        SupplyRules {
            nothing_up_to: f64::from(self.supply.nothing_up_to),
            at_least: f64::from(self.supply.at_least),
            at_most: f64::from(self.supply.at_most),
            newly_settled: f64::from(self.supply.newly_settled),
        }
    }

    /// The stated approximation of travel times, as far as the last step.
    pub fn travel(&self) -> Travel {
        let limit = self.steps.steps.last().map_or(HORIZON_MINUTES, |step| step.up_to);
        Travel { detour: self.journey.detour, limit }
    }

    /// Speed in km/h in a commune of this level of density, 1 to 7.
    pub fn speed(&self, density: u8) -> Option<f64> {
        self.journey.speeds.iter().find(|speed| speed.density == density).map(|speed| speed.km_h)
    }

    /// The weights by age of the indicator of a year.
    pub fn weights(&self, year: i16) -> Option<&AgeWeights> {
        self.ages.years.iter().find(|weights| weights.apl == year)
    }

    /// A threshold by its code.
    pub fn threshold(&self, code: &str) -> Option<&Threshold> {
        self.thresholds.iter().find(|threshold| threshold.code == code)
    }
}

/// The parameters in force, read once.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn rules() -> Result<&'static Apl, &'static RulesError> {
    static RULES: LazyLock<Result<Apl, RulesError>> =
        LazyLock::new(|| Apl::parse(include_str!("../../data/apl.toml")));
    RULES.as_ref()
}

#[cfg(test)]
mod tests {
    use territory::accessibility::Offer;

    use super::*;

    #[derive(Deserialize)]
    struct Examples {
        exemple: Vec<Acts>,
        exemple_duree: Vec<Duration>,
    }

    #[derive(Deserialize)]
    struct Acts {
        actes: Vec<f64>,
        comptes: Vec<f64>,
    }

    #[derive(Deserialize)]
    struct Duration {
        metres: f64,
        densites: [u8; 2],
        minutes: f64,
    }

    #[test]
    fn every_example_of_the_table_comes_out() {
        let rules = rules().unwrap();
        let examples: Examples = toml::from_str(include_str!("../../data/apl.toml")).unwrap();
        for example in examples.exemple {
            let counted = |acts: &f64| rules.supply_rules().acts(Offer::Observed(*acts)).unwrap();
            assert_eq!(example.actes.iter().map(counted).collect::<Vec<_>>(), example.comptes);
        }
        for example in examples.exemple_duree {
            let [one, other] = example.densites.map(|level| rules.speed(level).unwrap());
            let minutes = rules.travel().minutes(example.metres, (one + other) / 2.0);
            assert_eq!(minutes, example.minutes, "{:?}", example.densites);
        }
        assert_eq!(rules.supply_rules().acts(Offer::NewlySettled), Ok(5400.0));
    }

    #[test]
    fn the_steps_are_those_of_the_published_sheet() {
        let decay = rules().unwrap().decay().unwrap();
        let weights = [0.0, 10.0, 10.1, 15.0, 15.1, 20.0, 20.1].map(|minutes| decay.weight(minutes));
        assert_eq!(weights, [1.0, 1.0, 2.0 / 3.0, 2.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0, 0.0]);
    }

    #[test]
    fn the_weights_of_each_year_are_those_of_the_published_sheet() {
        let rules = rules().unwrap();
        for (year, first, last) in [(2022, 0.93, 2.39), (2023, 1.12, 2.26)] {
            let weights = &rules.weights(year).unwrap().weights;
            assert_eq!((weights.len(), weights[0], weights[18]), (19, first, last));
        }
        assert!(rules.weights(2021).is_none() && rules.speed(8).is_none());
        assert_eq!(rules.threshold("sous_dense").map(|threshold| threshold.value), Some(2.5));
    }

    #[test]
    fn every_parameter_says_where_it_comes_from() {
        let rules = rules().unwrap();
        let told = [&rules.steps.sources, &rules.ages.sources, &rules.supply.sources, &rules.journey.sources];
        let told = told.into_iter().chain(rules.thresholds.iter().map(|threshold| &threshold.sources));
        assert!(told.into_iter().all(|sources| sources.iter().any(|source| !source.trim().is_empty())));
        assert_eq!(rules.journey.confidence, Confidence::Decision);
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        let text = include_str!("../../data/apl.toml");
        for (from, to) in [
            ("poids = [2, 3]", "poids = [4, 3]"),
            ("de = [0, 5,", "de = [1, 5,"),
            ("poids = [0.93, ", "poids = ["),
            ("au_plus = 6000", "au_plus = 3000"),
            ("densite = 7", "densite = 6"),
            ("detour = 1.3", "detour = 0.3"),
            ("valeur = 2.5", "valeur = 0"),
        ] {
            let wrong = text.replacen(from, to, 1);
            assert!(
                wrong != text && matches!(Apl::parse(&wrong), Err(RulesError::Incoherent { .. })),
                "{from}"
            );
        }
    }
}
