//! A figure before its words: sums of parts, what they lack, where they come from.

use territory::{Atlas, Measure, SourceId, UnitCode};

use crate::diagnostic::catalogue::Unite;
use crate::diagnostic::chiffre::{Chiffre, Etat, Passeport, RecordTrace};
use crate::nombres::compte;

use super::zone::Zone;

/// A figure as it is computed. Ranks of sources are those of the atlas.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Brut {
    /// In the unit of the indicator.
    pub value: Option<f64>,
    /// Sum of the numerators.
    pub numerator: Option<f64>,
    /// Sum of the denominators.
    pub denominator: Option<f64>,
    /// What is left out.
    pub missing: Vec<UnitCode>,
    /// What else is left out, in French.
    pub lacking: Vec<String>,
    /// Whether it exists and its source hides it.
    pub hidden: bool,
    /// The files.
    pub sources: Vec<SourceId>,
    /// Year or period, in French.
    pub vintage: String,
    /// How it is computed, in one French sentence.
    pub formula: String,
    /// How it was estimated, in French.
    pub estimated: Option<String>,
    /// The recorded values behind it.
    pub records: Vec<RecordTrace>,
    /// What deserves a look, in French.
    pub alerts: Vec<String>,
}

impl Brut {
    /// A sum of counts.
    pub fn count(measure: &Measure) -> Self {
        Self {
            value: measure.value,
            missing: measure.missing.clone(),
            sources: measure.sources.clone(),
            estimated: measure.estimated.clone(),
            ..Self::default()
        }
    }

    /// `scale` times a sum over a sum, never a mean of rates. A part without its counterpart is missing.
    pub fn rate((over, under): (&Measure, &Measure), scale: f64) -> Self {
        let parts = over.value.zip(under.value).filter(|(_, under)| *under > 0.0);
        let mut missing: Vec<UnitCode> = over.missing.iter().chain(&under.missing).copied().collect();
        missing.sort_unstable();
        missing.dedup();
        let mut sources: Vec<SourceId> = over.sources.iter().chain(&under.sources).copied().collect();
        sources.sort_unstable();
        sources.dedup();
        Self {
            value: parts.map(|(over, under)| scale * over / under),
            numerator: parts.map(|(over, _)| over),
            denominator: parts.map(|(_, under)| under),
            missing,
            sources,
            estimated: over.estimated.clone().or_else(|| under.estimated.clone()),
            ..Self::default()
        }
    }

    /// The same, said of a year and a computation.
    #[must_use]
    pub fn said(mut self, vintage: impl Into<String>, formula: impl Into<String>) -> Self {
        self.vintage = vintage.into();
        self.formula = formula.into();
        self
    }

    /// How much of it is known. In a large area, a few communes without a figure do not make it partial.
    pub fn state(&self, zone: &Zone, tolerated: f64) -> Etat {
        match self.value {
            None if self.hidden => Etat::Hidden,
            None => Etat::NotPublished,
            Some(_) if self.missing.is_empty() && self.lacking.is_empty() => Etat::Known,
            Some(_) if zone.is_area() && self.lacks(zone) <= tolerated => Etat::Known,
            Some(_) => Etat::Partial,
        }
    }

    /// Share of the communes of the zone that it leaves out, 0 to 1.
    fn lacks(&self, zone: &Zone) -> f64 {
        self.missing.len() as f64 / zone.perimeter.len().max(1) as f64
    }

    /// The figure with its passport.
    pub fn chiffre(&self, (atlas, zone): (&Atlas, &Zone), tolerated: f64) -> Chiffre {
        let state = self.state(zone, tolerated);
        let tolerated = state == Etat::Known && !self.missing.is_empty();
        let perimeter = match tolerated {
            true => format!(
                "{}, sans {}",
                zone.name,
                compte(self.missing.len(), "commune absente du fichier", "communes absentes du fichier")
            ),
            false => zone.name.clone(),
        };
        Chiffre {
            value: self.value,
            state,
            numerator: self.numerator,
            denominator: self.denominator,
            missing: if state == Etat::Partial { self.named(atlas) } else { Vec::new() },
            passport: Passeport {
                sources: self.sources.clone(),
                vintage: self.vintage.clone(),
                perimeter,
                formula: self.formula.clone(),
                mask: None,
                estimated: self.estimated.clone(),
                records: self.records.clone(),
            },
        }
    }

    /// The names of what is left out; of a long list, the first ones and how many others.
    fn named(&self, atlas: &Atlas) -> Vec<String> {
        const NAMED: usize = 40;
        let mut names: Vec<String> =
            self.missing.iter().take(NAMED).map(|unit| atlas.unit_name(*unit)).collect();
        if self.missing.len() > NAMED {
            let others = self.missing.len() - NAMED;
            names.push(compte(others, "autre commune", "autres communes"));
        }
        names.extend(self.lacking.iter().cloned());
        names
    }
}

/// What a rate of one over one is written as in a unit; `None` for a count.
pub(super) fn scale(unit: Unite) -> Option<f64> {
    match unit {
        Unite::Pourcent | Unite::PourCentJeunes => Some(100.0),
        Unite::ParDixMille => Some(10_000.0),
        Unite::Consultations | Unite::HabitantsParKm2 => Some(1.0),
        Unite::Habitants | Unite::Nombre | Unite::Km2 => None,
    }
}
