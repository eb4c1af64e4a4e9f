//! Passports: everything that a reader needs to check a figure.

use domain::diagnostic::chiffre::RecordTrace;
use domain::diagnostic::{Chiffre, Etat, Unite};
use domain::nombres::{FINE, date, habitants};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use territory::Passport;

use super::figures::{fraction, state, with_unit};

/// A line of a passport.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassportLine {
    /// `Source`, `Millésime`, `Périmètre`.
    pub label: &'static str,
    /// What it says.
    pub text: String,
}

/// Legal time in metropolitan France by its rule, so that no document depends on the files of a machine.
const PARIS: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

/// The day of an instant in France: `12/03/2023`.
pub fn day(at: Timestamp) -> String {
    let zone = TimeZone::posix(PARIS).unwrap_or(TimeZone::UTC);
    date(at.to_zoned(zone).date())
}

/// The passport of a figure; `sources` is the list of the diagnosis. Nobody is named.
pub fn passport(chiffre: &Chiffre, unit: Unite, sources: &[Passport]) -> Vec<PassportLine> {
    passport_naming(chiffre, unit, sources, &|_| None)
}

/// The same, with the names that `who` gives to those who wrote values down.
pub fn passport_naming(
    chiffre: &Chiffre,
    unit: Unite,
    sources: &[Passport],
    who: &dyn Fn(&RecordTrace) -> Option<String>,
) -> Vec<PassportLine> {
    let passport = &chiffre.passport;
    let mut lines = Vec::new();
    let mut add = |label: &'static str, text: String| {
        if !text.is_empty() {
            lines.push(PassportLine { label, text });
        }
    };
    add("État", state(chiffre));
    let cited = citations(chiffre, sources);
    add(if cited.len() > 1 { "Sources" } else { "Source" }, cited.join(&format!("{FINE}; ")));
    add("Millésime", passport.vintage.clone());
    add("Périmètre", passport.perimeter.clone());
    add("Calcul", passport.formula.clone());
    let hidden = chiffre.state == Etat::Hidden;
    // What a hidden figure is made of would tell it.
    if !hidden {
        add("Numérateur et dénominateur", parts(chiffre));
    }
    add("Lieux sans chiffre", chiffre.missing.join(&format!("{FINE}; ")));
    add("Masquage", passport.mask.clone().unwrap_or_default());
    add("Estimation", passport.estimated.clone().unwrap_or_default());
    for trace in passport.records.iter().filter(|_| !hidden) {
        add("Valeur saisie", record(trace, unit, who(trace).as_deref()));
    }
    lines
}

fn parts(chiffre: &Chiffre) -> String {
    fraction(chiffre).unwrap_or_else(|| match (chiffre.numerator, chiffre.denominator) {
        (Some(numerator), None) => format!("{}, dénominateur non connu", habitants(numerator)),
        (None, Some(denominator)) => format!("numérateur non montré, sur {}", habitants(denominator)),
        _ => String::new(),
    })
}

/// The official files behind a figure: `INSEE, Populations de référence, 2023`.
pub fn citations(chiffre: &Chiffre, sources: &[Passport]) -> Vec<String> {
    let cited = chiffre.passport.sources.iter().filter_map(|source| sources.get(source.0));
    cited.map(Passport::citation).collect()
}

/// A recorded value: `13,3 % en 2022, CPAM, lue dans : lettre du 12/03/2023. Saisie par la CPTS le 14/03/2023.`
pub fn record(trace: &RecordTrace, unit: Unite, who: Option<&str>) -> String {
    let value =
        trace.value.map_or_else(|| "Valeur masquée par la source".to_owned(), |value| with_unit(value, unit));
    let read = if trace.source.trim().is_empty() {
        String::new()
    } else {
        format!(", lue dans\u{a0}: {}", trace.source.trim().trim_end_matches('.'))
    };
    let mut text = format!(
        "{value}, période\u{a0}: {}, origine\u{a0}: {}{read}. Saisie par {} le {}.",
        trace.period.label(),
        trace.origin.label(),
        who.unwrap_or("la CPTS"),
        day(trace.recorded_at),
    );
    if let Some(reason) = &trace.reason {
        text.push_str(&format!(" Correction, motif\u{a0}: {}.", reason.trim().trim_end_matches('.')));
    }
    if trace.document.is_some() {
        text.push_str(" Un document est joint.");
    }
    text.push_str(if trace.retained { " Valeur retenue." } else { " Valeur non retenue." });
    text
}

/// What a reader must know of a figure besides its value: what it lacks, how it was hidden or estimated.
pub fn reservations(chiffre: &Chiffre) -> Vec<String> {
    let mut sentences = Vec::new();
    if !chiffre.missing.is_empty() {
        sentences.push(format!("Chiffre {}.", state(chiffre)));
    }
    sentences.extend(chiffre.passport.mask.iter().map(|mask| format!("Masquage\u{a0}: {}", ended(mask))));
    sentences
        .extend(chiffre.passport.estimated.iter().map(|how| format!("Estimation\u{a0}: {}", ended(how))));
    sentences
}

fn ended(sentence: &str) -> String {
    format!("{}.", sentence.trim().trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use domain::authz::Author;
    use domain::diagnostic::{Origine, Passeport, Periode};
    use domain::ids::ReleveId;
    use territory::{Kind, SourceId, Vintage};

    use super::*;

    fn source() -> Passport {
        Passport {
            kind: Kind::Populations,
            title: "Populations de référence".into(),
            producer: "INSEE".into(),
            vintage: Vintage::year(2023),
            geography: 2026,
            licence: "Licence Ouverte 2.0".into(),
            address: None,
            coverage: "France".into(),
            estimated: None,
            fictitious: false,
        }
    }

    fn trace() -> RecordTrace {
        RecordTrace {
            id: "01890000-0000-7000-8000-000000000001".parse::<ReleveId>().unwrap(),
            origin: Origine::Cpam,
            source: "lettre du 12/03/2023.".into(),
            period: Periode::year(2022),
            value: Some(13.3),
            document: None,
            author: Author::System("person:x".into()),
            recorded_at: "2023-03-13T23:30:00Z".parse().unwrap(),
            reason: Some("faute de frappe".into()),
            retained: true,
        }
    }

    #[test]
    fn a_passport_says_where_a_figure_comes_from_and_names_nobody() {
        let passeport = Passeport {
            sources: vec![SourceId(0), SourceId(9)],
            vintage: "2023".into(),
            perimeter: "16 IRIS et communes".into(),
            formula: "Somme des communes.".into(),
            records: vec![trace()],
            ..Passeport::default()
        };
        let chiffre = Chiffre {
            value: Some(13.3),
            state: Etat::Known,
            numerator: Some(1640.0),
            denominator: Some(12_345.0),
            missing: vec![],
            passport: passeport,
        };
        let lines = passport(&chiffre, Unite::Pourcent, &[source()]);
        let text = |label| lines.iter().find(|line| line.label == label).map(|line| line.text.as_str());
        assert_eq!(text("Source"), Some("INSEE, Populations de référence, 2023"));
        assert_eq!(text("Numérateur et dénominateur"), Some("1\u{202f}640 sur 12\u{202f}345"));
        assert_eq!(
            text("Valeur saisie"),
            Some(
                "13,3\u{202f}%, période\u{a0}: 2022, origine\u{a0}: CPAM, lue dans\u{a0}: lettre du 12/03/2023. Saisie par la CPTS le 14/03/2023. Correction, motif\u{a0}: faute de frappe. Valeur retenue."
            )
        );
        let hidden = Chiffre { state: Etat::Hidden, ..chiffre.clone() };
        let told = passport(&hidden, Unite::Pourcent, &[source()]);
        assert!(told.iter().all(|line| !line.text.contains("13,3") && !line.text.contains("640")));
        let named = passport_naming(&chiffre, Unite::Pourcent, &[], &|_| Some("une personne".into()));
        assert!(named.iter().any(|line| line.text.contains("Saisie par une personne le")));
        assert!(!named.iter().any(|line| line.label.starts_with("Source")));
    }

    #[test]
    fn a_day_is_the_one_of_france() {
        assert_eq!(day("2026-07-01T22:30:00Z".parse().unwrap()), "02/07/2026");
        assert_eq!(day("2026-12-31T22:30:00Z".parse().unwrap()), "31/12/2026");
    }
}
