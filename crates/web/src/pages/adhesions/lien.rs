//! `/adhesion/{token}`: ask to join by the link of the CPTS, or renew by one's own.

use app::AppError;
use app::communaute::adhesions::{AdhesionError, Demandeur, NewAdhesion};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::{ActByLink, Allowed};
use domain::communaute::adhesions::Bareme;
use domain::communaute::{Personne, Statut};
use domain::ids::PersonneId;
use domain::securite;

use super::demande::identity;
use crate::access::Path;
use crate::fields::{Fields, Query};
use crate::pages::gouvernance::wrong;
use crate::pages::{PRIVATE, Page, go};
use crate::shell::PageError;
use crate::shell::client::Caller;
use crate::state::Web;
use crate::views::adhesions::demande::{done, keep_ticked, public, renewal, ticked};
use crate::views::{self, SheetView};
use crate::wording;
use crate::wording::gouvernance::adhesion;

async fn person(web: &Web, proof: &Allowed<ActByLink>, id: PersonneId) -> Page<Personne> {
    let known = web.app.adhesions(proof).await?;
    known.annuaire.get(id).cloned().ok_or(PageError::NotFound)
}

async fn shown(
    web: &Web,
    (proof, token): (&Allowed<ActByLink>, &str),
    (annee, bareme): (i16, &Bareme),
    personne: Option<&Personne>,
) -> Page<SheetView> {
    let (cpts, action) = (web.app.cpts(proof.cpts()).await?.name, format!("/adhesion/{token}"));
    let page = views::Page::apart(format!("Adhésion {annee}"));
    Ok(match personne {
        None => public(page, &action, (&cpts, bareme, annee)),
        Some(one) => {
            let member = one.statut == Statut::Adherent;
            renewal(page, &action, (&one.nom_texte(), &cpts), (bareme, annee, member))
        }
    })
}

/// GET `/adhesion/{token}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Path(token): Path<String>,
    Query(query): Query,
) -> Page<Response> {
    let (proof, annee, who, bareme) = web.app.member_by_link(&token).await?;
    if query.text("fait") == "oui" {
        let text = "Votre réponse est enregistrée. La CPTS vous écrira si quelque chose manque.";
        let page = views::Page::apart(format!("Adhésion {annee}"));
        return Ok((PRIVATE, done(page, text)).into_response());
    }
    let personne = match who {
        Some(id) => Some(person(&web, &proof, id).await?),
        None => None,
    };
    Ok((PRIVATE, shown(&web, (&proof, &token), (annee, &bareme), personne.as_ref()).await?).into_response())
}

/// When a request is possible again, in a sentence: the link of the CPTS makes sheets, and anybody may hold it.
async fn later(web: &Web, caller: &Caller) -> Page<Option<String>> {
    let limit = &securite::rules().map_err(AppError::from)?.join_requests;
    match web.app.within_limit(limit, &caller.address).await {
        Ok(()) => Ok(None),
        Err(AppError::TooMany { retry_at }) => Ok(Some(format!(
            "Trop de demandes viennent de votre réseau. Gardez cette page ouverte, puis réessayez à {}.",
            wording::hour(retry_at)
        ))),
        Err(other) => Err(other.into()),
    }
}

/// POST `/adhesion/{token}`. Who asks twice reads the same answer: the page says of nobody whether they are a member.
pub(crate) async fn send(
    State(web): State<Web>,
    Path(token): Path<String>,
    caller: Caller,
    fields: Fields,
) -> Page<Response> {
    let (proof, annee, who, bareme) = web.app.member_by_link(&token).await?;
    let personne = match who {
        Some(id) => Some(person(&web, &proof, id).await?),
        None => None,
    };
    let ticks = ticked(fields.all("verifications"));
    let view = shown(&web, (&proof, &token), (annee, &bareme), personne.as_ref()).await?;
    let view = keep_ticked(view, &ticks);
    let demandeur = match &personne {
        Some(one) => Demandeur::Connu(one.id),
        None => match identity(&fields) {
            Ok(identite) => Demandeur::Declare(identite),
            Err(error) => return Ok((PRIVATE, wrong(view, &fields, error)).into_response()),
        },
    };
    if personne.is_none()
        && let Some(when) = later(&web, &caller).await?
    {
        let answer = wrong(view, &fields, ("nom", when));
        return Ok((StatusCode::TOO_MANY_REQUESTS, PRIVATE, answer).into_response());
    }
    let new = NewAdhesion {
        demandeur,
        annee,
        verifications: ticks,
        categorie: Some(fields.text("categorie").to_owned()).filter(|cle| !cle.is_empty()),
        complete: true,
        source: "Demande d'adhésion par la page publique".into(),
    };
    let result = match &personne {
        Some(one) => web.app.renew(&proof, (one.id, annee), new).await,
        None => web.app.request_adhesion(&proof, new).await,
    };
    match result {
        Ok(_) | Err(AdhesionError::Already(_)) => {
            Ok((PRIVATE, go(&format!("/adhesion/{token}?fait=oui"))).into_response())
        }
        Err(error) => Ok((PRIVATE, wrong(view, &fields, adhesion(error)?)).into_response()),
    }
}
