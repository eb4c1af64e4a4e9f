//! What a member does from their own account: vote, give a proxy, take it back.

use app::communaute::gouvernance::{GouvernanceError, NewProcuration};
use axum::extract::State;
use axum::response::Response;
use domain::authz::{Allowed, Author, Participer};
use domain::communaute::Personne;
use domain::communaute::gouvernance::MoyenProcuration;
use domain::ids::ReunionId;

use super::{DONE, ProcurationPath, ReunionPath, VotePath, base, deciding, done, page, votes, wrong};
use crate::access::{Can, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, Place, go, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{Notice, Tone};
use crate::views::gouvernance::electeur::{self, Ways};
use crate::views::sheet::Part;
use crate::wording::gouvernance::at_field;
use crate::wording::organisation::CHOOSE;

/// The sheet of who asks; `None` when their account has none.
pub(crate) async fn me(web: &Web, proof: &Allowed<Participer>) -> Page<Option<Personne>> {
    let Author::Person(user) = proof.author() else { return Err(PageError::Forbidden) };
    match web.app.voter_sheet(proof, *user).await {
        Ok(personne) => Ok(Some(personne)),
        Err(GouvernanceError::NoSheet) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// What an account without a sheet reads.
pub(crate) fn unknown(page: crate::views::Page) -> SheetView {
    let text =
        "Votre compte n'est relié à aucune fiche de la communauté. Demandez-le au secrétariat de la CPTS.";
    SheetView::new(page, vec![Part::Notice(Notice::new(Tone::Info, text))])
}

async fn known(web: &Web, proof: &Allowed<Participer>) -> Page<Personne> {
    me(web, proof).await?.ok_or_else(|| GouvernanceError::NoSheet.into())
}

/// GET `…/gouvernance/voter`: the meetings at which one may vote.
pub(crate) async fn list(State(web): State<Web>, Can(proof): Can<Participer>) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let page = page(&place, "Mes votes");
    let Some(me) = me(&web, &proof).await? else { return Ok(unknown(page)) };
    let all = deciding(web.app.meetings_of_voter(&proof, me.id).await?);
    let zone = web.app.zone(&proof).await?;
    Ok(electeur::list(page, &base(&place), (&all, &zone)))
}

fn ways(base: &str, reunion: ReunionId) -> Ways {
    Ways {
        ballot: format!("{base}/votes/{{vote}}/voter"),
        proxy: format!("{base}/voter/{reunion}"),
        back: format!("{base}/procurations/{{procuration}}/reprendre"),
    }
}

async fn shown(web: &Web, proof: &Allowed<Participer>, id: ReunionId) -> Page<(Place, SheetView)> {
    let place = place(web, proof).await?;
    // The meeting of another CPTS is not there, whoever asks.
    web.app.seance(proof, id).await?;
    let page = page(&place, "Voter").under("Mes votes", format!("{}/voter", base(&place)));
    let Some(me) = me(web, proof).await? else { return Ok((place, unknown(page))) };
    let read = web.app.electeur(proof, id, me.id).await?;
    let view = electeur::show(page, &ways(&base(&place), id), &read);
    Ok((place, view))
}

/// GET `…/gouvernance/voter/{reunion}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<Participer>,
    Path(path): Path<ReunionPath>,
    query: Query,
) -> Page<SheetView> {
    let (_, view) = shown(&web, &proof, path.id()).await?;
    Ok(done(view, &query, DONE))
}

/// POST `…/gouvernance/voter/{reunion}`: gives a proxy.
pub(crate) async fn give(
    State(web): State<Web>,
    Can(proof): Can<Participer>,
    Path(path): Path<ReunionPath>,
    fields: Fields,
) -> Page<Response> {
    let (place, view) = shown(&web, &proof, path.id()).await?;
    let me = known(&web, &proof).await?;
    let Ok(porteur) = fields.text("porteur").parse() else {
        return Ok(wrong(view, &fields, ("porteur", CHOOSE.to_owned())));
    };
    let new = NewProcuration { reunion: path.id(), donneur: me.id, porteur, moyen: MoyenProcuration::Compte };
    match web.app.give_procuration(&proof, new).await {
        Ok(_) => Ok(go(&format!("{}/voter/{}?fait=procuration", base(&place), path.id()))),
        Err(error) => Ok(wrong(view, &fields, at_field(error)?)),
    }
}

/// POST `…/gouvernance/procurations/{procuration}/reprendre`: one's own.
pub(crate) async fn take_back(
    State(web): State<Web>,
    Can(proof): Can<Participer>,
    Path(path): Path<ProcurationPath>,
) -> Page<Response> {
    let (place, me) = (place(&web, &proof).await?, me(&web, &proof).await?);
    // Without a sheet, nobody's proxy is one's own.
    let me = me.ok_or(PageError::NotFound)?;
    let reunion = web.app.take_back_procuration(&proof, path.id(), Some(me.id)).await?;
    Ok(go(&format!("{}/voter/{reunion}?fait=retiree", base(&place))))
}

/// POST `…/gouvernance/votes/{vote}/voter`: a vote, one's own or by proxy.
pub(crate) async fn cast(
    State(web): State<Web>,
    Can(proof): Can<Participer>,
    Path(path): Path<VotePath>,
    fields: Fields,
) -> Page<Response> {
    let (vote, _) = web.app.vote(&proof, path.id()).await?;
    let me = known(&web, &proof).await?;
    let (place, view) = shown(&web, &proof, vote.reunion).await?;
    let Some(new) = votes::ballot(&fields) else {
        return Ok(wrong(view, &fields, ("choix", CHOOSE.to_owned())));
    };
    match web.app.cast(&proof, (path.id(), me.id), new).await {
        Ok(()) => Ok(go(&format!("{}/voter/{}?fait=voix", base(&place), vote.reunion))),
        Err(GouvernanceError::Vote(error)) => Ok(wrong(view, &fields, at_field(error.into())?)),
        Err(error) => Err(error.into()),
    }
}
