//! E-mails about a dialogue de gestion. They say that one waits and where; never who, never an amount.

use super::{Cadre, Courriel};

/// A CPTS sent the dialogue of a contract year: its name, the year, the number of the sending; `url` is its page in the
/// space of the institution.
pub fn envoye((cpts, annee, numero): (&str, u8, i64), url: &str, institution: &str) -> Courriel {
    let what = format!("Dialogue de gestion de {cpts}, année {annee} du contrat");
    let (subject, said) = match numero {
        1 => ("Un dialogue de gestion vous est envoyé", format!("{what} : le dossier vous est envoyé.")),
        _ => (
            "Un dialogue de gestion vous est envoyé de nouveau",
            format!("{what} : l'envoi n° {numero} remplace le précédent, qui reste lisible."),
        ),
    };
    let paragraphs = [
        said,
        "Dites, ligne par ligne, ce que votre institution accepte. Ouvrez le dialogue dans Maillage :".into(),
        url.to_owned(),
    ];
    let cadre = Cadre {
        organisation: institution.to_owned(),
        raison: "parce que vous examinez les dialogues de gestion adressés à cette institution".into(),
        contact: String::new(),
    };
    Courriel::new(subject, &paragraphs, &cadre)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_sending_and_the_next_say_which_dialogue_and_where() {
        let url = "https://maillage.exemple.fr/i/1/dialogues/2";
        let made = |numero| envoye(("CPTS de l'Exemple", 1, numero), url, "CPAM imaginaire");
        for mail in [made(1), made(2)] {
            let said = mail.text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(said.contains("CPTS de l’Exemple, année 1 du contrat"), "{said}");
            assert!(said.contains(url) && said.contains("CPAM imaginaire"), "{said}");
        }
        assert!(!made(1).text.contains("remplace") && made(2).text.contains("remplace"));
        assert_ne!(made(1).subject, made(2).subject);
    }
}
