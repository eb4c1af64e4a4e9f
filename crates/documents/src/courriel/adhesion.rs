//! E-mails about memberships.

use super::{Cadre, Courriel};

fn cadre(organisation: &str, raison: &str) -> Cadre {
    Cadre { organisation: organisation.to_owned(), raison: raison.to_owned(), contact: String::new() }
}

/// Why somebody who asked to join gets a message.
pub fn cadre_demande(organisation: &str) -> Cadre {
    cadre(organisation, "parce que vous avez demandé à adhérer")
}

/// Why a member gets a message.
pub fn cadre_membre(organisation: &str) -> Cadre {
    cadre(organisation, "parce que vous êtes membre de l'association")
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite<'a> {
    /// Accepted; what remains to be paid, as it is printed, if anything.
    Acceptee(Option<&'a str>),
    /// Refused; why.
    Refusee(&'a str),
}

/// The decision about a request.
pub fn decision(annee: i16, suite: Suite<'_>, cadre: &Cadre) -> Courriel {
    let mut texts = Vec::new();
    match suite {
        Suite::Acceptee(left) => {
            texts.push(format!("Votre adhésion à {} pour {annee} est acceptée.", cadre.organisation));
            texts.extend(left.map(|left| format!("Il reste à régler {left}.")));
        }
        Suite::Refusee(reason) => {
            texts.push(format!(
                "Votre demande d'adhésion à {} pour {annee} n'est pas acceptée.",
                cadre.organisation
            ));
            texts.push(format!("Motif : {reason}"));
        }
    }
    Courriel::new(&format!("Votre adhésion {annee}"), &texts, cadre)
}

/// The call to renew, with a personal link.
pub fn renouvellement(annee: i16, montant: Option<&str>, url: &str, cadre: &Cadre) -> Courriel {
    let mut texts = vec![format!("Votre adhésion à {} se renouvelle pour {annee}.", cadre.organisation)];
    texts.extend(montant.map(|montant| format!("La cotisation est de {montant}.")));
    texts.extend([
        "Ouvrez ce lien personnel, lisez, puis confirmez. Une minute suffit.".to_owned(),
        url.to_owned(),
        "Si vous ne souhaitez pas renouveler, vous n'avez rien à faire.".to_owned(),
    ]);
    Courriel::new(&format!("Renouveler votre adhésion pour {annee}"), &texts, cadre)
}

/// What remains to be paid of the dues of a year.
pub fn rappel(annee: i16, reste: &str, cadre: &Cadre) -> Courriel {
    let texts = [
        format!("Votre adhésion à {} pour {annee} est acceptée.", cadre.organisation),
        format!("Il reste à régler {reste} de cotisation."),
        "Si vous avez réglé il y a peu, ne tenez pas compte de ce message.".to_owned(),
    ];
    Courriel::new(&format!("Votre cotisation {annee}"), &texts, cadre)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_messages_say_the_year_the_amount_and_the_reason() {
        let cadre = cadre_demande("CPTS de l'Exemple");
        let yes = decision(2026, Suite::Acceptee(Some("30,00 €")), &cadre);
        assert!(yes.text.contains("2026") && yes.text.contains("30,00"), "{}", yes.text);
        let no = decision(2026, Suite::Refusee("hors du territoire"), &cadre);
        assert!(no.text.contains("hors du territoire"), "{}", no.text);
        let left = rappel(2026, "20,00 €", &cadre);
        assert!(left.text.contains("20,00") && left.subject.contains("2026"));
        let again = renouvellement(2027, None, "https://exemple.test/adhesion/abc", &cadre);
        assert!(
            again.text.contains("https://exemple.test/adhesion/abc") && !again.text.contains("cotisation")
        );
    }
}
