//! E-mails that ask people to answer a questionnaire, and that tell them what became of what they said.

use jiff::civil::Date;

use super::{Cadre, Courriel};

/// What an e-mail that asks for answers says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemandeReponse {
    /// Name of the CPTS.
    pub organisation: String,
    /// Title of the questionnaire.
    pub titre: String,
    /// What the CPTS says before its questions.
    pub introduction: String,
    /// The personal link.
    pub link: String,
    /// Last day to answer; `None` when there is none.
    pub until: Option<Date>,
    /// Whether the person was asked before.
    pub relance: bool,
}

fn raison(organisation: &str) -> String {
    format!(
        "parce que vous exercez ou êtes partenaire sur le territoire de {organisation}. La page du lien permet \
         de ne plus être sollicité"
    )
}

/// The e-mail that asks for answers.
pub fn demande(new: &DemandeReponse) -> Courriel {
    let mut paragraphs = Vec::new();
    if new.relance {
        paragraphs
            .push("Vous n'avez pas encore répondu. Votre avis compte, et répondre est rapide.".to_owned());
    }
    paragraphs.extend(new.introduction.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned));
    let until = new
        .until
        .map(|day| format!(" Vous pouvez répondre jusqu'au {} compris.", domain::nombres::date(day)));
    paragraphs.push(format!(
        "Ouvrez l'adresse ci-dessous sur un téléphone ou un ordinateur, sans compte.{}",
        until.unwrap_or_default()
    ));
    paragraphs.push(new.link.clone());
    paragraphs.push("Cette adresse est personnelle : ne la transférez pas.".to_owned());
    let subject = if new.relance { format!("Rappel : {}", new.titre) } else { new.titre.clone() };
    let cadre = Cadre {
        organisation: new.organisation.clone(),
        raison: raison(&new.organisation),
        contact: format!("la coordination de {}", new.organisation),
    };
    Courriel::new(&subject, &paragraphs, &cadre)
}

/// What became of a difficulty, told to who voiced it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NouvelleDifficulte {
    /// Name of the CPTS.
    pub organisation: String,
    /// The day on which it was voiced.
    pub exprimee_le: Date,
    /// The words of its author.
    pub difficulte: String,
    /// What the CPTS tells.
    pub texte: String,
}

/// The e-mail that tells what became of a difficulty.
pub fn nouvelle(new: &NouvelleDifficulte) -> Courriel {
    let said = new.difficulte.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut paragraphs = vec![format!(
        "Le {}, vous avez décrit cette difficulté : « {said} »",
        domain::nombres::date(new.exprimee_le)
    )];
    paragraphs.extend(new.texte.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned));
    let cadre = Cadre {
        organisation: new.organisation.clone(),
        raison: format!("parce que vous avez décrit une difficulté à {}", new.organisation),
        contact: format!("la coordination de {}", new.organisation),
    };
    Courriel::new("Ce que votre difficulté est devenue", &paragraphs, &cadre)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn new(relance: bool) -> DemandeReponse {
        DemandeReponse {
            organisation: "CPTS de l'Exemple".into(),
            titre: "Deux questions".into(),
            introduction: "Une minute suffit.\n\nMerci.".into(),
            link: "https://maillage.exemple.fr/questionnaire/abc".into(),
            until: Some(date(2026, 12, 6)),
            relance,
        }
    }

    #[test]
    fn the_link_stands_alone_and_the_reminder_says_so() {
        let first = demande(&new(false));
        assert!(first.text.lines().any(|line| line == new(false).link), "{}", first.text);
        let unfolded = first.text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(unfolded.contains("06/12/2026") && unfolded.contains("ne plus être sollicité"), "{unfolded}");
        assert_eq!(demande(&new(true)).subject, "Rappel\u{a0}: Deux questions");
    }

    #[test]
    fn news_quote_what_was_said() {
        let told = nouvelle(&NouvelleDifficulte {
            organisation: "CPTS de l'Exemple".into(),
            exprimee_le: date(2026, 2, 8),
            difficulte: "Sorties du vendredi\nsans lettre".into(),
            texte: "Un groupe y travaille.".into(),
        });
        assert!(told.text.contains("Un groupe y travaille."), "{}", told.text);
        assert!(told.text.contains("Sorties du vendredi"), "{}", told.text);
    }
}
