//! One's own account: who one is, factors, sessions.

pub(crate) mod profil;
pub(crate) mod roles;

use app::AppError;
use app::comptes::{Factors, OpenSession, Visitor};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::Myself;
use domain::ids::SessionId;
use uuid::Uuid;

use super::connexion::identites;
use super::connexion::setup::codes_view;
use super::{Page, go, moment};
use crate::access::{Me, MeConfirmed, Signed};
use crate::fields::{Fields, Query};
use crate::shell::PageError;
use crate::shell::way::Way;
use crate::state::Web;
use crate::views::components::{ActionForm, Definition, Link, Notice, Tone};
use crate::views::compte::{AccountView, OwnLine, roles as roles_table};
use crate::views::connexion::CodesView;
use crate::views::{self, Section, SheetView};

/// GET `/compte`.
pub(crate) async fn show(
    State(web): State<Web>,
    Me(proof): Me,
    Signed(visitor): Signed,
    Query(fields): Query,
) -> Page<AccountView> {
    let factors = web.app.factors(&proof).await?;
    let sessions = web.app.own_sessions(&proof).await?;
    let roles = web.app.own_roles(&proof).await?;
    let others = sessions.len() > 1;
    let mut page = views::Page::new(Section::Compte, "Mon compte");
    page.notices.extend(done(fields.text("fait")));
    Ok(AccountView {
        page,
        person: person(&visitor),
        changes: vec![
            Link::new("Changer mon nom", "/compte/nom"),
            Link::new("Changer mon adresse e-mail", "/compte/courriel"),
            Link::new("Changer mon mot de passe", "/compte/mot-de-passe"),
        ],
        roles: roles_table(&roles, web.app.clock().now()),
        identities: identities(&web, &proof).await?,
        more: more(&web, &factors),
        factors: factor_lines(&factors),
        sessions: sessions.iter().map(|session| session_line(session, visitor.session.id)).collect(),
        end_others: others.then(|| ActionForm::new("Fermer toutes les autres", "/compte/sessions/autres")),
        links: vec![Link::new("Voir ou effacer mes données", "/compte/donnees")],
    })
}

/// A page under « Mon compte ».
fn page(title: &str) -> views::Page {
    views::Page::new(Section::Compte, title).under("Mon compte", "/compte")
}

/// The page, with status 422 when something is to be corrected.
fn answer(view: SheetView) -> Response {
    let status = if view.errors().is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, view).into_response()
}

/// One's own identities at providers, where there are providers or identities.
async fn identities(web: &Web, proof: &Myself) -> Page<Option<(Vec<OwnLine>, Link)>> {
    let own = web.app.own_identities(proof).await?;
    let known = !own.is_empty() || !web.app.providers().is_empty();
    let lines = own.iter().map(identites::line).map(|line| OwnLine {
        name: line.provider,
        note: format!("Identité {}.", line.dates),
        end: None,
    });
    let link = Link::new("Relier ou détacher une identité", "/compte/identites");
    Ok(known.then(|| (lines.collect(), link)))
}

/// Without it, the account could not be entered any more.
const LAST_FACTOR: &str = "C'est votre dernier second facteur. Ajoutez-en un autre avant de le retirer.";

fn done(what: &str) -> Option<Notice> {
    let text = match what {
        "session" => "La session est fermée.",
        "facteur" => "Le second facteur est retiré.",
        "nom" => "Votre nom est enregistré.",
        "courriel-demande" => "Un lien part vers la nouvelle adresse. Ouvrez-le pour la confirmer.",
        "courriel" => "Votre adresse est changée. Vous l'utiliserez à la prochaine connexion.",
        "mot-de-passe" => "Votre mot de passe est changé. Vos autres sessions sont terminées.",
        "role" => "Vous avez quitté ce rôle.",
        _ => return None,
    };
    Some(Notice::new(Tone::Success, text))
}

fn person(visitor: &Visitor) -> Vec<Definition> {
    let email = visitor.account.email.clone().unwrap_or_else(|| "aucune".to_owned());
    vec![Definition::new("Nom", visitor.account.name.clone()), Definition::new("Adresse e-mail", email)]
}

fn more(web: &Web, factors: &Factors) -> Vec<ActionForm> {
    let way = |label, url| ActionForm::new(label, url).with("suite", "/compte");
    let mut more = Vec::new();
    if !factors.totp {
        more.push(way("Ajouter une application de codes", "/second-facteur/application"));
    }
    if web.app.has_passkeys() {
        more.push(way("Ajouter une clé d'accès", "/second-facteur/cle"));
    }
    more.push(ActionForm::new("Créer de nouveaux codes de secours", "/compte/codes-de-secours"));
    more
}

fn factor_lines(factors: &Factors) -> Vec<OwnLine> {
    let several = usize::from(factors.totp) + factors.passkeys.len() > 1;
    let end = |label: String, id: String| {
        several.then(|| ActionForm::new(label, "/compte/facteurs/retirer").with("facteur", id))
    };
    let totp = factors.totp.then(|| OwnLine {
        name: "Application de codes".to_owned(),
        note: "Sur votre téléphone.".to_owned(),
        end: end("Retirer l'application".to_owned(), "application".to_owned()),
    });
    let passkeys = factors.passkeys.iter().map(|passkey| OwnLine {
        name: format!("Clé d'accès «\u{a0}{}\u{a0}»", passkey.name),
        note: format!("Ajoutée le {}.", moment(passkey.created_at)),
        end: end(format!("Retirer la clé {}", passkey.name), passkey.id.to_string()),
    });
    let left = domain::nombres::compte(factors.recovery_codes as usize, "code inutilisé", "codes inutilisés");
    let codes = OwnLine { name: "Codes de secours".to_owned(), note: format!("{left}."), end: None };
    totp.into_iter().chain(passkeys).chain([codes]).collect()
}

fn session_line(session: &OpenSession, this: SessionId) -> OwnLine {
    let own = session.id == this;
    let note = format!(
        "Depuis le {}. Dernière page le {}.{}",
        moment(session.since),
        moment(session.last_seen),
        if own { " C'est la session de cette page." } else { "" }
    );
    let end = ActionForm::new("Fermer cette session", "/compte/sessions/fermer")
        .with("session", session.id.to_string());
    OwnLine { name: session.device.clone(), note, end: (!own).then_some(end) }
}

/// POST `/compte/sessions/fermer` `session`.
pub(crate) async fn end_session(State(web): State<Web>, Me(proof): Me, fields: Fields) -> Page<Response> {
    let id: SessionId = fields.text("session").parse().map_err(|_| PageError::NotFound)?;
    web.app.end_own_session(&proof, id).await?;
    Ok(go("/compte?fait=session"))
}

/// POST `/compte/sessions/autres`.
pub(crate) async fn end_others(
    State(web): State<Web>,
    Me(proof): Me,
    Signed(visitor): Signed,
) -> Page<Response> {
    web.app.end_other_sessions(&proof, visitor.session.id).await?;
    Ok(go("/compte?fait=session"))
}

/// POST `/compte/facteurs/retirer` `facteur`: `application`, or the id of a passkey.
pub(crate) async fn remove_factor(
    State(web): State<Web>,
    MeConfirmed(proof): MeConfirmed,
    fields: Fields,
) -> Page<Response> {
    let removed = match fields.text("facteur") {
        "application" => web.app.remove_totp(&proof).await,
        id => {
            let id: Uuid = id.parse().map_err(|_| PageError::NotFound)?;
            web.app.remove_passkey(&proof, id).await
        }
    };
    match removed {
        Err(AppError::Conflict) => Err(PageError::Conflict(LAST_FACTOR.to_owned())),
        other => Ok(other.map(|()| go("/compte?fait=facteur"))?),
    }
}

/// POST `/compte/codes-de-secours`: new ones, shown once.
pub(crate) async fn new_codes(State(web): State<Web>, MeConfirmed(proof): MeConfirmed) -> Page<CodesView> {
    Ok(codes_view(web.app.new_recovery_codes(&proof).await?, &Way::to("/compte")))
}
