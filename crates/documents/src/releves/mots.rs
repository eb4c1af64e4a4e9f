//! Why a value is refused, or what is asked before it is kept, in French: what happened, then what to do.

use domain::diagnostic::Indicateur;
use domain::diagnostic::controles::saisie::{Alerte, Champ, Refus};
use domain::nombres::{decimal, habitants};
use territory::DepartementCode;
use territory::layers::AgeBand;

use crate::diagnostic_words::with_unit;

/// A part of what is typed, with its article.
fn champ(champ: Champ) -> &'static str {
    match champ {
        Champ::Indicateur => "l'indicateur",
        Champ::Lieu => "le lieu",
        Champ::Code => "le code du lieu",
        Champ::Periode => "la période",
        Champ::Ages => "la tranche d'âge",
        Champ::Valeur => "la valeur",
        Champ::Numerateur => "le numérateur",
        Champ::Denominateur => "le dénominateur",
        Champ::Masque => "la réponse à « masqué »",
        Champ::Origine => "l'origine",
        Champ::Source => "la source",
        Champ::Piece => "la pièce jointe",
        Champ::Motif => "le motif",
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What a part looks like when it is right.
fn expected(champ: Champ) -> &'static str {
    match champ {
        Champ::Indicateur => "Choisissez un indicateur de la liste.",
        Champ::Lieu => "Choisissez territoire, commune, iris, departement, region ou france.",
        Champ::Code => {
            "Tapez un code de commune (66136), d'IRIS (661360801), de département (66) ou de région (76)."
        }
        Champ::Periode => "Tapez une année (2022) ou deux dates (01/01/2022 - 30/06/2022).",
        Champ::Ages => "Tapez par exemple 17+, 50-74 ou moins de 16.",
        Champ::Valeur | Champ::Numerateur | Champ::Denominateur => {
            "Tapez un nombre, par exemple 13,3 ou 1 204."
        }
        Champ::Masque => "Tapez oui ou non.",
        Champ::Origine => "Choisissez CPAM, Rezone CPTS, ARS, compte local ou autre document.",
        Champ::Source => "Tapez le document et sa date, par exemple «\u{a0}Rezone CPTS, 15/12/2021\u{a0}».",
        Champ::Piece => "Choisissez un fichier.",
        Champ::Motif => "Tapez en quelques mots pourquoi la valeur change.",
    }
}

fn ages(band: AgeBand) -> String {
    band.label().replace(' ', "\u{a0}")
}

fn feminine(part: Champ) -> &'static str {
    match part {
        Champ::Periode
        | Champ::Ages
        | Champ::Valeur
        | Champ::Masque
        | Champ::Origine
        | Champ::Source
        | Champ::Piece => "e",
        _ => "",
    }
}

/// Why a value is refused and what to do about it.
pub fn refus(refus: &Refus, indicateur: Option<&Indicateur>) -> String {
    match refus {
        Refus::Unreadable { champ: part, text } => {
            let part_read = capital(champ(*part));
            format!("{part_read} «\u{a0}{text}\u{a0}» n'est pas lisible. {}", expected(*part))
        }
        Refus::Missing(part) => {
            format!("{} n'est pas rempli{}. {}", capital(champ(*part)), feminine(*part), expected(*part))
        }
        Refus::TooLong { champ: part, max } => format!(
            "{} dépasse {max}\u{a0}caractères. Gardez le document et sa date.",
            capital(champ(*part))
        ),
        Refus::Example => "Cette ligne est l'exemple du modèle. Supprimez-la ou remplacez-la.".into(),
        Refus::UnknownIndicator(code) => format!(
            "L'indicateur «\u{a0}{code}\u{a0}» n'existe pas. Reprenez un code du modèle."
        ),
        Refus::Computed => {
            "Cet indicateur est calculé avec les fichiers officiels. Il ne se saisit pas.".into()
        }
        Refus::UnknownPlace => {
            "Ce lieu n'existe pas dans les listes officielles. Vérifiez son code.".into()
        }
        Refus::Backwards => "La période finit avant de commencer. Inversez les deux dates.".into(),
        Refus::Future => "La période n'est pas terminée. Indiquez une période déjà écoulée.".into(),
        Refus::Nothing => {
            "Aucun chiffre n'est rempli. Tapez la valeur, ou le numérateur et le dénominateur.".into()
        }
        Refus::HiddenWithValue => {
            "La source masque cette valeur, mais un chiffre est rempli. Gardez l'un ou l'autre.".into()
        }
        Refus::RateOutOfRange(_) => {
            "Un taux va de 0 à 100\u{202f}%. Vérifiez le chiffre dans votre document.".into()
        }
        Refus::Negative(part) => {
            format!("{} est négati{}. Tapez zéro ou plus.", capital(champ(*part)), if *part == Champ::Valeur { "ve" } else { "f" })
        }
        Refus::ZeroDenominator => "Le dénominateur est zéro\u{a0}: aucun taux n'est calculable. Corrigez-le.".into(),
        Refus::NumeratorAbove => {
            "Le numérateur dépasse le dénominateur. Vérifiez qu'ils ne sont pas inversés.".into()
        }
        Refus::Contradicts { computed } => {
            let computed = indicateur.map_or_else(|| decimal(*computed, 2), |one| with_unit(*computed, one.unit));
            format!("Le numérateur et le dénominateur donnent {computed}. Corrigez la valeur, ou laissez-la vide.")
        }
        Refus::HalfAFraction(part) => {
            format!("Sans valeur, il manque {}. Remplissez-le, ou tapez la valeur.", champ(*part))
        }
        Refus::NotARate => {
            "Cet indicateur est un nombre, pas un taux. Laissez vides le numérateur et le dénominateur.".into()
        }
        Refus::AgesBackwards => "La tranche d'âge finit avant de commencer. Inversez les deux âges.".into(),
        Refus::AgesOutside { allowed } => format!(
            "Cet indicateur compte les {}. Choisissez une tranche à l'intérieur, ou laissez vide.",
            ages(*allowed)
        ),
        Refus::AgesOverlap { with } => format!(
            "Une autre valeur compte déjà {}. Corrigez-la, ou choisissez des âges qui ne se recouvrent pas.",
            with.map_or_else(|| "tous les âges de l'indicateur".to_owned(), |band| format!("les {}", ages(band)))
        ),
        Refus::AlreadyRecorded => {
            "Cette valeur est déjà notée pour ce lieu, cette période et cette origine. Corrigez-la depuis la liste.".into()
        }
        Refus::Unchanged => "Rien n'a changé. Modifiez la valeur, ou revenez à la liste.".into(),
    }
}

fn counted(part: Champ) -> &'static str {
    match part {
        Champ::Numerateur => "Le numérateur",
        Champ::Denominateur => "Le dénominateur",
        _ => "La valeur",
    }
}

/// What is doubtful about a value; `name` says the name of a département.
pub fn alerte(alerte: &Alerte, indicateur: &Indicateur, name: &dyn Fn(DepartementCode) -> String) -> String {
    match alerte {
        Alerte::DepartementTotal { departement, champ, known } => format!(
            "{} atteint le chiffre connu pour tout le département {} ({}). Vérifiez que c'est bien celui du territoire.",
            counted(*champ),
            name(*departement),
            habitants(*known)
        ),
        Alerte::AbovePopulation { champ, population } => format!(
            "{} dépasse le nombre d'habitants du lieu ({}). Vérifiez que le chiffre ne vient pas d'un lieu plus grand.",
            counted(*champ),
            habitants(*population)
        ),
        Alerte::Implausible { min, max } => format!(
            "Cette valeur sort de l'ordinaire\u{a0}: les autres vont de {} à {}. Vérifiez-la dans le document.",
            with_unit(*min, indicateur.unit),
            with_unit(*max, indicateur.unit)
        ),
        Alerte::Denominator { below, inhabitants, ages: band } => format!(
            "Cette valeur compte environ {} personnes, pour {} habitants{}. Vérifiez la définition et le lieu.",
            habitants(*below),
            habitants(*inhabitants),
            band.map_or_else(String::new, |band| format!(" de {}", ages(band)))
        ),
        Alerte::OldPerimeter { recorded, now } => format!(
            "Cette valeur porte sur l'état {recorded} du périmètre, qui en est à l'état {now}. Demandez à sa source le chiffre du périmètre d'aujourd'hui."
        ),
    }
}

#[cfg(test)]
mod tests {
    use domain::diagnostic::catalogue::catalogue;

    use super::*;

    fn every_refusal() -> Vec<Refus> {
        vec![
            Refus::Unreadable { champ: Champ::Periode, text: "naguère".into() },
            Refus::Missing(Champ::Source),
            Refus::TooLong { champ: Champ::Source, max: 300 },
            Refus::Example,
            Refus::UnknownIndicator("abc".into()),
            Refus::Computed,
            Refus::UnknownPlace,
            Refus::Backwards,
            Refus::Future,
            Refus::Nothing,
            Refus::HiddenWithValue,
            Refus::RateOutOfRange(140.0),
            Refus::Negative(Champ::Valeur),
            Refus::ZeroDenominator,
            Refus::NumeratorAbove,
            Refus::Contradicts { computed: 10.526 },
            Refus::HalfAFraction(Champ::Denominateur),
            Refus::NotARate,
            Refus::AgesBackwards,
            Refus::AgesOutside { allowed: AgeBand::over(17) },
            Refus::AgesOverlap { with: Some(AgeBand::new(50, 74)) },
            Refus::AgesOverlap { with: None },
            Refus::AlreadyRecorded,
            Refus::Unchanged,
        ]
    }

    fn every_alert() -> Vec<Alerte> {
        vec![
            Alerte::DepartementTotal {
                departement: "66".parse().unwrap(),
                champ: Champ::Denominateur,
                known: 380_000.0,
            },
            Alerte::AbovePopulation { champ: Champ::Numerateur, population: 47_617.0 },
            Alerte::Implausible { min: 2.0, max: 35.0 },
            Alerte::Denominator { below: 7_519.0, inhabitants: 39_000.0, ages: Some(AgeBand::over(17)) },
            Alerte::OldPerimeter { recorded: 1, now: 3 },
        ]
    }

    fn all() -> Vec<String> {
        let indicateur = catalogue().unwrap().get("sans_mt").unwrap();
        let name = |_: DepartementCode| "Pyrénées-Orientales".to_owned();
        let refused = every_refusal();
        let refused = refused.iter().map(|one| refus(one, Some(indicateur)));
        refused.chain(every_alert().iter().map(|one| alerte(one, indicateur, &name))).collect()
    }

    #[test]
    fn every_sentence_is_short_and_says_what_to_do() {
        for text in all() {
            assert!(text.ends_with('.') && text.contains(". "), "{text}");
            for sentence in text.split(". ") {
                assert!(sentence.split(' ').count() <= 20, "too long: {sentence}");
            }
        }
    }

    #[test]
    fn a_contradiction_says_what_the_parts_make() {
        let indicateur = catalogue().unwrap().get("sans_mt").unwrap();
        let said = refus(&Refus::Contradicts { computed: 10.526 }, Some(indicateur));
        assert!(said.contains("10,5\u{202f}%"), "{said}");
    }
}
