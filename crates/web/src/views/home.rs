//! The front door: nobody, someone without any role, someone with a choice of organisations.

use super::components::{Definition, Link, Notice, Tone};
use super::organisation::{HubCard, HubView};
use super::page::{Page, Section};
use super::sheet::{Part, SheetView};

/// What everyone reads who is not signed in. `first` is set while the instance has no account at all.
pub fn welcome(first: bool) -> SheetView {
    let page = Page::new(Section::Accueil, "Bienvenue dans Maillage");
    let mut parts = vec![
        Part::Lead(
            "Maillage aide une communauté professionnelle territoriale de santé (CPTS) à se construire et à vivre."
                .to_owned(),
        ),
        Part::Text(vec![
            "Choisissez un territoire, comptez qui y habite, partagez le travail entre les personnes de la CPTS.".to_owned(),
            "Pour entrer, il faut une invitation de votre CPTS ou de votre institution.".to_owned(),
        ]),
    ];
    if first {
        let text = "Aucun compte n'existe encore sur cette machine. La personne qui gère Maillage crée le premier par cette commande.";
        parts.push(Part::Notice(Notice::new(Tone::Info, text)));
        let command = "maillage user create --operateur --nom \"Votre nom\" --courriel vous@exemple.fr";
        parts.push(Part::Definitions(vec![
            Definition::new("Commande", command),
            Definition::new("Pour un essai", "maillage demo --servir"),
        ]));
    }
    parts.push(Part::Buttons(vec![
        Link::new("Se connecter", "/connexion"),
        Link::new("Taper un code d'invitation", "/invitation"),
    ]));
    SheetView::new(page, parts)
}

/// An account without any role: what it means and what to do.
pub fn without_role() -> SheetView {
    let page = Page::new(Section::Accueil, "Vous n'avez pas encore de rôle");
    let parts = vec![
        Part::Lead("Votre compte est ouvert. Aucune organisation ne vous a donné de rôle, ou votre rôle est terminé.".to_owned()),
        Part::List(vec![
            "Demandez une invitation à la coordination de votre CPTS.".to_owned(),
            "Si vous avez reçu un courriel d'invitation, ouvrez le lien qu'il contient.".to_owned(),
            "Si vous avez une lettre, tapez le code qu'elle donne.".to_owned(),
        ]),
        Part::Buttons(vec![
            Link::new("Taper un code d'invitation", "/invitation"),
            Link::new("Voir mon compte", "/compte"),
        ]),
    ];
    SheetView::new(page, parts)
}

/// The organisations of someone who has several.
pub fn chooser(cards: Vec<HubCard>) -> HubView {
    HubView { page: Page::new(Section::Accueil, "Vos organisations"), cards }
}
