//! E-mails of a campaign of mobilisation: one a person, with a personal link, and how to object.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Cadre, Courriel};

/// What an e-mail of a campaign says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageCampagne {
    /// Who writes: the name of the association or of the CPTS.
    pub organisation: String,
    /// Whom to ask: a name, a telephone number, an address; empty when nobody is named.
    pub contact: String,
    /// Subject.
    pub objet: String,
    /// Text of the CPTS, in paragraphs separated by an empty line.
    pub message: String,
    /// The meeting it invites to: title, day and place, in a sentence.
    pub reunion: Option<String>,
    /// The personal address.
    pub lien: String,
    /// Where the person's address was found: `annuaire RPPS`.
    pub source: String,
    /// Whether this is a reminder.
    pub relance: bool,
}

/// The e-mail to one person.
pub fn campagne(message: &MessageCampagne) -> Courriel {
    let mut paragraphs = Vec::new();
    if message.relance {
        paragraphs.push("Vous n'avez pas encore répondu au message ci-dessous. Un mot suffit.".to_owned());
    }
    paragraphs.extend(paragraphes(&message.message));
    paragraphs.extend(message.reunion.iter().cloned());
    paragraphs.push("Pour répondre oui, peut-être ou non en un geste, ouvrez cette adresse :".to_owned());
    paragraphs.push(message.lien.clone());
    paragraphs.push(format!(
        "Cette adresse est personnelle. Vos coordonnées viennent de : {}. Nous ne les donnons à personne.",
        source(&message.source)
    ));
    paragraphs.push("Pour ne plus recevoir nos messages, ouvrez celle-ci et touchez le bouton :".to_owned());
    paragraphs.push(opposition(&message.lien));
    let cadre = Cadre {
        organisation: message.organisation.clone(),
        raison: format!("parce que vous exercez sur le territoire de {}", message.organisation),
        contact: message.contact.clone(),
    };
    let objet = if message.relance { format!("Rappel : {}", message.objet) } else { message.objet.clone() };
    Courriel::new(&objet, &paragraphs, &cadre).with_unsubscribe(opposition(&message.lien))
}

/// Where one objects, beside a personal address.
pub fn opposition(lien: &str) -> String {
    format!("{lien}/opposition")
}

/// The text that a relay sends under its own name: the CPTS gives no list.
pub fn relais(message: &MessageCampagne) -> Courriel {
    let mut paragraphs = vec![format!(
        "Nous vous transmettons ce message à la demande de {}. Vos coordonnées ne lui ont pas été données.",
        message.organisation
    )];
    paragraphs.extend(paragraphes(&message.message));
    paragraphs.extend(message.reunion.iter().cloned());
    paragraphs.push("Pour répondre en une minute, ouvrez cette adresse :".to_owned());
    paragraphs.push(message.lien.clone());
    let cadre = Cadre {
        organisation: message.organisation.clone(),
        raison: format!("par un relais de {}", message.organisation),
        contact: message.contact.clone(),
    };
    Courriel::new(&message.objet, &paragraphs, &cadre)
}

/// A meeting in a sentence: title, day and hour, place.
pub fn invitation(titre: &str, debut: Option<Timestamp>, lieu: &str, zone: &TimeZone) -> String {
    let mut text = format!("Vous êtes invité à la réunion « {titre} »");
    if let Some(at) = debut {
        let local = at.to_zoned(zone.clone());
        let day = domain::nombres::date(local.date());
        text.push_str(&format!(", le {day} à {} h {:02}", local.hour(), local.minute()));
    }
    if !lieu.trim().is_empty() {
        text.push_str(&format!(", {}", lieu.trim()));
    }
    text.push('.');
    text
}

/// The paragraphs of a text typed by people.
pub(crate) fn paragraphes(text: &str) -> Vec<String> {
    let lines = text.replace("\r\n", "\n");
    lines.split("\n\n").map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect()
}

fn source(text: &str) -> &str {
    if text.trim().is_empty() { "annuaire public des professionnels" } else { text.trim() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message() -> MessageCampagne {
        MessageCampagne {
            organisation: "CPTS de l'Exemple".into(),
            contact: "la coordination, 04 26 03 06 90".into(),
            objet: "Un projet de CPTS chez vous".into(),
            message: "Nous préparons un projet.\n\nVotre avis compte.".into(),
            reunion: Some("Réunion d'information le 8 mars, salle des fêtes.".into()),
            lien: "https://maillage.exemple.fr/campagne/abc".into(),
            source: String::new(),
            relance: false,
        }
    }

    #[test]
    fn the_message_names_the_association_the_link_and_the_way_to_object() {
        let made = campagne(&message());
        let has_line = |line: &str| made.text.lines().any(|one| one == line);
        assert!(has_line("https://maillage.exemple.fr/campagne/abc"));
        assert!(has_line("https://maillage.exemple.fr/campagne/abc/opposition"));
        assert!(made.text.contains("CPTS de l’Exemple") && made.text.contains("salle des fêtes"));
        let object = made.unsubscribe.as_deref();
        assert_eq!(object, Some("https://maillage.exemple.fr/campagne/abc/opposition"));
        let unfolded = made.text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(unfolded.contains("annuaire public"), "{unfolded}");
        assert!(unfolded.contains("Votre avis compte."), "{unfolded}");
    }

    #[test]
    fn a_reminder_says_so_and_a_relay_writes_under_its_own_name() {
        let reminder = campagne(&MessageCampagne { relance: true, ..message() });
        assert!(
            reminder.subject.starts_with("Rappel\u{a0}: ") && reminder.text.contains("pas encore répondu")
        );
        let relayed = relais(&message());
        assert!(
            !relayed.text.contains("/opposition") && relayed.text.contains("n’ont pas\nété données")
                || relayed.text.contains("données"),
            "{}",
            relayed.text
        );
    }
}
