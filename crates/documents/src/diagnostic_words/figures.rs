//! Values, states and differences.

use domain::diagnostic::lecture::ValeurLocale;
use domain::diagnostic::{Chiffre, Etat, Indicateur, Sens, Unite};
use domain::masque;
use domain::nombres::{FINE, compte, decimal, entier, habitants, liste};

/// How many places a state names before it counts the others.
const NAMED: usize = 3;

/// A unit after a number or in a heading: `habitants`, `%`; nothing for things that are only counted.
pub fn unit(unit: Unite) -> String {
    match unit {
        Unite::Habitants => "habitants".to_owned(),
        Unite::Nombre => String::new(),
        Unite::Pourcent => "%".to_owned(),
        Unite::ParDixMille => format!("pour 10{FINE}000\u{a0}habitants"),
        Unite::Consultations => "consultations par an et par habitant standardisé".to_owned(),
        Unite::HabitantsParKm2 => "habitants par km²".to_owned(),
        Unite::Km2 => "km²".to_owned(),
        Unite::PourCentJeunes => "pour 100\u{a0}jeunes de moins de 20\u{a0}ans".to_owned(),
    }
}

/// An indicator with its unit: `Patients sans médecin traitant, en %`.
pub fn labelled(indicateur: &Indicateur) -> String {
    let label = &indicateur.label;
    match indicateur.unit {
        Unite::Pourcent => format!("{label}, en\u{a0}%"),
        Unite::Habitants | Unite::Nombre => label.clone(),
        Unite::ParDixMille => format!("{label}, {}", unit(Unite::ParDixMille)),
        other => format!("{label}, en {}", self::unit(other)),
    }
}

/// A value as a table shows it, its unit being in the heading: `105 452`, `13,3 %`, `3,9`.
pub fn number(value: f64, unit: Unite) -> String {
    match unit {
        Unite::Habitants => habitants(value),
        Unite::Nombre if value.fract() == 0.0 => entier(value as i64),
        Unite::Pourcent => format!("{}{FINE}%", decimal(value, 1)),
        _ => decimal(value, 1),
    }
}

/// A value with its unit: `105 452 habitants`, `13,3 %`, `8,5 pour 10 000 habitants`.
pub fn with_unit(value: f64, unit: Unite) -> String {
    let written = number(value, unit);
    match unit {
        Unite::Pourcent | Unite::Nombre => written,
        Unite::Habitants if rounded(value, 0).abs() < 2.0 => format!("{written}\u{a0}habitant"),
        Unite::Consultations if rounded(value, 1).abs() < 2.0 => {
            format!("{written}\u{a0}consultation par an et par habitant standardisé")
        }
        _ => format!("{written}\u{a0}{}", self::unit(unit)),
    }
}

fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (value * scale).round() / scale
}

/// A difference: `+1,5 point`, `−3,2 points`, `+120 habitants`. A plural starts at 2 in French.
pub fn difference(value: f64, unit: Unite) -> String {
    let written = match unit {
        Unite::Pourcent => decimal(value, 1),
        _ => number(value, unit),
    };
    let sign = if written.bytes().any(|byte| matches!(byte, b'1'..=b'9')) && value > 0.0 { "+" } else { "" };
    let many = rounded(value, 1).abs() >= 2.0;
    let after = match unit {
        Unite::Pourcent if many => "\u{a0}points",
        Unite::Pourcent => "\u{a0}point",
        Unite::Habitants if many => "\u{a0}habitants",
        Unite::Habitants => "\u{a0}habitant",
        _ => "",
    };
    format!("{sign}{written}{after}")
}

/// The unit of a difference: `points` for a percentage.
pub fn difference_unit(unit: Unite) -> String {
    if unit == Unite::Pourcent { "points".to_owned() } else { self::unit(unit) }
}

/// A difference, or why there is none.
pub fn difference_or_word(value: Option<f64>, unit: Unite) -> String {
    value.map_or_else(|| "non calculé".to_owned(), |value| difference(value, unit))
}

/// The state of a figure in one word, for columns that a program reads.
pub fn state_word(state: Etat) -> &'static str {
    match state {
        Etat::Known => "complet",
        Etat::Partial => "partiel",
        Etat::NotPublished => "non publié",
        Etat::Hidden => "masqué",
    }
}

/// The state of a figure: `complet`, `partiel : sans Arpaillargues et Blauzac`, `non publié`, `masqué`.
pub fn state(chiffre: &Chiffre) -> String {
    let word = state_word(chiffre.state);
    if chiffre.state != Etat::Partial || chiffre.missing.is_empty() {
        return word.to_owned();
    }
    format!("{word}\u{a0}: sans {}", without(&chiffre.missing))
}

fn without(places: &[String]) -> String {
    if places.len() <= NAMED + 1 {
        return liste(places);
    }
    let others = compte(places.len() - NAMED, "autre lieu", "autres lieux");
    format!("{} et {others}", places[..NAMED].join(", "))
}

/// A figure in a table: `13,3 %`, `13,3 % (partiel, estimé)`, `non publié`, `masqué`. Never zero for missing.
pub fn figure(chiffre: &Chiffre, unit: Unite) -> String {
    marked(chiffre, |value| number(value, unit))
}

/// A figure with its unit and its marks.
pub fn figure_with_unit(chiffre: &Chiffre, unit: Unite) -> String {
    marked(chiffre, |value| with_unit(value, unit))
}

fn marked(chiffre: &Chiffre, write: impl Fn(f64) -> String) -> String {
    let value = match (chiffre.state, chiffre.value) {
        (Etat::Known | Etat::Partial, Some(value)) => value,
        (Etat::Hidden, _) => return state_word(Etat::Hidden).to_owned(),
        _ => return state_word(Etat::NotPublished).to_owned(),
    };
    let partial = (chiffre.state == Etat::Partial).then_some("partiel");
    let estimated = chiffre.passport.estimated.is_some().then_some("estimé");
    let marks: Vec<&str> = partial.into_iter().chain(estimated).collect();
    if marks.is_empty() { write(value) } else { format!("{} ({})", write(value), marks.join(", ")) }
}

/// The value of a place inside the territory.
pub fn local(place: &ValeurLocale, unit: Unite) -> String {
    match place.value {
        _ if place.hidden => state_word(Etat::Hidden).to_owned(),
        Some(value) => number(value, unit),
        None => state_word(Etat::NotPublished).to_owned(),
    }
}

/// The state of the value of a place inside the territory.
pub fn local_state(place: &ValeurLocale) -> &'static str {
    state_word(match place.value {
        _ if place.hidden => Etat::Hidden,
        Some(_) => Etat::Known,
        None => Etat::NotPublished,
    })
}

/// What a rate is made of: `1 640 sur 12 345`; `None` unless both are known.
pub fn fraction(chiffre: &Chiffre) -> Option<String> {
    if chiffre.state == Etat::Hidden {
        return None;
    }
    Some(format!("{} sur {}", habitants(chiffre.numerator?), habitants(chiffre.denominator?)))
}

/// A warning on a rate over few people; `None` when its denominator is large enough or not known.
pub fn small_denominator(chiffre: &Chiffre) -> Option<String> {
    let denominator = chiffre.denominator.filter(|_| chiffre.value.is_some())?;
    if chiffre.state == Etat::Hidden {
        return None;
    }
    let classes = &masque::rules().ok()?.denominators.classes;
    // The first class is that of rates to be read with care.
    let next = classes.iter().map(|class| class.from).filter(|from| *from > 0).min()?;
    let people = habitants(denominator);
    (denominator < next as f64)
        .then(|| format!("Ce taux porte sur {people} personnes seulement, lisez-le avec prudence."))
}

/// Whether more is better, as a sentence.
pub fn direction(sens: Sens) -> &'static str {
    match sens {
        Sens::Plus => "Plus le chiffre est élevé, mieux c'est.",
        Sens::Moins => "Plus le chiffre est bas, mieux c'est.",
        Sens::Neutre => "Ce chiffre n'est ni bon ni mauvais en soi.",
    }
}

/// Whether a gap is to the advantage of the territory.
pub fn opinion(favourable: Option<bool>) -> &'static str {
    match favourable {
        Some(true) => "favorable",
        Some(false) => "défavorable",
        None => "ni favorable ni défavorable",
    }
}

#[cfg(test)]
mod tests {
    use domain::diagnostic::Passeport;

    use super::*;

    fn known(value: f64) -> Chiffre {
        let nothing = Chiffre::not_published(Passeport::default());
        Chiffre { value: Some(value), state: Etat::Known, ..nothing }
    }

    #[test]
    fn a_value_is_written_with_its_unit() {
        assert_eq!(with_unit(105_452.4, Unite::Habitants), "105\u{202f}452\u{a0}habitants");
        assert_eq!(with_unit(13.34, Unite::Pourcent), "13,3\u{202f}%");
        assert_eq!(with_unit(73.0, Unite::Nombre), "73");
        assert_eq!(number(2.5, Unite::Nombre), "2,5");
        assert_eq!(
            with_unit(1.94, Unite::Consultations),
            "1,9\u{a0}consultation par an et par habitant standardisé"
        );
        assert_eq!(with_unit(8.46, Unite::ParDixMille), "8,5\u{a0}pour 10\u{202f}000\u{a0}habitants");
    }

    #[test]
    fn a_difference_has_a_sign_and_a_french_plural() {
        assert_eq!(difference(1.48, Unite::Pourcent), "+1,5\u{a0}point");
        assert_eq!(difference(-3.2, Unite::Pourcent), "−3,2\u{a0}points");
        assert_eq!(difference(1.97, Unite::Pourcent), "+2,0\u{a0}points");
        assert_eq!(difference(0.04, Unite::Pourcent), "0,0\u{a0}point");
        assert_eq!(difference(-0.04, Unite::Pourcent), "0,0\u{a0}point");
        assert_eq!(difference(1200.0, Unite::Habitants), "+1\u{202f}200\u{a0}habitants");
        assert_eq!(difference(-0.61, Unite::Consultations), "−0,6");
        assert_eq!(difference_or_word(None, Unite::Pourcent), "non calculé");
    }

    #[test]
    fn missing_is_never_zero_and_says_what_it_lacks() {
        let nothing = Chiffre::not_published(Passeport::default());
        assert_eq!(figure(&nothing, Unite::Pourcent), "non publié");
        assert_eq!(figure(&Chiffre { state: Etat::Hidden, ..known(3.0) }, Unite::Nombre), "masqué");
        assert_eq!(figure(&known(0.0), Unite::Nombre), "0");
        let mut partial = Chiffre { state: Etat::Partial, missing: vec!["Blauzac".into()], ..known(13.3) };
        assert_eq!(state(&partial), "partiel\u{a0}: sans Blauzac");
        partial.missing = ["A", "B", "C", "D", "E"].map(Into::into).to_vec();
        assert_eq!(state(&partial), "partiel\u{a0}: sans A, B, C et 2\u{a0}autres lieux");
        partial.passport.estimated = Some("par la surface".into());
        assert_eq!(figure(&partial, Unite::Pourcent), "13,3\u{202f}% (partiel, estimé)");
    }
}
