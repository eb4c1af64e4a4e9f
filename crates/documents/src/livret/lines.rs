//! Every figure of a diagnosis as one flat line, for tables that a program reads.

use domain::diagnostic::{Chiffre, Diagnostic, Etat, Niveau, Unite};
use domain::nombres::FINE;
use territory::Passport;

use super::annex::{Numbers, Subject, counts};
use crate::diagnostic_words as words;

/// A figure with everything that identifies it.
pub struct FigureLine<'a> {
    /// `Population`, `Effectifs`, `Structures`.
    pub family: &'static str,
    /// Code of the indicator, of the counting rule or of the group.
    pub code: &'a str,
    /// Name of what is counted.
    pub label: &'a str,
    /// Unit.
    pub unit: Unite,
    /// `territoire`, `departement-30`, `france`.
    pub niveau: String,
    /// Name of the place.
    pub place: String,
    /// Who counted; empty where the passport alone says it.
    pub counted_by: &'static str,
    /// The figure.
    pub chiffre: &'a Chiffre,
    /// Territory minus that place.
    pub difference: Option<f64>,
    /// Number of its passport in the annex: `P12`.
    pub number: String,
}

/// Indicators at every level, then the count of professionals, then structures.
pub fn lines(diagnostic: &Diagnostic) -> Vec<FigureLine<'_>> {
    let numbers = Numbers::of(diagnostic);
    let mut lines = indicators(diagnostic, &numbers);
    lines.extend(offer(diagnostic, &numbers));
    lines
}

/// The figures of the indicators.
pub fn indicators<'a>(diagnostic: &'a Diagnostic, numbers: &Numbers<'_>) -> Vec<FigureLine<'a>> {
    let mut lines = Vec::new();
    for family in &diagnostic.families {
        for read in &family.indicators {
            let line = &read.indicateur;
            let own = (Niveau::Territoire, &read.territoire, None);
            let others =
                read.comparisons.iter().map(|other| (other.niveau, &other.chiffre, other.difference));
            for (niveau, chiffre, difference) in std::iter::once(own).chain(others) {
                lines.push(FigureLine {
                    family: family.famille.label(),
                    code: &line.code,
                    label: &line.label,
                    unit: line.unit,
                    niveau: niveau.to_string(),
                    place: place(diagnostic, niveau),
                    counted_by: "",
                    chiffre,
                    difference,
                    number: numbers.indicator(&line.code).unwrap_or_default(),
                });
            }
        }
    }
    lines
}

fn place(diagnostic: &Diagnostic, niveau: Niveau) -> String {
    match niveau {
        Niveau::Territoire => diagnostic.territoire.clone(),
        niveau => words::level_name(diagnostic, niveau),
    }
}

/// The count of professionals and the structures.
fn offer<'a>(diagnostic: &'a Diagnostic, numbers: &Numbers<'_>) -> Vec<FigureLine<'a>> {
    let line = |family, (code, label): (&'a str, &'a str), subject, counted_by, chiffre| FigureLine {
        family,
        code,
        label,
        unit: Unite::Nombre,
        niveau: Niveau::Territoire.to_string(),
        place: diagnostic.territoire.clone(),
        counted_by,
        chiffre,
        difference: None,
        number: numbers.number(subject).unwrap_or_default(),
    };
    let mut lines = Vec::new();
    for profession in &diagnostic.offre.effectifs {
        let subject = Subject::Profession(&profession.regle);
        for (counted_by, chiffre) in counts(profession) {
            let named = (profession.regle.as_str(), profession.label.as_str());
            lines.extend(chiffre.map(|chiffre| line("Effectifs", named, subject, counted_by, chiffre)));
        }
    }
    for group in &diagnostic.offre.structures {
        let named = (group.code.as_str(), group.label.as_str());
        lines.push(line("Structures", named, Subject::Group(&group.code), "", &group.count));
    }
    lines
}

/// Value, numerator and denominator as cells hold them: nothing when the figure is hidden or not published.
pub fn numbers(chiffre: &Chiffre) -> [Option<f64>; 3] {
    let shown = !matches!(chiffre.state, Etat::Hidden | Etat::NotPublished);
    [chiffre.value, chiffre.numerator, chiffre.denominator].map(|number| number.filter(|_| shown))
}

/// The value as a cell holds it.
pub fn value(chiffre: &Chiffre) -> Option<f64> {
    numbers(chiffre)[0]
}

/// The passport of a figure as texts, in the order of [`PASSPORT`].
pub fn passport(line: &FigureLine<'_>, sources: &[Passport]) -> [String; 8] {
    let chiffre = line.chiffre;
    let passport = &chiffre.passport;
    let joined = |texts: Vec<String>| texts.join(&format!("{FINE}; "));
    let records = passport.records.iter().filter(|_| chiffre.state != Etat::Hidden);
    let records = records.map(|trace| words::record(trace, line.unit, None)).collect();
    [
        joined(chiffre.missing.clone()),
        passport.vintage.clone(),
        passport.perimeter.clone(),
        passport.formula.clone(),
        passport.mask.clone().unwrap_or_default(),
        passport.estimated.clone().unwrap_or_default(),
        joined(words::citations(chiffre, sources)),
        joined(records),
    ]
}

/// Headings of the columns of a passport.
pub const PASSPORT: [&str; 8] = [
    "Lieux sans chiffre",
    "Millésime",
    "Périmètre du chiffre",
    "Calcul",
    "Masquage",
    "Estimation",
    "Sources",
    "Valeurs saisies",
];
