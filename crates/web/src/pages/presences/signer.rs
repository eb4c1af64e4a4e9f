//! `/presence/{token}` and `/presence/moi/{token}`: a phone signs.

use app::communaute::presences::{Connu, Envoi, Inconnue, Porte, Qui, Signature, SignerError};
use app::comptes::Visitor;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::{Page, phone, refused, to_phone};
use crate::access::{Path, Who};
use crate::fields::{Fields, Query};
use crate::pages::go;
use crate::shell::client::Caller;
use crate::shell::cookie;
use crate::state::Web;
use crate::views::presences::signer::{Saisie, SignerView};

/// What the page of a code needs to know of who asks.
struct Phone {
    who: Option<Visitor>,
    headers: HeaderMap,
}

impl Phone {
    async fn door(&self, web: &Web, token: &str) -> Result<Porte, SignerError> {
        let kept = cookie::owner(&self.headers);
        web.app.presence_door(token, (self.who.as_ref(), kept.as_deref())).await
    }
}

fn page(web: &Web, (porte, action): (&Porte, String), saisie: Saisie) -> SignerView {
    SignerView::new(porte, action, web.app.new_jeton(), saisie)
}

/// GET `/presence/{token}`; `?autre=1` for somebody else than the owner of the phone.
pub(crate) async fn show(
    State(web): State<Web>,
    Path(token): Path<String>,
    Who(who): Who,
    headers: HeaderMap,
    Query(query): Query,
) -> Page<Response> {
    let asked = Phone { who, headers };
    let (_, given) = phone(&web, &asked.headers);
    let mut porte = match asked.door(&web, &token).await {
        Ok(porte) => porte,
        Err(error) => return refused(error),
    };
    if !query.text("autre").is_empty() {
        porte.connu = Connu::Personne;
    }
    let view = page(&web, (&porte, format!("/presence/{token}")), Saisie::default());
    Ok(to_phone(view, given))
}

/// POST `/presence/{token}`.
pub(crate) async fn sign(
    State(web): State<Web>,
    Path(token): Path<String>,
    Who(who): Who,
    caller: Caller,
    headers: HeaderMap,
    fields: Fields,
) -> Page<Response> {
    let asked = Phone { who, headers };
    let saisie = Saisie::of(&fields);
    let kept = cookie::owner(&asked.headers);
    let qui = match (fields.text("qui"), asked.who.as_ref(), kept.as_deref()) {
        ("compte", Some(who), _) => Qui::Compte(who),
        ("telephone", _, Some(kept)) => Qui::Telephone(kept),
        ("inconnue", ..) => Qui::Inconnue(Inconnue {
            nom: saisie.nouveau_nom.clone(),
            prenom: saisie.nouveau_prenom.clone(),
            profession: saisie.profession.clone(),
        }),
        _ => Qui::Nom { nom: &saisie.nom, preuve: &saisie.preuve },
    };
    let (mark, given) = phone(&web, &asked.headers);
    let envoi = Envoi { jeton: fields.text("jeton"), telephone: &mark, adresse: &caller.address };
    match web.app.sign_presence(&token, qui, envoi).await {
        Ok(signature) => signed(&web, &signature, (given, saisie.souvenir)).await,
        Err(error @ (SignerError::NonReconnue | SignerError::SansNom)) => {
            let mut porte = match asked.door(&web, &token).await {
                Ok(porte) => porte,
                Err(error) => return refused(error),
            };
            porte.connu = Connu::Personne;
            let view = page(&web, (&porte, format!("/presence/{token}")), saisie.refused(&error));
            Ok(to_phone((StatusCode::UNPROCESSABLE_ENTITY, view), given))
        }
        Err(other) => refused(other),
    }
}

/// Goes to the receipt; the phone remembers its owner when the owner asked.
async fn signed(
    web: &Web,
    signature: &Signature,
    (given, remember): (Option<axum::http::HeaderValue>, bool),
) -> Page<Response> {
    let mut cookies: Vec<_> = given.into_iter().collect();
    if remember && signature.personne.is_some() {
        let kept = web.app.remember_phone(&signature.recu).await?;
        let seconds = web.app.presence_rules()?.memoire.as_secs();
        cookies.push(cookie::give_owner(&kept, seconds, web.https));
    }
    let done = if signature.deja { "deja" } else { "signee" };
    Ok(to_phone(go(&format!("/presence/recu/{}?fait={done}", signature.recu)), cookies))
}

/// GET `/presence/moi/{token}`: the personal link to a meeting, for somebody at a distance.
pub(crate) async fn show_link(
    State(web): State<Web>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Page<Response> {
    let (_, given) = phone(&web, &headers);
    let porte = match web.app.presence_link(&token).await {
        Ok(porte) => porte,
        Err(error) => return refused(error),
    };
    // The phone knows its owner from now on: at the next code of this meeting one tap is enough.
    let seconds = web.app.presence_rules()?.memoire.as_secs();
    let kept = cookie::give_owner(&token, seconds, web.https);
    let view = page(&web, (&porte, format!("/presence/moi/{token}")), Saisie::default());
    Ok(to_phone(view.a_distance(), given.into_iter().chain([kept])))
}

/// POST `/presence/moi/{token}`.
pub(crate) async fn sign_link(
    State(web): State<Web>,
    Path(token): Path<String>,
    caller: Caller,
    headers: HeaderMap,
    fields: Fields,
) -> Page<Response> {
    let (mark, given) = phone(&web, &headers);
    let envoi = Envoi { jeton: fields.text("jeton"), telephone: &mark, adresse: &caller.address };
    match web.app.sign_at_distance(&token, envoi).await {
        Ok(signature) => signed(&web, &signature, (given, false)).await,
        Err(error) => refused(error),
    }
}
