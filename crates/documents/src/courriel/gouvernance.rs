//! E-mails about votes.

use jiff::civil::DateTime;

use super::{Cadre, Courriel};

/// Why a voter gets a message.
pub fn cadre(organisation: &str) -> Cadre {
    Cadre {
        organisation: organisation.to_owned(),
        raison: "parce que vous pouvez voter à cette réunion".into(),
        contact: String::new(),
    }
}

/// The personal link to the votes of a meeting.
pub fn lien_de_vote(reunion: &str, start: Option<DateTime>, url: &str, cadre: &Cadre) -> Courriel {
    let when = start.map(|at| {
        format!(
            "Elle commence le {} à {}\u{a0}h\u{a0}{:02}.",
            domain::nombres::date(at.date()),
            at.hour(),
            at.minute()
        )
    });
    let mut texts = vec![format!("Voici votre lien personnel pour la réunion «\u{a0}{reunion}\u{a0}».")];
    texts.extend(when);
    texts.extend([
        url.to_owned(),
        "Avant la réunion, il permet de donner une procuration. Pendant la réunion, il permet de voter."
            .to_owned(),
        "Ce lien vaut une signature : ne le donnez à personne.".to_owned(),
    ]);
    Courriel::new(&format!("Votre lien de vote : {reunion}"), &texts, cadre)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_gives_the_meeting_its_time_and_the_link() {
        let cadre = cadre("CPTS de l'Exemple");
        let start = jiff::civil::date(2026, 12, 3).at(20, 0, 0, 0);
        let mail = lien_de_vote("Assemblée générale", Some(start), "https://exemple.test/vote/abc", &cadre);
        for part in ["03/12/2026", "https://exemple.test/vote/abc", "Assemblée générale"] {
            assert!(mail.text.contains(part), "{part}: {}", mail.text);
        }
    }
}
