//! E-mails about one's own account.

use super::{Cadre, Courriel};

/// Why most of these are sent.
const OWN: &str = "parce que cette adresse est celle d'un compte Maillage";

fn cadre(raison: &str) -> Cadre {
    Cadre { organisation: "Maillage".to_owned(), raison: raison.to_owned(), contact: String::new() }
}

/// The link to choose another password; it works once, so many hours.
pub fn mot_de_passe_oublie(link: &str, hours: i64) -> Courriel {
    let life = if hours > 1 { format!("{hours} heures") } else { "une heure".to_owned() };
    let paragraphs = [
        "Vous avez demandé un nouveau mot de passe. Ouvrez ce lien pour le choisir :".to_owned(),
        link.to_owned(),
        format!("Le lien sert une seule fois, pendant {life}."),
        "Si vous n'avez rien demandé, ne faites rien : votre mot de passe ne change pas.".to_owned(),
    ];
    Courriel::new("Choisir un nouveau mot de passe", &paragraphs, &cadre(OWN))
}

/// Says that the password was changed.
pub fn mot_de_passe_change() -> Courriel {
    let paragraphs = [
        "Le mot de passe de votre compte vient d'être changé. Toutes vos sessions sont terminées.".to_owned(),
        "Si ce n'est pas vous, demandez un nouveau mot de passe depuis la page de connexion.".to_owned(),
        "Prévenez aussi la coordination de votre CPTS.".to_owned(),
    ];
    Courriel::new("Votre mot de passe est changé", &paragraphs, &cadre(OWN))
}

/// The link that confirms a new address; it works once, so many hours.
pub fn nouvelle_adresse(link: &str, hours: i64) -> Courriel {
    let life = if hours > 1 { format!("{hours} heures") } else { "une heure".to_owned() };
    let paragraphs = [
        "Vous avez demandé que votre compte Maillage porte cette adresse. Ouvrez ce lien pour la confirmer :"
            .to_owned(),
        link.to_owned(),
        format!("Le lien sert une seule fois, pendant {life}. Il demande de vous connecter."),
        "Si vous n'avez rien demandé, ne faites rien : cette adresse ne sera pas utilisée.".to_owned(),
    ];
    let raison = "parce que cette adresse a été donnée pour un compte Maillage";
    Courriel::new("Confirmer votre nouvelle adresse", &paragraphs, &cadre(raison))
}

/// Says to the new address that an account has it already: the screen does not tell.
pub fn adresse_deja_prise() -> Courriel {
    let paragraphs = [
        "Une personne a demandé que son compte Maillage porte cette adresse.".to_owned(),
        "Un compte la porte déjà : rien ne change. Si c'est vous, connectez-vous avec ce compte.".to_owned(),
    ];
    Courriel::new("Cette adresse a déjà un compte", &paragraphs, &cadre(OWN))
}

/// Says to the present address that another one was asked.
pub fn changement_adresse_demande() -> Courriel {
    let paragraphs = [
        "Un changement d'adresse est demandé pour votre compte. La nouvelle adresse doit encore le confirmer."
            .to_owned(),
        "Si ce n'est pas vous, changez votre mot de passe et fermez vos autres sessions dans « Mon compte »."
            .to_owned(),
        "Prévenez aussi la coordination de votre CPTS.".to_owned(),
    ];
    Courriel::new("Changement d'adresse demandé", &paragraphs, &cadre(OWN))
}

/// Says to the former address that the account left it.
pub fn adresse_changee() -> Courriel {
    let paragraphs = [
        "Votre compte Maillage porte maintenant une autre adresse. Celle-ci ne sert plus à vous connecter."
            .to_owned(),
        "Si ce n'est pas vous, prévenez tout de suite la coordination de votre CPTS.".to_owned(),
    ];
    let raison = "parce que cette adresse était celle d'un compte Maillage";
    Courriel::new("Votre adresse est changée", &paragraphs, &cadre(raison))
}

/// Says that the password was replaced from the account page.
pub fn mot_de_passe_remplace() -> Courriel {
    let paragraphs = [
        "Le mot de passe de votre compte vient d'être changé. Vos autres sessions sont terminées.".to_owned(),
        "Si ce n'est pas vous, demandez un nouveau mot de passe depuis la page de connexion.".to_owned(),
        "Prévenez aussi la coordination de votre CPTS.".to_owned(),
    ];
    Courriel::new("Votre mot de passe est changé", &paragraphs, &cadre(OWN))
}

/// Says that the coordination removed the second factors.
pub fn second_facteur_retire() -> Courriel {
    let paragraphs = [
        "La coordination a retiré le second facteur de votre compte. Vos sessions sont terminées.".to_owned(),
        "À votre prochaine connexion, vous en choisirez un autre.".to_owned(),
        "Si vous n'avez rien demandé, prévenez la coordination de votre CPTS et changez votre mot de passe."
            .to_owned(),
    ];
    Courriel::new("Votre second facteur est retiré", &paragraphs, &cadre(OWN))
}
