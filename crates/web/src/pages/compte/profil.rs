//! One's own name, address and password.

use app::AppError;
use app::comptes::{EmailChange, EmailDemand, EmailLink, PasswordChange, SecretString};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::texte::courriel::Email;

use super::{answer, page};
use crate::access::{Me, MeConfirmed, Path, Signed};
use crate::fields::Fields;
use crate::pages::connexion::password::problem;
use crate::pages::connexion::{WRONG_PASSWORD, locked};
use crate::pages::{Page, go};
use crate::state::Web;
use crate::views::SheetView;
use crate::views::compte::forms;
use crate::wording;

/// GET `/compte/nom`.
pub(crate) async fn name(Me(_): Me, Signed(visitor): Signed) -> SheetView {
    forms::name(page("Changer mon nom"), &visitor.account.name)
}

/// POST `/compte/nom` `nom`.
pub(crate) async fn rename(State(web): State<Web>, Me(proof): Me, fields: Fields) -> Page<Response> {
    let typed = fields.text("nom");
    match web.app.rename_self(&proof, typed).await {
        Ok(()) => Ok(go("/compte?fait=nom")),
        Err(AppError::Name(error)) => {
            let view = forms::name(page("Changer mon nom"), typed);
            Ok(answer(view.refusing("nom", wording::name(error))))
        }
        Err(other) => Err(other.into()),
    }
}

/// GET `/compte/courriel`.
pub(crate) async fn email(MeConfirmed(_): MeConfirmed, Signed(visitor): Signed) -> SheetView {
    forms::email(page("Changer mon adresse e-mail"), visitor.account.email.as_deref())
}

/// POST `/compte/courriel` `courriel`: sends a link there.
pub(crate) async fn ask_email(
    State(web): State<Web>,
    (MeConfirmed(proof), Signed(visitor)): (MeConfirmed, Signed),
    fields: Fields,
) -> Page<Response> {
    let title = "Changer mon adresse e-mail";
    let view = forms::email(page(title), visitor.account.email.as_deref())
        .keeping(|name| fields.raw(name).map(str::to_owned));
    let Ok(email) = Email::parse(fields.text("courriel")) else {
        return Ok(answer(view.refusing("courriel", INCOMPLETE)));
    };
    match web.app.ask_email(&proof, &email).await {
        Ok(EmailDemand::Sent) => Ok(go("/compte?fait=courriel-demande")),
        Ok(EmailDemand::Same) => {
            Ok(answer(view.refusing("courriel", "C'est déjà votre adresse. Tapez la nouvelle.")))
        }
        Err(AppError::TooMany { retry_at }) => {
            let why =
                format!("Vous avez déjà demandé plusieurs liens. Réessayez à {}.", wording::hour(retry_at));
            Ok(answer(view.refusing("courriel", why)))
        }
        Err(other) => Err(other.into()),
    }
}

const INCOMPLETE: &str = "Cette adresse e-mail n'est pas complète. Par exemple\u{a0}: nom@exemple.fr.";

const CONFIRM_EMAIL: &str = "Confirmer mon adresse e-mail";
const OVER: &str = "Ce lien a déjà servi, a été remplacé ou a expiré. Votre adresse n'a pas changé.";
const STRANGER: &str =
    "Ce lien a été demandé par un autre compte. Connectez-vous avec ce compte pour le confirmer.";
const TAKEN: &str = "Un autre compte porte maintenant cette adresse. Votre adresse n'a pas changé.";

/// GET `/compte/courriel/{jeton}`: asks first, because programs open the links of messages too.
pub(crate) async fn show_email_link(
    State(web): State<Web>,
    Me(proof): Me,
    Path(jeton): Path<String>,
) -> Page<Response> {
    Ok(match web.app.email_link(&proof, &jeton).await? {
        EmailLink::Works(email) => {
            let action = format!("/compte/courriel/{jeton}");
            forms::confirm_email(page(CONFIRM_EMAIL), action, &email).into_response()
        }
        EmailLink::Over => useless(StatusCode::GONE, OVER),
        EmailLink::Stranger => useless(StatusCode::CONFLICT, STRANGER),
    })
}

/// POST `/compte/courriel/{jeton}`: the address changes.
pub(crate) async fn confirm_email(
    State(web): State<Web>,
    Me(proof): Me,
    Path(jeton): Path<String>,
) -> Page<Response> {
    if web.app.email_link(&proof, &jeton).await? == EmailLink::Stranger {
        return Ok(useless(StatusCode::CONFLICT, STRANGER));
    }
    Ok(match web.app.confirm_email(&proof, &jeton).await? {
        EmailChange::Done => go("/compte?fait=courriel"),
        EmailChange::Over => useless(StatusCode::GONE, OVER),
        EmailChange::Taken => useless(StatusCode::CONFLICT, TAKEN),
    })
}

fn useless(status: StatusCode, why: &str) -> Response {
    (status, forms::useless_link(page(CONFIRM_EMAIL), why)).into_response()
}

/// GET `/compte/mot-de-passe`.
pub(crate) async fn password(MeConfirmed(_): MeConfirmed, Signed(visitor): Signed) -> SheetView {
    forms::password(page(PASSWORD), visitor.account.password_hash.is_some())
}

const PASSWORD: &str = "Changer mon mot de passe";

/// POST `/compte/mot-de-passe` `mot_de_passe_actuel`, `mot_de_passe`.
pub(crate) async fn change_password(
    State(web): State<Web>,
    (MeConfirmed(proof), Signed(visitor)): (MeConfirmed, Signed),
    fields: Fields,
) -> Page<Response> {
    let typed = |name: &str| SecretString::from(fields.raw(name).unwrap_or_default());
    let both = (typed(CURRENT), typed("mot_de_passe"));
    let view = forms::password(page(PASSWORD), visitor.account.password_hash.is_some());
    let (field, why) = match web.app.change_password(&proof, &visitor, both).await? {
        PasswordChange::Done => return Ok(go("/compte?fait=mot-de-passe")),
        PasswordChange::Wrong => (CURRENT, WRONG_PASSWORD.to_owned()),
        PasswordChange::Locked { until } => (CURRENT, locked(until)),
        PasswordChange::Refused(why) => ("mot_de_passe", problem(&why)),
    };
    Ok(answer(view.refusing(field, why)))
}

const CURRENT: &str = "mot_de_passe_actuel";
