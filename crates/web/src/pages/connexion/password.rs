//! Passwords chosen through a link.

use app::comptes::{Chosen, SecretString};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::nombres::compte;
use domain::securite::{Lack, PasswordProblem};

use super::super::{Page, go};
use crate::access::Path;
use crate::fields::Fields;
use crate::shell::client::Caller;
use crate::state::Web;
use crate::views;
use crate::views::components::Link;
use crate::views::connexion::{DoorFormView, SaidView, courriel_field, new_password_field};

/// GET `/mot-de-passe-oublie`.
pub(crate) async fn ask() -> DoorFormView {
    let page = views::Page::apart("Demander un nouveau mot de passe");
    let mut view = DoorFormView::new(page, "/mot-de-passe-oublie", "Recevoir un lien");
    view.sentences = vec!["Un lien sera envoyé à l'adresse de votre compte.".to_owned()];
    view.fields = vec![courriel_field("")];
    view.links = vec![Link::new("Revenir à la connexion", "/connexion")];
    view
}

/// POST `/mot-de-passe-oublie` `courriel`: the same answer whatever the address.
pub(crate) async fn send(State(web): State<Web>, caller: Caller, fields: Fields) -> Page<SaidView> {
    web.app.forgot_password(fields.text("courriel"), &caller.address).await?;
    Ok(SaidView {
        page: views::Page::apart("Lien demandé"),
        sentences: vec![
            "Si un compte porte cette adresse, un courriel part dans un instant.".to_owned(),
            "Rien n'arrive\u{202f}? Regardez dans les indésirables, puis demandez à la coordination de votre CPTS."
                .to_owned(),
        ],
        actions: Vec::new(),
        links: vec![Link::new("Revenir à la connexion", "/connexion")],
    })
}

/// GET `/mot-de-passe/{jeton}`.
pub(crate) async fn show(State(web): State<Web>, Path(jeton): Path<String>) -> Page<Response> {
    Ok(match web.app.password_link_works(&jeton).await? {
        true => form(&jeton).into_response(),
        false => link_over(),
    })
}

fn form(jeton: &str) -> DoorFormView {
    let page = views::Page::apart("Choisir votre mot de passe");
    let mut view = DoorFormView::new(page, format!("/mot-de-passe/{jeton}"), "Enregistrer le mot de passe");
    view.sentences = vec!["Toutes vos sessions ouvertes seront terminées.".to_owned()];
    view.fields = vec![new_password_field()];
    view
}

/// A link that was used, replaced, is too old or never was.
pub(crate) fn link_over() -> Response {
    let view = SaidView {
        page: views::Page::apart("Ce lien ne sert plus"),
        sentences: vec!["Ce lien a déjà servi, a été remplacé ou a expiré. Demandez-en un autre.".to_owned()],
        actions: Vec::new(),
        links: vec![Link::new("Demander un autre lien", "/mot-de-passe-oublie")],
    };
    (StatusCode::GONE, view).into_response()
}

/// POST `/mot-de-passe/{jeton}` `mot_de_passe`.
pub(crate) async fn choose(
    State(web): State<Web>,
    Path(jeton): Path<String>,
    fields: Fields,
) -> Page<Response> {
    let password = SecretString::from(fields.raw("mot_de_passe").unwrap_or_default());
    Ok(match web.app.choose_password(&jeton, password).await? {
        Chosen::Done => go("/connexion?fait=mot-de-passe"),
        Chosen::Over => link_over(),
        Chosen::Password(why) => {
            let mut view = form(&jeton);
            view.wrong("mot_de_passe", problem(&why));
            (StatusCode::UNPROCESSABLE_ENTITY, view).into_response()
        }
    })
}

/// Why a password is refused, and what it lacks.
pub(crate) fn problem(why: &PasswordProblem) -> String {
    match why {
        PasswordProblem::Weak { lacks, words } => {
            let mut ways: Vec<String> = lacks.iter().map(lack).collect();
            ways.push(compte(*words as usize, "mot différent", "mots différents"));
            format!("Ce mot de passe est trop court ou trop simple. Ajoutez {}.", ways.join(", ou "))
        }
        PasswordProblem::TooLong { longest } => {
            format!("Ce mot de passe est trop long\u{a0}: {longest} caractères au plus.")
        }
        PasswordProblem::Personal => {
            "Ce mot de passe contient votre nom ou votre adresse. Choisissez autre chose.".into()
        }
        PasswordProblem::Repeated => "Ce mot de passe répète toujours la même chose. Variez-le.".into(),
        PasswordProblem::Sequence => {
            "Ce mot de passe suit l'alphabet, les chiffres ou le clavier. Variez-le.".into()
        }
        PasswordProblem::Common => {
            "Ce mot de passe est un des plus essayés. Choisissez d'autres mots.".into()
        }
    }
}

/// `2 caractères et 1 sorte de signes`.
fn lack(lack: &Lack) -> String {
    let characters = compte(lack.characters as usize, "caractère", "caractères");
    let kinds = compte(lack.kinds as usize, "sorte de caractères", "sortes de caractères");
    match (lack.characters, lack.kinds) {
        (_, 0) => characters,
        (0, _) => kinds,
        _ => format!("{characters} et {kinds}"),
    }
}
