//! The door: signing in, second factor, confirmation, invitation, forgotten password.

pub(crate) mod confirm;
pub(crate) mod externe;
mod externe_mots;
pub(crate) mod factor;
pub(crate) mod identites;
pub(crate) mod invitation;
pub(crate) mod passkey;
pub(crate) mod password;
pub(crate) mod session;
pub(crate) mod setup;
pub(crate) mod signin;

pub(super) use confirm::WRONG as WRONG_PASSWORD;
pub(crate) use confirm::confirm_page;
pub(crate) use factor::factor_page;
pub(crate) use signin::sign_in_page;

use app::comptes::{Ended, Identified, Proof};
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};

use super::{Page, go};
use crate::shell::cookie;
use crate::shell::way::Way;
use crate::state::{SessionOver, Web};
use crate::views;
use crate::views::components::{Link, Notice, Tone};
use crate::views::connexion::ResumeView;
use crate::views::frame::{self, Frame};
use crate::wording;

/// What is said when a form came with a file, or was too long to be kept.
fn lost_notice() -> Notice {
    let text = "Ce que vous aviez envoyé n'a pas pu être gardé. Choisissez de nouveau les fichiers ensuite.";
    Notice::new(Tone::Attention, text)
}

/// Why the session is over.
fn over_notice(over: SessionOver) -> Notice {
    let why = match over.0 {
        Ended::Idle => "Votre session est terminée\u{a0}: rien n'a été demandé depuis longtemps.",
        Ended::Age => "Votre session est terminée\u{a0}: elle a atteint sa durée maximale.",
        Ended::Elsewhere => {
            "Votre session est terminée\u{a0}: elle a été fermée depuis une autre page ou un autre appareil."
        }
    };
    Notice::new(Tone::Attention, format!("{why} Connectez-vous pour continuer."))
}

/// What is wrong with a proof, in French; `None` when it is right.
fn wrong_proof(proof: &Proof, wrong: &str) -> Option<String> {
    match proof {
        Proof::Accepted { .. } => None,
        Proof::Wrong => Some(wrong.to_owned()),
        Proof::Used => Some("Ce code a déjà servi. Attendez le code suivant, puis tapez-le.".to_owned()),
        Proof::ClockOff { minutes } => Some(clock_off(*minutes)),
        Proof::Locked { until } => Some(locked(*until)),
    }
}

/// Until when one must wait, and what else can be done.
pub(super) fn locked(until: jiff::Timestamp) -> String {
    format!(
        "Trop d'essais. Réessayez à {}. Mot de passe oublié\u{202f}? Demandez un lien sur la page de connexion.",
        wording::hour(until)
    )
}

fn clock_off(minutes: i64) -> String {
    let way = if minutes > 0 { "avance" } else { "retarde" };
    let far = domain::nombres::compte(minutes.unsigned_abs() as usize, "minute", "minutes");
    format!(
        "L'horloge de votre téléphone {way} de {far}. Réglez-la à l'heure automatique, puis tapez un nouveau code."
    )
}

/// Gives the browser the new token of the session.
fn with_cookie(web: &Web, token: &str, mut response: Response) -> Response {
    response.headers_mut().append(SET_COOKIE, cookie::give(token, web.https));
    response
}

/// What comes after a session was opened or proved: the second factor, the page, or what was typed.
async fn go_on(web: &Web, token: &str, way: &Way) -> Page<Response> {
    let response = match web.app.identify(token).await? {
        Identified::Known(visitor) if !visitor.session.strong => {
            let frame = Frame::of(Some(&visitor), "/second-facteur");
            match way.keeps_a_form() {
                true => frame::within(frame, factor_page(web, &visitor, way, false)).await?,
                false => go(&way.through("/second-facteur")),
            }
        }
        Identified::Known(visitor) => {
            frame::within(Frame::of(Some(&visitor), "/"), async { arrive(way) }).await
        }
        _ => go(&way.through("/connexion")),
    };
    Ok(with_cookie(web, token, response))
}

/// The page where the person was going, or the button that sends what they had typed.
fn arrive(way: &Way) -> Response {
    match way.resumption() {
        None => go(way.destination()),
        Some(send) => {
            let page = views::Page::apart("Reprendre");
            ResumeView { page, send, leave: Link::new("Ne rien envoyer et revenir à l'accueil", "/") }
                .into_response()
        }
    }
}
