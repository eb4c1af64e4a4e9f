//! `/vote/{token}`: what a member does by their personal link.

use app::communaute::gouvernance::{GouvernanceError, NewProcuration};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::authz::{ActByLink, Allowed};
use domain::communaute::gouvernance::MoyenProcuration;
use domain::ids::{PersonneId, ReunionId};

use super::{DONE, done, votes, wrong};
use crate::access::Path;
use crate::fields::{Fields, Query};
use crate::pages::{PRIVATE, Page, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::gouvernance::electeur::{self, Ways};
use crate::views::{self, SheetView};
use crate::wording::gouvernance::at_field;
use crate::wording::organisation::CHOOSE;

async fn shown(
    web: &Web,
    token: &str,
    (proof, reunion, who): (&Allowed<ActByLink>, ReunionId, PersonneId),
) -> Page<SheetView> {
    let here = format!("/vote/{token}");
    let ways = Ways { ballot: here.clone(), proxy: here.clone(), back: here };
    let read = web.app.electeur(proof, reunion, who).await?;
    Ok(electeur::show(views::Page::apart("Voter"), &ways, &read))
}

/// GET `/vote/{token}`.
pub(crate) async fn show(State(web): State<Web>, Path(token): Path<String>, query: Query) -> Page<Response> {
    let (proof, reunion, who) = web.app.voter_by_link(&token).await?;
    let view = shown(&web, &token, (&proof, reunion, who)).await?;
    Ok((PRIVATE, done(view, &query, DONE)).into_response())
}

/// POST `/vote/{token}`: a vote, a proxy, or a proxy taken back.
pub(crate) async fn act(State(web): State<Web>, Path(token): Path<String>, fields: Fields) -> Page<Response> {
    let (proof, reunion, who) = web.app.voter_by_link(&token).await?;
    let view = shown(&web, &token, (&proof, reunion, who)).await?;
    let (result, what) = match fields.text("action") {
        "voter" => {
            let (Ok(vote), Some(new)) = (fields.text("vote").parse(), votes::ballot(&fields)) else {
                return Ok((PRIVATE, wrong(view, &fields, ("choix", CHOOSE.to_owned()))).into_response());
            };
            in_meeting(&web, &proof, (vote, reunion)).await?;
            (web.app.cast(&proof, (vote, who), new).await, "voix")
        }
        "procuration" => {
            let Ok(porteur) = fields.text("porteur").parse() else {
                return Ok((PRIVATE, wrong(view, &fields, ("porteur", CHOOSE.to_owned()))).into_response());
            };
            let new = NewProcuration { reunion, donneur: who, porteur, moyen: MoyenProcuration::Lien };
            (web.app.give_procuration(&proof, new).await.map(|_| ()), "procuration")
        }
        "reprendre" => {
            let id = fields.text("procuration").parse().map_err(|_| PageError::NotFound)?;
            (web.app.take_back_procuration(&proof, id, Some(who)).await.map(|_| ()), "retiree")
        }
        _ => return Err(PageError::BadRequest("Le formulaire n'a pas pu être lu.".into())),
    };
    match result {
        Ok(()) => Ok((PRIVATE, go(&format!("/vote/{token}?fait={what}"))).into_response()),
        Err(error @ (GouvernanceError::Vote(_) | GouvernanceError::Procuration(_))) => {
            Ok((PRIVATE, wrong(view, &fields, at_field(error)?)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// A link opens the votes of its meeting and no other.
async fn in_meeting(
    web: &Web,
    proof: &Allowed<ActByLink>,
    (vote, reunion): (domain::ids::VoteId, ReunionId),
) -> Page<()> {
    let (vote, _) = web.app.vote(proof, vote).await?;
    if vote.reunion == reunion { Ok(()) } else { Err(PageError::NotFound) }
}
