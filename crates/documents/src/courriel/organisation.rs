//! E-mails of an organisation to the people it invites.

use jiff::civil::Date;

use super::{Cadre, Courriel};

/// What an invitation by e-mail says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Who invites: the name of the CPTS or of the institution.
    pub organisation: String,
    /// Name of the person.
    pub name: String,
    /// Role, as people read it.
    pub role: String,
    /// The link that opens the invitation.
    pub link: String,
    /// Last day.
    pub until: Date,
    /// Whether the address already has an account: the person accepts with it.
    pub has_account: bool,
}

/// The e-mail of an invitation.
pub fn invitation(new: &Invitation) -> Courriel {
    let until = domain::nombres::date(new.until);
    let todo = if new.has_account {
        "Vous avez déjà un compte. Ouvrez l'adresse ci-dessous et connectez-vous pour accepter."
    } else {
        "Ouvrez l'adresse ci-dessous pour créer votre compte. La page vous guide."
    };
    let paragraphs = [
        format!(
            "{} vous invite à rejoindre son espace Maillage. Nom indiqué : {}. Rôle proposé : {}.",
            new.organisation, new.name, new.role
        ),
        todo.to_owned(),
        new.link.clone(),
        format!(
            "Cette adresse ne sert qu'une fois, jusqu'au {until} compris. Elle est personnelle : ne la transférez pas."
        ),
        "Si vous n'attendiez pas cette invitation, ne faites rien : aucun compte ne sera créé.".to_owned(),
    ];
    let cadre = Cadre {
        organisation: new.organisation.clone(),
        raison: format!("parce que {} vous invite", new.organisation),
        contact: format!("la personne qui vous invite, à {}", new.organisation),
    };
    Courriel::new(&format!("Votre invitation : {}", new.organisation), &paragraphs, &cadre)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_link_stands_alone_and_the_text_says_what_to_do() {
        let mut new = Invitation {
            organisation: "CPTS de l'Exemple".into(),
            name: "Camille Exemple".into(),
            role: "Membre".into(),
            link: "https://maillage.exemple.fr/invitation/abc".into(),
            until: date(2026, 12, 6),
            has_account: false,
        };
        let courriel = invitation(&new);
        assert!(courriel.text.lines().any(|line| line == new.link), "{}", courriel.text);
        assert!(courriel.text.contains("06/12/2026") && courriel.text.contains("créer votre compte"));
        new.has_account = true;
        assert!(invitation(&new).text.contains("déjà un compte"));
    }
}
