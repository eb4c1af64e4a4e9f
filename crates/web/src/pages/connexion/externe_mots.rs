//! What is said of an exchange with a provider of identity.

use app::connexion::{ExternalError, OidcError, Practice};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::professions::professions;

use super::super::Page;
use crate::state::Web;
use crate::views;
use crate::views::components::{ActionForm, Link};
use crate::views::connexion::ExternalMessageView;

/// Status, heading, why, what to do.
type Words = (StatusCode, String, String, String);

/// How the provider is called; a name that nobody configured is not repeated.
fn label(web: &Web, key: &str) -> String {
    web.app.provider(key).map_or_else(|| "ce service".to_owned(), |provider| provider.label)
}

/// The page of an exchange that did not succeed.
pub(super) fn refused(web: &Web, key: &str, error: ExternalError) -> Page<Response> {
    let error = match error {
        ExternalError::App(error) => return Err(error.into()),
        other => other,
    };
    let label = label(web, key);
    let (status, title, why, todo) = words(&error, &label);
    let retry = web.app.provider(key).filter(|_| may_try_again(&error));
    let view = ExternalMessageView {
        page: views::Page::apart(title),
        why,
        todo: vec![todo],
        retry: retry
            .map(|_| ActionForm::new(format!("Recommencer avec {label}"), format!("/connexion/{key}"))),
        other: Link::new("Se connecter autrement", "/connexion"),
    };
    Ok((status, view).into_response())
}

/// The page of a person whom the provider knows and nobody here does.
pub(super) fn unknown(web: &Web, key: &str) -> Response {
    let label = label(web, key);
    let view = ExternalMessageView {
        page: views::Page::apart("Aucune CPTS ne vous a encore invité"),
        why: "Votre identité est reconnue, mais aucune CPTS ne vous a encore invité. Aucun compte n'a été créé."
            .to_owned(),
        todo: vec![
            "Demandez une invitation à la coordination de votre CPTS.".to_owned(),
            format!("Vous avez une invitation\u{202f}? Ouvrez son lien, puis choisissez «\u{a0}Accepter avec {label}\u{a0}»."),
            format!("Vous avez déjà un compte\u{202f}? Connectez-vous, puis reliez {label} depuis «\u{a0}Mon compte\u{a0}»."),
        ],
        retry: None,
        other: Link::new("Se connecter autrement", "/connexion"),
    };
    (StatusCode::FORBIDDEN, view).into_response()
}

/// Whether the same button may lead further.
fn may_try_again(error: &ExternalError) -> bool {
    !matches!(
        error,
        ExternalError::Closed
            | ExternalError::InvitationOver
            | ExternalError::Taken
            | ExternalError::AlreadyAttached
            | ExternalError::OnlyWay
    )
}

fn words(error: &ExternalError, label: &str) -> Words {
    let say = |status, title: &str, why: String, todo: &str| (status, title.to_owned(), why, todo.to_owned());
    let again = "Recommencez depuis la page de connexion, dans ce navigateur.";
    let refused = StatusCode::FORBIDDEN;
    match error {
        ExternalError::Provider(error) => provider_words(error, label),
        ExternalError::UnknownProvider => say(
            StatusCode::NOT_FOUND,
            "Ce service de connexion n'existe pas",
            "Aucun service de ce nom n'est configuré sur cette instance.".to_owned(),
            "Choisissez un moyen de connexion sur la page de connexion.",
        ),
        ExternalError::NoExchange | ExternalError::App(_) => say(
            refused,
            "Cette connexion n'a pas été commencée ici",
            format!("Le retour de {label} ne répond à aucune demande de Maillage."),
            again,
        ),
        ExternalError::Replayed => say(
            refused,
            "Cette connexion a déjà servi",
            format!("Un retour de {label} ne sert qu'une fois. La page a peut-être été rechargée."),
            again,
        ),
        ExternalError::TooOld => say(
            refused,
            "Cette connexion a pris trop de temps",
            "La demande a expiré avant votre retour.".to_owned(),
            again,
        ),
        ExternalError::OtherBrowser => say(
            refused,
            "Cette connexion a commencé dans un autre navigateur",
            format!("Le départ vers {label} ne vient pas de ce navigateur."),
            again,
        ),
        ExternalError::Taken => say(
            refused,
            "Cette identité est reliée à un autre compte",
            "Une identité ouvre un seul compte.".to_owned(),
            "Connectez-vous à l'autre compte, détachez cette identité, puis recommencez.",
        ),
        ExternalError::AlreadyAttached => say(
            refused,
            "Votre compte a déjà une identité de ce service",
            format!("Un compte n'a qu'une identité {label}."),
            "Détachez d'abord l'ancienne identité depuis votre compte.",
        ),
        ExternalError::OtherPerson => say(
            refused,
            "Cette identité n'est pas celle de la personne connectée",
            format!("{label} a reconnu une personne, mais pas celle de ce compte."),
            "Recommencez avec votre propre identité, ou confirmez par un autre moyen.",
        ),
        ExternalError::Closed => say(
            refused,
            "Ce compte est fermé",
            "Votre identité est reconnue, mais son compte a été fermé.".to_owned(),
            "Demandez à la personne qui gère Maillage de le rouvrir.",
        ),
        ExternalError::InvitationOver => say(
            StatusCode::GONE,
            "Cette invitation ne fonctionne plus",
            "Elle a expiré, a déjà servi, ou a été retirée.".to_owned(),
            "Demandez une nouvelle invitation à la coordination de votre CPTS.",
        ),
        ExternalError::OnlyWay => say(
            StatusCode::UNPROCESSABLE_ENTITY,
            "Cette identité n'a pas été détachée",
            "C'est votre seul moyen de vous connecter.".to_owned(),
            "Ajoutez un mot de passe ou une clé d'accès, puis recommencez.",
        ),
    }
}

fn provider_words(error: &OidcError, label: &str) -> Words {
    let say = |status, title: String, why: &str, todo: &str| (status, title, why.to_owned(), todo.to_owned());
    let manager = "Recommencez. Si le refus revient, prévenez la personne qui gère Maillage.";
    match error {
        OidcError::Unreachable(_) | OidcError::BadDiscovery(_) => say(
            StatusCode::SERVICE_UNAVAILABLE,
            format!("{label} ne répond pas"),
            "Le service est en panne, ou Maillage ne peut pas le joindre.",
            "Réessayez dans quelques minutes, ou connectez-vous autrement.",
        ),
        OidcError::Refused(code) if code == "access_denied" => say(
            StatusCode::FORBIDDEN,
            "La connexion a été annulée".to_owned(),
            &format!("Vous avez refusé, ou {label} n'a pas accepté de vous identifier."),
            "Recommencez, ou connectez-vous autrement.",
        ),
        OidcError::WrongAcr => say(
            StatusCode::FORBIDDEN,
            "Votre identité n'est pas prouvée au niveau demandé".to_owned(),
            &format!("{label} vous a reconnu, mais sans la preuve forte que Maillage demande."),
            "Recommencez avec votre carte CPS ou l'application e-CPS, ou le moyen fort de ce service.",
        ),
        OidcError::Expired => say(
            StatusCode::FORBIDDEN,
            "La réponse est arrivée trop tard".to_owned(),
            &format!("La preuve donnée par {label} a expiré avant d'être lue."),
            "Recommencez. Si le refus revient, l'horloge du serveur est peut-être fausse\u{a0}: prévenez la personne qui gère Maillage.",
        ),
        OidcError::UnknownKey | OidcError::BadSignature => say(
            StatusCode::BAD_GATEWAY,
            "La signature de la réponse n'est pas valable".to_owned(),
            &format!("Maillage ne peut pas vérifier que la réponse vient de {label}."),
            manager,
        ),
        OidcError::NoSubject => say(
            StatusCode::BAD_GATEWAY,
            "Votre identité n'a pas été donnée".to_owned(),
            &format!("La réponse de {label} ne dit pas qui vous êtes."),
            manager,
        ),
        _ => say(
            StatusCode::BAD_GATEWAY,
            format!("La réponse de {label} ne convient pas"),
            "Elle n'est pas celle que Maillage attendait pour cette connexion.",
            manager,
        ),
    }
}

/// `Infirmier ou infirmière`.
pub(super) fn profession_of(practice: &Practice) -> String {
    let Some(code) = practice.profession.as_deref() else { return "Profession non précisée".into() };
    let known = professions().ok().and_then(|table| table.label(code));
    known.map_or_else(|| format!("Profession de code {code}"), str::to_owned)
}
