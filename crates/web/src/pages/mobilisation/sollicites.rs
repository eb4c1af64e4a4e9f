//! The people of a campaign.

use axum::extract::State;
use axum::response::Response;
use domain::authz::{EditMobilisation, ReadMobilisation};
use domain::communaute::mobilisation::Reponse;

use super::{CampagnePath, SollicitationPath, base, done, here, titled};
use crate::access::{Can, May, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::liste::{self, Etat};
use crate::views::mobilisation::sollicites::{self, Lues};
use crate::views::sheet::Part;
use crate::wording::organisation::CHOOSE;

/// GET `…/campagnes/{campagne}/personnes`.
pub(crate) async fn list(
    State(web): State<Web>,
    Can(proof): Can<ReadMobilisation>,
    Path(path): Path<CampagnePath>,
    Query(query): Query,
) -> Page<SheetView> {
    let place = here(&web, &proof).await?;
    let (campagne, people) = web.app.campagne_sollicites(&proof, path.id()).await?;
    let base = base(&place, path.id());
    let page = titled(&place, "Personnes de la campagne").under(campagne.nom.clone(), base.clone());
    let list = sollicites::liste(&base);
    let etat = Etat::of(&query, &list);
    let view = liste::page(list, &etat, &people, &Lues { base: &base });
    Ok(SheetView::new(done(page, &query), vec![Part::Liste(Box::new(view))]))
}

/// GET `…/campagnes/{campagne}/personnes/{sollicitation}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadMobilisation>,
    may: May<EditMobilisation>,
    Path(path): Path<SollicitationPath>,
    Query(query): Query,
) -> Page<SheetView> {
    let place = here(&web, &proof).await?;
    let (campagne, people) = web.app.campagne_sollicites(&proof, path.campagne()).await?;
    let one = people.iter().find(|one| one.sollicitation.id == path.id()).ok_or(PageError::NotFound)?;
    let base = base(&place, path.campagne());
    let name = one.personne.as_ref().map_or_else(|| "Fiche effacée".to_owned(), |person| person.nom_liste());
    let page = titled(&place, name)
        .under(campagne.nom.clone(), base.clone())
        .under("Personnes", format!("{base}/personnes"));
    Ok(sollicites::one(done(page, &query), &base, (&campagne, one), may.yes()))
}

/// POST `…/campagnes/{campagne}/personnes/{sollicitation}` `reponse`.
pub(crate) async fn note(
    State(web): State<Web>,
    (Can(reads), Can(proof)): (Can<ReadMobilisation>, Can<EditMobilisation>),
    Path(path): Path<SollicitationPath>,
    fields: Fields,
) -> Page<Response> {
    web.app.campagne(&reads, path.campagne()).await?;
    let reponse = Reponse::from_key(fields.text("reponse"));
    let reponse = reponse.ok_or_else(|| PageError::Unprocessable(CHOOSE.to_owned()))?;
    web.app.note_answer(&proof, path.id(), reponse).await?;
    let base = base(&here(&web, &proof).await?, path.campagne());
    Ok(go(&format!("{base}/personnes/{}?fait=notee", path.id())))
}

/// POST `…/campagnes/{campagne}/personnes/{sollicitation}/retour`.
pub(crate) async fn bounce(
    State(web): State<Web>,
    Can(proof): Can<EditMobilisation>,
    Path(path): Path<SollicitationPath>,
) -> Page<Response> {
    web.app.note_bounce(&proof, path.id()).await?;
    let base = base(&here(&web, &proof).await?, path.campagne());
    Ok(go(&format!("{base}/personnes/{}?fait=retour", path.id())))
}
