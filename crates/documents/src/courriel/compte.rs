//! E-mails about one's own account.

use super::{Cadre, Courriel};

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
    let raison = "parce que cette adresse est celle d'un compte Maillage";
    Courriel::new("Choisir un nouveau mot de passe", &paragraphs, &cadre(raison))
}

/// Says that the password was changed.
pub fn mot_de_passe_change() -> Courriel {
    let paragraphs = [
        "Le mot de passe de votre compte vient d'être changé. Toutes vos sessions sont terminées.".to_owned(),
        "Si ce n'est pas vous, demandez un nouveau mot de passe depuis la page de connexion.".to_owned(),
        "Prévenez aussi la coordination de votre CPTS.".to_owned(),
    ];
    let raison = "parce que cette adresse est celle d'un compte Maillage";
    Courriel::new("Votre mot de passe est changé", &paragraphs, &cadre(raison))
}
