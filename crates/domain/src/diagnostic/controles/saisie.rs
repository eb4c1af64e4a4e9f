//! What is wrong with a value before it is kept, and what deserves a confirmation.

use jiff::civil::Date;
use territory::DepartementCode;
use territory::layers::AgeBand;

pub use super::motifs::{Alerte, Champ, Refus};
use super::regles::ReglesSaisie;
use crate::diagnostic::catalogue::{Indicateur, Unite};
use crate::diagnostic::releve::{Origine, Place, Releve, Saisie};

/// What is known of the place of a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lieu {
    /// Inhabitants.
    pub population: Option<f64>,
    /// Inhabitants of the ages of the value.
    pub of_ages: Option<f64>,
    /// The départements around it; empty for a département, a region and the country.
    pub departements: Vec<DepartementCode>,
    /// The revision of today, for a variant.
    pub revision: Option<u32>,
    /// Earlier revisions whose perimeter is the one of today.
    pub unchanged: Vec<u32>,
}

/// What a value is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Contexte<'a> {
    /// The thresholds.
    pub rules: &'a ReglesSaisie,
    /// Today.
    pub today: Date,
    /// The values that stand, without the one that is being corrected.
    pub standing: &'a [&'a Releve],
}

/// Ages that a value speaks of: its own, else those of its indicator.
pub fn ages_of(saisie: &Saisie, indicateur: &Indicateur) -> Option<AgeBand> {
    let whole = indicateur.ages.map(|ages| AgeBand { from: ages.from, to: ages.to });
    if indicateur.counts_people_who_treat() { saisie.ages } else { saisie.ages.or(whole) }
}

/// The value computed from its parts when it was not typed.
#[must_use]
pub fn completed(mut saisie: Saisie, indicateur: &Indicateur) -> Saisie {
    if saisie.value.is_none() && !saisie.hidden {
        saisie.value = computed(&saisie, indicateur.unit);
    }
    saisie
}

fn computed(saisie: &Saisie, unit: Unite) -> Option<f64> {
    let below = saisie.denominator.filter(|below| *below > 0.0)?;
    Some(unit.scale()? * saisie.numerator? / below)
}

/// Whether two values speak of the same thing: they may differ by their ages only.
fn same_figure(a: &Saisie, b: &Saisie) -> bool {
    let same_voice = a.origin == b.origin && (a.origin != Origine::Document || a.source == b.source);
    a.indicateur == b.indicateur && a.place == b.place && a.period == b.period && same_voice
}

/// The value that stands and says exactly this, but for its document.
pub fn same_as<'a>(saisie: &Saisie, standing: &[&'a Releve]) -> Option<&'a Releve> {
    let alike = |releve: &&&Releve| {
        let other = &releve.saisie;
        same_figure(saisie, other)
            && saisie.ages == other.ages
            && saisie.value == other.value
            && saisie.numerator == other.numerator
            && saisie.denominator == other.denominator
            && saisie.hidden == other.hidden
            && saisie.source == other.source
    };
    standing.iter().find(alike).copied()
}

/// Everything that is wrong with a value, in the order of the form.
pub fn refusals(saisie: &Saisie, indicateur: &Indicateur, context: &Contexte<'_>) -> Vec<Refus> {
    let mut found = Vec::new();
    if !indicateur.is_recordable() {
        found.push(Refus::Computed);
    }
    if saisie.period.to < saisie.period.from {
        found.push(Refus::Backwards);
    } else if saisie.period.to > context.today {
        found.push(Refus::Future);
    }
    ages(saisie, indicateur, context, &mut found);
    numbers(saisie, indicateur.unit, &mut found);
    let source = saisie.source.trim();
    if source.is_empty() {
        found.push(Refus::Missing(Champ::Source));
    }
    let max = context.rules.texts.source_max;
    if source.chars().count() > max {
        found.push(Refus::TooLong { champ: Champ::Source, max });
    }
    found
}

fn ages(saisie: &Saisie, indicateur: &Indicateur, context: &Contexte<'_>, found: &mut Vec<Refus>) {
    let professionals = indicateur.counts_people_who_treat();
    if let Some(band) = saisie.ages {
        if band.to.is_some_and(|to| to < band.from) {
            found.push(Refus::AgesBackwards);
            return;
        }
        let whole = indicateur.ages.map(|ages| AgeBand { from: ages.from, to: ages.to });
        if let Some(allowed) = whole.filter(|allowed| !professionals && !within(band, *allowed)) {
            found.push(Refus::AgesOutside { allowed });
            return;
        }
    }
    let own = ages_of(saisie, indicateur);
    for other in context.standing.iter().map(|releve| &releve.saisie) {
        if !same_figure(saisie, other) {
            continue;
        }
        let theirs = ages_of(other, indicateur);
        if own == theirs {
            found.push(Refus::AlreadyRecorded);
            return;
        }
        // The ages of professionals are nested: all, 60 and over, 65 and over.
        if !professionals && overlap(own, theirs) {
            found.push(Refus::AgesOverlap { with: other.ages });
            return;
        }
    }
}

fn within(band: AgeBand, allowed: AgeBand) -> bool {
    let last = |band: AgeBand| band.to.unwrap_or(u8::MAX);
    allowed.from <= band.from && last(band) <= last(allowed)
}

fn overlap(a: Option<AgeBand>, b: Option<AgeBand>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    a.from <= b.to.unwrap_or(u8::MAX) && b.from <= a.to.unwrap_or(u8::MAX)
}

fn numbers(saisie: &Saisie, unit: Unite, found: &mut Vec<Refus>) {
    let parts = [
        (Champ::Valeur, saisie.value),
        (Champ::Numerateur, saisie.numerator),
        (Champ::Denominateur, saisie.denominator),
    ];
    if saisie.hidden {
        if parts.iter().any(|(_, part)| part.is_some()) {
            found.push(Refus::HiddenWithValue);
        }
        return;
    }
    // A rate below zero is said with the rates above 100.
    let is_rate = |champ| unit == Unite::Pourcent && champ == Champ::Valeur;
    let negative =
        |(champ, part): &(Champ, Option<f64>)| part.is_some_and(|part| part < 0.0) && !is_rate(*champ);
    found.extend(parts.into_iter().filter(negative).map(|(champ, _)| Refus::Negative(champ)));
    if let Some(rate) = saisie.value.filter(|rate| unit == Unite::Pourcent && !(0.0..=100.0).contains(rate)) {
        found.push(Refus::RateOutOfRange(rate));
    }
    if unit.scale().is_none() && (saisie.numerator.is_some() || saisie.denominator.is_some()) {
        found.push(Refus::NotARate);
        return;
    }
    fraction(saisie, unit, found);
}

fn fraction(saisie: &Saisie, unit: Unite, found: &mut Vec<Refus>) {
    match (saisie.value, saisie.numerator, saisie.denominator) {
        (None, None, None) => found.push(Refus::Nothing),
        (None, Some(_), None) => found.push(Refus::HalfAFraction(Champ::Denominateur)),
        (None, None, Some(_)) => found.push(Refus::HalfAFraction(Champ::Numerateur)),
        (_, _, Some(0.0)) => found.push(Refus::ZeroDenominator),
        (_, Some(above), Some(below)) if unit == Unite::Pourcent && above > below => {
            found.push(Refus::NumeratorAbove);
        }
        (Some(value), Some(_), Some(_)) => {
            let computed = computed(saisie, unit);
            if let Some(computed) = computed.filter(|computed| !is_printed_as(*computed, value)) {
                found.push(Refus::Contradicts { computed });
            }
        }
        _ => {}
    }
}

/// Whether a number, rounded to the decimals that were printed, is the printed one.
fn is_printed_as(exact: f64, printed: f64) -> bool {
    let text = printed.to_string();
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len()).min(9);
    let half = 0.5 * 10f64.powi(-i32::try_from(decimals).unwrap_or(9));
    (exact - printed).abs() <= half * (1.0 + 1e-6) + exact.abs() * 1e-12
}

/// Everything that deserves a confirmation.
pub fn alerts(
    saisie: &Saisie,
    indicateur: &Indicateur,
    (context, lieu): (&Contexte<'_>, &Lieu),
) -> Vec<Alerte> {
    let mut found = Vec::new();
    if let (Place::Variante { revision: recorded, .. }, Some(now)) = (saisie.place, lieu.revision)
        && recorded != now
        && !lieu.unchanged.contains(&recorded)
    {
        found.push(Alerte::OldPerimeter { recorded, now });
    }
    let usual = indicateur
        .plausible
        .filter(|usual| saisie.value.is_some_and(|value| value < usual.min || value > usual.max));
    found.extend(usual.map(|usual| Alerte::Implausible { min: usual.min, max: usual.max }));
    found.extend(departement_total(saisie, indicateur, (context, lieu)));
    match above_population(saisie, indicateur, lieu) {
        Some(alert) => found.push(alert),
        None => found.extend(strange_denominator(saisie, indicateur, (context, lieu))),
    }
    found
}

/// The counts of a value: itself when it is one, else its parts.
fn counts(saisie: &Saisie, indicateur: &Indicateur) -> Vec<(Champ, f64)> {
    let value = saisie.value.filter(|_| indicateur.is_count());
    let parts = [
        (Champ::Valeur, value),
        (Champ::Numerateur, saisie.numerator),
        (Champ::Denominateur, saisie.denominator),
    ];
    parts.into_iter().filter_map(|(champ, part)| Some((champ, part?))).collect()
}

fn departement_total(
    saisie: &Saisie,
    indicateur: &Indicateur,
    (context, lieu): (&Contexte<'_>, &Lieu),
) -> Option<Alerte> {
    let known = context.standing.iter().filter_map(|releve| match releve.saisie.place {
        Place::Departement { code } if lieu.departements.contains(&code) => Some((code, &releve.saisie)),
        _ => None,
    });
    let own = counts(saisie, indicateur);
    let share = context.rules.departement.share;
    known
        .filter(|(_, theirs)| {
            theirs.indicateur == saisie.indicateur
                && ages_of(theirs, indicateur) == ages_of(saisie, indicateur)
        })
        .find_map(|(departement, theirs)| {
            let theirs = counts(theirs, indicateur);
            own.iter().find_map(|(champ, count)| {
                let (_, known) = theirs.iter().find(|(other, _)| other == champ)?;
                (*known > 0.0 && *count >= share * known).then_some(Alerte::DepartementTotal {
                    departement,
                    champ: *champ,
                    known: *known,
                })
            })
        })
}

fn above_population(saisie: &Saisie, indicateur: &Indicateur, lieu: &Lieu) -> Option<Alerte> {
    let population = lieu.population.filter(|population| *population > 0.0)?;
    let (champ, _) = counts(saisie, indicateur).into_iter().find(|(_, count)| *count > population)?;
    Some(Alerte::AbovePopulation { champ, population })
}

fn strange_denominator(
    saisie: &Saisie,
    indicateur: &Indicateur,
    (context, lieu): (&Contexte<'_>, &Lieu),
) -> Option<Alerte> {
    // Only a share of the people who live there has them below its line.
    if indicateur.unit != Unite::Pourcent {
        return None;
    }
    let implied = || {
        let rate = saisie.value.filter(|rate| *rate > 0.0)?;
        Some(saisie.numerator? * 100.0 / rate)
    };
    let below = saisie.denominator.or_else(implied)?;
    let inhabitants = lieu.of_ages?;
    let ages = ages_of(saisie, indicateur);
    let surprising = context.rules.denominator.surprises(below, inhabitants, ages.is_some());
    surprising.then_some(Alerte::Denominator { below, inhabitants, ages })
}

#[cfg(test)]
#[path = "saisie_tests.rs"]
mod tests;
