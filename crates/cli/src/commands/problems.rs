//! Lines of a perimeter that were not understood, as sentences.

use territory::diagnosis::NamedUnit;
use territory::paste::{Line, Outcome, Reason};

/// What to do about a line; `None` when it was understood.
pub fn sentence(line: &Line) -> Option<String> {
    let what = match &line.outcome {
        Outcome::Recognised { .. } | Outcome::Unknown(Reason::Heading) => return None,
        Outcome::Ambiguous { candidates } => {
            format!("plusieurs lieux correspondent : {}. Donnez le code.", places(candidates))
        }
        Outcome::Former { code, name, ended, successors } => {
            let since = ended.map(|year| format!(" depuis {year}")).unwrap_or_default();
            let now = match successors.as_slice() {
                [] => "Aucune commune ne lui succède.".to_owned(),
                successors => format!("Remplacez-la par {}.", places(successors)),
            };
            format!("{name} ({code}) n’existe plus{since}. {now}")
        }
        Outcome::Unknown(Reason::NothingRead) => "aucun nom ni code de commune n’y est reconnu.".to_owned(),
        Outcome::Unknown(Reason::UnknownCode(code)) => {
            format!("le code {code} n’existe dans aucune liste connue. Vérifiez ses chiffres.")
        }
        Outcome::Unknown(Reason::SpreadsheetNumber(text)) => {
            format!("un tableur a transformé un code en « {text} ». Remettez le code d’origine.")
        }
    };
    Some(format!("Ligne {} « {} » : {what}", line.number, line.text))
}

fn places(units: &[NamedUnit]) -> String {
    const SHOWN: usize = 6;
    let more = if units.len() > SHOWN { "…" } else { "" };
    let shown: Vec<String> =
        units.iter().take(SHOWN).map(|unit| format!("{} ({})", unit.name, unit.code)).collect();
    format!("{}{more}", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commune_that_no_longer_exists_comes_with_its_successor() {
        let named = |code: &str, name: &str| NamedUnit { code: code.parse().unwrap(), name: name.into() };
        let line = Line {
            number: 3,
            text: "30001".into(),
            outcome: Outcome::Former {
                code: "30001".parse().unwrap(),
                name: "Ancienne".into(),
                ended: Some(2024),
                successors: vec![named("30002", "Nouvelle")],
            },
        };
        assert_eq!(
            sentence(&line).unwrap(),
            "Ligne 3 « 30001 » : Ancienne (30001) n’existe plus depuis 2024. Remplacez-la par Nouvelle (30002)."
        );
    }
}
