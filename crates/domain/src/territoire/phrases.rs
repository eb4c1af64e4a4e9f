//! Sentences that several doors print alike: the page, the sheet, the command line.

use territory::diagnosis::{Ages, Check, Diagnosis, NamedUnit, PopulationFigure};

use super::fiche::DeclaredComparison;
use crate::nombres::{compte, date, decimal, entier, habitants, liste};

/// How much a check matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Good to know.
    Info,
    /// To look at before the territory is announced.
    Attention,
}

/// A check as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// How much it matters.
    pub weight: Weight,
    /// One or two sentences.
    pub text: String,
    /// The places it speaks of, in full.
    pub places: Vec<String>,
}

fn names(units: &[NamedUnit]) -> Vec<String> {
    units.iter().map(|unit| format!("{} ({})", unit.name, unit.code)).collect()
}

fn attention(text: String, places: Vec<String>) -> Sentence {
    Sentence { weight: Weight::Attention, text, places }
}

fn info(text: String, places: Vec<String>) -> Sentence {
    Sentence { weight: Weight::Info, text, places }
}

/// What a check says.
pub fn check(check: &Check) -> Sentence {
    match check {
        Check::Empty => attention(
            "Ce périmètre ne contient aucune commune ni aucun IRIS. Ajoutez au moins une commune.".into(),
            vec![],
        ),
        Check::SeparateParts { parts } => attention(
            format!(
                "Le territoire est en {} morceaux qui ne se touchent pas. Voici ceux qui sont détachés du plus grand.",
                parts.len()
            ),
            parts.iter().skip(1).map(|part| liste(&names(part))).collect(),
        ),
        Check::Hole { enclosed } => attention(
            format!(
                "Le territoire entoure {} sans {}. Est-ce voulu\u{202f}?",
                compte(enclosed.len(), "lieu", "lieux"),
                if enclosed.len() < 2 { "le comprendre" } else { "les comprendre" },
            ),
            names(enclosed),
        ),
        Check::Overlap { cpts, shared, population, .. } => {
            let people = population
                .complete()
                .map(|people| format!(", soit {} habitants", habitants(people)))
                .unwrap_or_default();
            attention(
                format!(
                    "Le territoire recouvre celui de «\u{a0}{cpts}\u{a0}» sur {}{people}. Convenez d'un partage avec elle avant de déposer.",
                    compte(shared.len(), "lieu", "lieux"),
                ),
                names(shared),
            )
        }
        Check::Neighbours { units, cpts } => {
            let with = if cpts.is_empty() {
                String::new()
            } else {
                format!(" CPTS voisines connues\u{a0}: {}.", liste(cpts))
            };
            info(
                format!(
                    "Le territoire touche {}.{with}",
                    compte(units.len(), "lieu voisin", "lieux voisins")
                ),
                names(units),
            )
        }
        Check::PartialCommune { commune, taken, total } => info(
            match total {
                Some(total) => {
                    format!("{} n'est prise qu'en partie\u{a0}: {taken} IRIS sur {total}.", commune.name)
                }
                None => format!("{} n'est prise qu'en partie\u{a0}: {taken} IRIS.", commune.name),
            },
            vec![],
        ),
        Check::NoContours { departements } => info(
            format!(
                "Les contours manquent pour {}. La carte, les morceaux isolés et les trous ne peuvent pas être vérifiés. Un administrateur peut les obtenir avec la commande «\u{a0}maillage fetch --departement {}\u{a0}».",
                if departements.len() < 2 { "ce département" } else { "ces départements" },
                departements.first().map(ToString::to_string).unwrap_or_default(),
            ),
            departements.iter().map(|code| format!("Département {code}")).collect(),
        ),
    }
}

/// Where the population comes from, and what is missing.
pub fn population(diagnosis: &Diagnosis) -> Vec<String> {
    let PopulationFigure { measure, years, .. } = &diagnosis.population;
    let mut sentences = Vec::new();
    if measure.value.is_none() {
        sentences.push("Population inconnue\u{a0}: aucune source ne couvre ce périmètre.".into());
    }
    if measure.is_partial() {
        sentences.push(format!(
            "Chiffre partiel\u{a0}: la population manque pour {} ({}).",
            compte(measure.missing.len(), "lieu", "lieux"),
            liste(&measure.missing.iter().map(|unit| unit.as_str().to_owned()).collect::<Vec<_>>()),
        ));
    }
    if years.len() > 1 {
        let years: Vec<String> = years.iter().map(ToString::to_string).collect();
        sentences.push(format!(
            "Ce total mêle des années différentes ({})\u{a0}: aucune source d'une seule année ne couvre tout le périmètre.",
            liste(&years)
        ));
    }
    sentences
}

/// What limits the ages.
pub fn ages(ages: &Ages) -> Vec<String> {
    let mut sentences = Vec::new();
    if ages.year.is_none() {
        sentences.push("Âges inconnus\u{a0}: aucune source importée ne couvre ce périmètre.".into());
    } else if ages.counted.is_partial() {
        sentences.push(format!(
            "Âges partiels\u{a0}: ils manquent pour {}.",
            liste(&ages.counted.missing.iter().map(|unit| unit.as_str().to_owned()).collect::<Vec<_>>())
        ));
    }
    if !ages.commune_only.is_empty() {
        sentences.push(format!(
            "Pour {}, les âges ne sont connus qu'à l'échelle de la commune entière. Ils ne sont donc pas comptés ici.",
            compte(ages.commune_only.len(), "IRIS", "IRIS")
        ));
    }
    if let Some(how) = &ages.counted.estimated {
        sentences.push(how.clone());
    }
    sentences
}

/// What a declared population says beside the computed one.
pub fn declared(comparison: &DeclaredComparison, diagnosis: &Diagnosis) -> String {
    let declared = &comparison.declared;
    let year = declared.year.map(|year| format!(", {year}")).unwrap_or_default();
    let opening = format!(
        "Population déclarée\u{a0}: {} habitants ({}{year}), soit {}.",
        entier(i64::from(declared.inhabitants)),
        declared.source,
        comparison.taille.taille.code(),
    );
    let Some(difference) = comparison.difference else {
        return opening;
    };
    if difference == 0 {
        return format!("{opening} Elle est égale à la population calculée.");
    }
    let share = difference.abs() as f64 / f64::from(declared.inhabitants.max(1)) * 100.0;
    let years: Vec<String> = diagnosis.population.years.iter().map(ToString::to_string).collect();
    let why = if comparison.different_vintage {
        format!(" C'est un écart de millésime\u{a0}: le calcul porte sur {}.", liste(&years))
    } else {
        String::new()
    };
    format!(
        "{opening} La population calculée compte {} habitants de {}, soit {}\u{202f}%.{why}",
        entier(difference.abs()),
        if difference < 0 { "moins" } else { "plus" },
        decimal(share, 1),
    )
}

/// `Fiche établie le 18/04/2023`.
pub fn established(day: jiff::civil::Date) -> String {
    format!("Fiche établie le {}", date(day))
}
