//! A meeting that decides: count, proxies, links.

use app::communaute::gouvernance::NewProcuration;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::authz::{EditGouvernance, EditGroupes, ReadGouvernance};
use domain::communaute::gouvernance::MoyenProcuration;

use super::{DONE, ProcurationPath, ReunionPath, base, done, under, under_meeting, wrong};
use crate::access::{Can, May, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, go, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::gouvernance::seance;
use crate::wording::gouvernance::at_field;
use crate::wording::organisation::CHOOSE;

/// GET `…/gouvernance/reunions/{reunion}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadGouvernance>,
    may: May<EditGouvernance>,
    Path(path): Path<ReunionPath>,
    query: Query,
) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let read = web.app.seance(&proof, path.id()).await?;
    let votes = web.app.votes_of_meeting(&proof, path.id()).await?;
    let page = under(&place, read.reunion.titre.clone());
    let view = seance::show(page, &base(&place), (&read, &votes), seance::May { edit: may.yes() });
    Ok(done(view, &query, DONE))
}

/// POST `…/gouvernance/reunions/{reunion}/seconde`: whether it is a second call.
pub(crate) async fn second_call(
    State(web): State<Web>,
    Can(proof): Can<EditGouvernance>,
    Can(groupes): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    web.app.set_second_call((&proof, &groupes), path.id(), fields.text("seconde") == "oui").await?;
    Ok(go(&format!("{}/reunions/{}?fait=convocation", base(&place), path.id())))
}

/// POST `…/gouvernance/reunions/{reunion}/procurations`: a proxy on paper.
pub(crate) async fn give(
    State(web): State<Web>,
    Can(proof): Can<EditGouvernance>,
    Path(path): Path<ReunionPath>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let read = web.app.seance(&proof, path.id()).await?;
    let votes = web.app.votes_of_meeting(&proof, path.id()).await?;
    let page = under(&place, read.reunion.titre.clone());
    let view = seance::show(page, &base(&place), (&read, &votes), seance::May { edit: true });
    let (donneur, porteur) = (fields.text("donneur").parse(), fields.text("porteur").parse());
    let (Ok(donneur), Ok(porteur)) = (donneur, porteur) else {
        let field = if fields.text("donneur").is_empty() { "donneur" } else { "porteur" };
        return Ok(wrong(view, &fields, (field, CHOOSE.to_owned())));
    };
    let new = NewProcuration { reunion: path.id(), donneur, porteur, moyen: MoyenProcuration::Papier };
    match web.app.give_procuration(&proof, new).await {
        Ok(_) => Ok(go(&format!("{}/reunions/{}?fait=procuration", base(&place), path.id()))),
        Err(error) => Ok(wrong(view, &fields, at_field(error)?)),
    }
}

/// GET `…/gouvernance/procurations/{procuration}/retirer`: asks first.
pub(crate) async fn confirm(
    State(web): State<Web>,
    Can(proof): Can<EditGouvernance>,
    Path(path): Path<ProcurationPath>,
) -> Page<SheetView> {
    let reunion = web.app.meeting_of_procuration(&proof, path.id()).await?;
    let read = web.app.seance(&proof, reunion).await?;
    let found = read.procurations.iter().find(|one| one.id == path.id() && one.is_active());
    let one = found.ok_or(PageError::NotFound)?;
    let (place, page) = under_meeting(&web, &proof, (&read.reunion, "Retirer une procuration")).await?;
    let here = format!("{}/reunions/{reunion}", base(&place));
    let names = (read.annuaire.nom(one.donneur), read.annuaire.nom(one.porteur));
    Ok(seance::take_back(page, (&base(&place), &here), (one, &names.0, &names.1)))
}

/// POST `…/gouvernance/procurations/{procuration}/retirer`.
pub(crate) async fn take_back(
    State(web): State<Web>,
    Can(proof): Can<EditGouvernance>,
    Path(path): Path<ProcurationPath>,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let reunion = web.app.take_back_procuration(&proof, path.id(), None).await?;
    Ok(go(&format!("{}/reunions/{reunion}?fait=retiree", base(&place))))
}

/// POST `…/gouvernance/reunions/{reunion}/liens`: their own link to every voter.
pub(crate) async fn send(
    State(web): State<Web>,
    Can(proof): Can<EditGouvernance>,
    Path(path): Path<ReunionPath>,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let done = web.app.send_vote_links(&proof, path.id()).await?;
    let question = format!("fait=liens&envoyes={}&sans={}", done.sent, done.without_address);
    Ok(go(&format!("{}/reunions/{}?{question}", base(&place), path.id())))
}

/// POST `…/gouvernance/reunions/{reunion}/lien`: the link of one voter shows once, so its page is the answer itself.
pub(crate) async fn link(
    State(web): State<Web>,
    Can(proof): Can<EditGouvernance>,
    Path(path): Path<ReunionPath>,
    fields: Fields,
) -> Page<Response> {
    let read = web.app.seance(&proof, path.id()).await?;
    let Ok(personne) = fields.text("membre").parse() else {
        return Err(PageError::Unprocessable(CHOOSE.to_owned()));
    };
    let url = web.app.vote_link_of(&proof, path.id(), personne).await?;
    let (place, page) = under_meeting(&web, &proof, (&read.reunion, "Lien à donner")).await?;
    let here = format!("{}/reunions/{}", base(&place), path.id());
    let view = seance::link(page, &here, (&read.annuaire.nom(personne), &url));
    Ok(([("cache-control", "no-store")], view).into_response())
}
