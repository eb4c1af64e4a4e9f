//! Signing in at a provider, with invented people.

use super::super::components::{ActionForm, Choice, Link, Opt};
use super::super::connexion::{
    DepartureView, ExternalMessageView, IdentitiesView, IdentityLine, PracticeView,
};
use super::super::{Page, Section};
use super::{Sample, sample};

fn departure() -> DepartureView {
    DepartureView {
        page: Page::apart("Vous allez vers Pro Santé Connect"),
        what: "La suite se passe sur le site de Pro Santé Connect.".into(),
        next: Link::new("Continuer vers Pro Santé Connect", "https://wallet.exemple.fr/auth"),
    }
}

fn practice() -> PracticeView {
    let mut nurse = Opt::new("0", "Infirmier ou infirmière", false);
    nurse.hint = Some("CABINET D'ESSAI".into());
    let mut activite =
        Choice::new("activite", "Votre activité", vec![nurse, Opt::new("1", "Médecin", false)]);
    activite.error = Some("Choisissez une activité dans la liste.".into());
    PracticeView {
        page: Page::apart("Choisir votre activité"),
        action: "/connexion/psc/activite".into(),
        hidden: vec![("echange".into(), "jeton".into())],
        activite,
    }
}

fn message() -> ExternalMessageView {
    ExternalMessageView {
        page: Page::apart("Pro Santé Connect ne répond pas"),
        why: "Le service est en panne, ou Maillage ne peut pas le joindre.".into(),
        todo: vec!["Réessayez dans quelques minutes, ou connectez-vous autrement.".into()],
        retry: Some(ActionForm::new("Recommencer avec Pro Santé Connect", "/connexion/psc")),
        other: Link::new("Se connecter autrement", "/connexion"),
    }
}

fn identities() -> IdentitiesView {
    let line = |provider: &str, detach: Option<ActionForm>| IdentityLine {
        provider: provider.into(),
        national_id: detach.is_none().then(|| "899700000001".into()),
        practice: detach.is_none().then(|| "Infirmier ou infirmière, CABINET D'ESSAI".into()),
        dates: "reliée le 22/11/2026".into(),
        detach,
    };
    let detach =
        ActionForm::new("Détacher Compte régional", "/compte/identites/detacher").with("identite", "1");
    IdentitiesView {
        page: Page::new(Section::Compte, "Vos identités reliées").under("Mon compte", "/compte"),
        lines: vec![line("Pro Santé Connect", None), line("Compte régional", Some(detach))],
        attach: vec![
            ActionForm::new("Relier Compte d'essai", "/compte/identites/relier").with("fournisseur", "essai"),
        ],
    }
}

pub(super) fn samples() -> Vec<Sample> {
    vec![
        sample("externe-depart", "Départ vers un fournisseur d'identité", &departure()),
        sample("externe-activite", "Choix d'une activité", &practice()),
        sample("externe-refus", "Fournisseur d'identité en panne", &message()),
        sample("externe-identites", "Identités reliées", &identities()),
    ]
}
