//! Invitations, by link or by printed code.

use app::comptes::{
    InvitationState, Joined, NewMember, Offer, SecretString, SeenInvitation, Visitor, is_for,
};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::texte::courriel::Email;

use super::super::{Page, day, go};
use super::password::problem;
use super::{externe, go_on};
use crate::access::{Path, Signed, Who};
use crate::fields::Fields;
use crate::shell::PageError;
use crate::shell::client::Caller;
use crate::shell::way::Way;
use crate::state::Web;
use crate::views;
use crate::views::components::{ActionForm, Field, Link};
use crate::views::connexion::{DoorFormView, SaidView, courriel_field, new_password_field};

/// GET `/invitation`.
pub(crate) async fn ask() -> DoorFormView {
    code_form("", None)
}

fn code_form(typed: &str, error: Option<String>) -> DoorFormView {
    let mut view = DoorFormView::new(
        views::Page::apart("Taper un code d'invitation"),
        "/invitation",
        "Ouvrir l'invitation",
    );
    let hint =
        "12 lettres et chiffres, imprimés sur votre lettre. Les espaces et les tirets ne comptent pas.";
    view.fields = vec![Field::new("code", "Code").required().hint(hint).value(typed).error(error)];
    view
}

/// POST `/invitation` `code`: an invitation, or the first password of an account.
pub(crate) async fn open(State(web): State<Web>, caller: Caller, fields: Fields) -> Page<Response> {
    let rules = domain::securite::rules().map_err(|error| PageError::internal(error))?;
    web.app.within_limit(&rules.sign_in, &caller.address).await?;
    let code: String =
        fields.text("code").chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    if web.app.password_link_works(&code).await? {
        return Ok(go(&format!("/mot-de-passe/{code}")));
    }
    if !code.is_empty() && web.app.seen_invitation(&code).await?.is_some() {
        return Ok(go(&format!("/invitation/{code}")));
    }
    let error = "Ce code n'existe pas. Relisez-le sur votre lettre, ou demandez-en un autre à votre CPTS.";
    let view = code_form(fields.text("code"), Some(error.to_owned()));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response())
}

/// GET `/invitation/{jeton}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Who(visitor): Who,
    Path(jeton): Path<String>,
) -> Page<Response> {
    let seen = match web.app.seen_invitation(&jeton).await? {
        None => return Ok((StatusCode::NOT_FOUND, said(UNKNOWN.to_owned())).into_response()),
        Some(seen) if seen.state != InvitationState::Open => {
            return Ok((StatusCode::GONE, over(&seen, visitor.as_ref())).into_response());
        }
        Some(seen) => seen,
    };
    Ok(match visitor {
        Some(visitor) => mine(&seen, &visitor, &jeton).into_response(),
        None if seen.has_account => {
            let mut view = known(&seen, &jeton);
            view.actions = externe::accept_buttons(&web, &jeton);
            view.into_response()
        }
        None => {
            let mut view = join_form(&seen, &jeton, ("", ""));
            view.others = externe::accept_buttons(&web, &jeton);
            view.into_response()
        }
    })
}

const UNKNOWN: &str =
    "Cette invitation n'existe pas. Vérifiez le lien, ou demandez-en un autre à votre CPTS.";

fn said(sentence: String) -> SaidView {
    let links =
        vec![Link::new("Taper un code d'invitation", "/invitation"), Link::new("Se connecter", "/connexion")];
    SaidView { page: views::Page::apart("Invitation"), sentences: vec![sentence], actions: Vec::new(), links }
}

/// Whom to ask.
fn whom(seen: &SeenInvitation) -> String {
    seen.inviter.clone().unwrap_or_else(|| seen.place.clone())
}

fn over(seen: &SeenInvitation, visitor: Option<&Visitor>) -> SaidView {
    let own = seen.invitation.accepted.and_then(|(_, user)| user);
    let whom = whom(seen);
    said(match seen.state {
        InvitationState::Used if own.is_some() && own == visitor.map(|visitor| visitor.account.id) => {
            "Vous avez déjà accepté cette invitation. Tout est en ordre.".to_owned()
        }
        InvitationState::Used => {
            format!("Cette invitation a déjà servi. Si ce n'est pas par vous, prévenez {whom}.")
        }
        InvitationState::Revoked => format!("Cette invitation a été retirée. Demandez pourquoi à {whom}."),
        InvitationState::Expired | InvitationState::Open => format!(
            "Cette invitation a expiré le {}. Demandez-en une autre à {whom}.",
            day(seen.invitation.expires_at)
        ),
    })
}

fn offered(seen: &SeenInvitation) -> String {
    let role = match seen.invitation.offer {
        Offer::Cpts(_, role) => role.label(),
        Offer::Institution(_, role) => role.label(),
    };
    let by = seen.inviter.as_ref().map(|name| format!("{name} vous invite. ")).unwrap_or_default();
    format!("{by}Vous aurez le rôle «\u{a0}{role}\u{a0}» dans {}.", seen.place)
}

/// The page of someone who is signed in.
fn mine(seen: &SeenInvitation, visitor: &Visitor, jeton: &str) -> SaidView {
    let mut view = said(offered(seen));
    view.links.clear();
    let accept = ActionForm::new("Accepter l'invitation", format!("/invitation/{jeton}/accepter"));
    let leave = ActionForm::new("Me déconnecter d'abord", "/deconnexion")
        .with("suite", format!("/invitation/{jeton}"));
    view.sentences.push(format!("Vous êtes dans le compte de {}.", visitor.account.name));
    if is_for(&seen.invitation, &visitor.account) {
        view.actions = vec![accept];
        // A printed code names nobody's address: it may be in the hands of someone else at a shared computer.
        view.actions.extend(seen.invitation.email.is_none().then_some(leave));
        return view;
    }
    view.sentences.push("Cette invitation a été envoyée à une autre adresse que la vôtre.".to_owned());
    let accept = ActionForm { label: "Accepter avec ce compte".to_owned(), ..accept };
    view.actions = vec![leave, accept.with("confirmer", "oui")];
    view
}

/// The page of someone whose address has an account.
fn known(seen: &SeenInvitation, jeton: &str) -> SaidView {
    let mut view = said(offered(seen));
    view.sentences
        .push("Cette adresse a déjà un compte. Connectez-vous, puis acceptez l'invitation.".to_owned());
    let url = Way::to(&format!("/invitation/{jeton}")).through("/connexion");
    view.links = vec![Link::new("Se connecter pour accepter", url)];
    view
}

/// The page of someone whose address has an account that was closed: it cannot be entered.
fn closed(seen: &SeenInvitation) -> SaidView {
    let why = "Cette adresse a un compte qui a été fermé.";
    said(format!("{why} Demandez une invitation à une autre adresse à {}.", whom(seen)))
}

fn join_form(seen: &SeenInvitation, jeton: &str, (name, email): (&str, &str)) -> DoorFormView {
    let page = views::Page::apart("Accepter une invitation");
    let mut view = DoorFormView::new(page, format!("/invitation/{jeton}"), "Créer mon compte");
    view.sentences =
        vec![offered(seen), "Choisissez votre mot de passe. Un second facteur vient ensuite.".to_owned()];
    let name = if name.is_empty() { seen.invitation.name.as_str() } else { name };
    view.fields = vec![Field::new("nom", "Prénom et nom").required().value(name)];
    match &seen.invitation.email {
        Some(email) => view.sentences.push(format!("Votre compte portera l'adresse {email}.")),
        None => view.fields.push(courriel_field(email)),
    }
    view.fields.push(new_password_field());
    view.links = vec![Link::new(
        "J'ai déjà un compte",
        Way::to(&format!("/invitation/{jeton}")).through("/connexion"),
    )];
    view
}

/// POST `/invitation/{jeton}` `nom`, `courriel`, `mot_de_passe`: a new account.
pub(crate) async fn join(
    State(web): State<Web>,
    Path(jeton): Path<String>,
    caller: Caller,
    fields: Fields,
) -> Page<Response> {
    let seen = web.app.seen_invitation(&jeton).await?.ok_or(PageError::NotFound)?;
    let (name, typed) = (fields.text("nom"), fields.text("courriel"));
    let mut view = join_form(&seen, &jeton, (name, typed));
    view.others = externe::accept_buttons(&web, &jeton);
    let email = seen.invitation.email.as_deref().unwrap_or(typed);
    if let Err(error) = domain::territoire::checked_name(name) {
        view.wrong("nom", crate::wording::name(error));
    }
    let Ok(email) = Email::parse(email) else {
        view.wrong(
            "courriel",
            "Cette adresse e-mail n'est pas complète. Par exemple\u{a0}: nom@exemple.fr.".to_owned(),
        );
        return Ok(invalid(view));
    };
    if !view.errors().is_empty() {
        return Ok(invalid(view));
    }
    let password = SecretString::from(fields.raw("mot_de_passe").unwrap_or_default());
    let member = NewMember { name, email, password, device: &caller.device, address: &caller.address };
    match web.app.join(&jeton, &member).await? {
        Joined::Opened(opened) => go_on(&web, opened.token.as_str(), &Way::to(&home(&seen))).await,
        Joined::Over => Ok(go(&format!("/invitation/{jeton}"))),
        Joined::HasAccount if seen.invitation.email.is_some() => {
            let seen = web.app.seen_invitation(&jeton).await?.ok_or(PageError::NotFound)?;
            let view = if seen.has_account { known(&seen, &jeton) } else { closed(&seen) };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response())
        }
        Joined::HasAccount => {
            view.wrong(
                "courriel",
                "Cette adresse a déjà un compte. Connectez-vous, puis acceptez.".to_owned(),
            );
            Ok(invalid(view))
        }
        Joined::Password(why) => {
            view.wrong("mot_de_passe", problem(&why));
            Ok(invalid(view))
        }
    }
}

fn invalid(view: DoorFormView) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, view).into_response()
}

fn home(seen: &SeenInvitation) -> String {
    match seen.invitation.offer {
        Offer::Cpts(id, _) => format!("/c/{id}"),
        Offer::Institution(id, _) => format!("/i/{id}"),
    }
}

/// POST `/invitation/{jeton}/accepter` `confirmer`: with the account that is signed in.
pub(crate) async fn accept(
    State(web): State<Web>,
    Signed(visitor): Signed,
    Path(jeton): Path<String>,
    fields: Fields,
) -> Page<Response> {
    let seen = web.app.seen_invitation(&jeton).await?.ok_or(PageError::NotFound)?;
    let confirmed = fields.text("confirmer") == "oui" || is_for(&seen.invitation, &visitor.account);
    if !confirmed {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, mine(&seen, &visitor, &jeton)).into_response());
    }
    let done = web.app.accept_invitation(&visitor, &jeton).await?;
    Ok(go(&if done { home(&seen) } else { format!("/invitation/{jeton}") }))
}
