//! E-mails about personal data.

use domain::nombres::date;
use jiff::civil::Date;

use super::{Cadre, Courriel};

/// An account that nobody uses will be erased on a day; signing in keeps it.
pub fn compte_inutilise(last_day: Date, url: &str, cadre: &Cadre) -> Courriel {
    let day = date(last_day);
    Courriel::new(
        "Votre compte Maillage va être effacé",
        &[
            "Votre compte Maillage n'a plus de rôle et ne sert plus depuis longtemps.".to_owned(),
            format!("Il sera effacé le {day}, avec les données qui vous concernent."),
            "Pour le garder, connectez-vous avant cette date :".to_owned(),
            url.to_owned(),
            "Si vous ne voulez plus de ce compte, vous n'avez rien à faire.".to_owned(),
        ],
        cadre,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_says_when_and_how_to_keep_the_account() {
        let cadre = Cadre {
            organisation: "Maillage".to_owned(),
            raison: "parce que vous avez un compte".to_owned(),
            contact: String::new(),
        };
        let mail =
            compte_inutilise(jiff::civil::date(2026, 12, 22), "https://exemple.test/connexion", &cadre);
        assert!(mail.text.contains("22/12/2026") && mail.text.contains("https://exemple.test/connexion"));
    }
}
