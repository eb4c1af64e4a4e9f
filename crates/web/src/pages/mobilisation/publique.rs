//! `/campagne/{token}`: answering a campaign without an account.

use app::AppError;
use app::communaute::mobilisation::{CampagneError, PageCampagne, ReponseRelais};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::communaute::mobilisation::Reponse;
use domain::securite;
use domain::texte::{Email, Rpps};

use crate::access::Path;
use crate::fields::{Fields, Query};
use crate::pages::{PRIVATE, Page, go};
use crate::shell::PageError;
use crate::shell::client::Caller;
use crate::state::Web;
use crate::views::mobilisation::publique::{self, Typed};
use crate::views::{self, SheetView};
use crate::wording;

fn private(view: SheetView) -> Response {
    let status = if view.errors().is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, PRIVATE, view).into_response()
}

fn titled(shown: &PageCampagne) -> views::Page {
    let title = match shown.campagne.fiche.objet.as_str() {
        "" => shown.campagne.nom.clone(),
        objet => objet.to_owned(),
    };
    views::Page::apart(title)
}

/// GET `/campagne/{token}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Path(token): Path<String>,
    Query(query): Query,
) -> Page<Response> {
    let shown = web.app.open_campagne(&token).await?;
    let page = titled(&shown);
    Ok(private(match shown.nom {
        Some(_) => publique::personal(page, &token, &shown, query.text("fait") == "reponse"),
        None => publique::relay(page, &token, &shown, &Typed::default()),
    }))
}

/// POST `/campagne/{token}` `reponse`; with the link of a relay, who answers too.
pub(crate) async fn answer(
    State(web): State<Web>,
    Path(token): Path<String>,
    caller: Caller,
    fields: Fields,
) -> Page<Response> {
    let shown = web.app.open_campagne(&token).await?;
    let Some(reponse) = Reponse::from_key(fields.text("reponse")).filter(|_| shown.nom.is_some()) else {
        return relayed(&web, (&token, &caller), &shown, &fields).await;
    };
    web.app.answer_campagne(&token, reponse).await?;
    Ok(go(&format!("/campagne/{token}?fait=reponse")))
}

/// What somebody unknown typed, or what is wrong with it.
fn read(typed: &mut Typed) -> Option<ReponseRelais> {
    for (name, text) in [("nom", typed.nom.clone()), ("prenom", typed.prenom.clone())] {
        if let Err(error) = domain::territoire::checked_name(&text) {
            typed.errors.push((name, wording::name(error)));
        }
    }
    let reponse = Reponse::from_key(&typed.reponse);
    if reponse.is_none() {
        typed.errors.push(("reponse", "Choisissez une réponse.".to_owned()));
    }
    let mut rpps = None;
    if !typed.rpps.is_empty() {
        match Rpps::parse(&typed.rpps) {
            Ok(read) => rpps = Some(read),
            Err(_) => typed.errors.push((
                "rpps",
                "Ce numéro n'est pas un RPPS. Un RPPS contient 11 chiffres. Laissez vide si vous ne l'avez pas.".to_owned(),
            )),
        }
    }
    let mut courriel = None;
    if !typed.courriel.is_empty() {
        match Email::parse(&typed.courriel) {
            Ok(read) => courriel = Some(read),
            Err(error) => typed.errors.push(("courriel", wording::organisation::email(error))),
        }
    }
    let reponse = reponse.filter(|_| typed.errors.is_empty())?;
    Some(ReponseRelais {
        nom: typed.nom.clone(),
        prenom: typed.prenom.clone(),
        rpps,
        courriel,
        profession: Some(typed.profession.clone()).filter(|code| known(code)),
        commune: typed.commune.parse().ok(),
        reponse,
    })
}

fn known(code: &str) -> bool {
    domain::professions::professions().is_ok_and(|table| table.label(code).is_some())
}

async fn relayed(
    web: &Web,
    (token, caller): (&str, &Caller),
    shown: &PageCampagne,
    fields: &Fields,
) -> Page<Response> {
    let mut typed = Typed::of(fields);
    let again = |typed: &Typed| match shown.nom {
        Some(_) => publique::personal(titled(shown), token, shown, false),
        None => publique::relay(titled(shown), token, shown, typed),
    };
    let Some(read) = read(&mut typed).filter(|_| shown.nom.is_none()) else {
        return Ok(private(again(&typed)));
    };
    // Sheets are made by whoever holds a link that many were given: slowly.
    let rules = securite::rules().map_err(AppError::from)?;
    web.app.within_limit(&rules.sign_in, &format!("campagne:{}", caller.address)).await?;
    match web.app.answer_relais(token, &read).await {
        Ok(Some(address)) => {
            let own = address.rsplit('/').next().unwrap_or_default().to_owned();
            Ok(go(&format!("/campagne/{own}?fait=reponse")))
        }
        Ok(None) => Ok(private(publique::nothing_kept(views::Page::apart("C'est noté")))),
        Err(CampagneError::App(error)) => Err(error.into()),
        Err(other) => Err(other.into()),
    }
}

/// GET `/campagne/{token}/opposition`: reading a page changes nothing, since mail programs open links by themselves.
pub(crate) async fn objection(State(web): State<Web>, Path(token): Path<String>) -> Page<Response> {
    let shown = web.app.open_campagne(&token).await?;
    if shown.nom.is_none() {
        return Err(PageError::NotFound);
    }
    let page = views::Page::apart("Ne plus être contacté");
    Ok(private(publique::objection(page, &token, &shown)))
}

/// POST `/campagne/{token}/opposition`.
pub(crate) async fn object(State(web): State<Web>, Path(token): Path<String>) -> Page<Response> {
    web.app.answer_campagne(&token, Reponse::Opposition).await?;
    Ok(go(&format!("/campagne/{token}?fait=reponse")))
}
