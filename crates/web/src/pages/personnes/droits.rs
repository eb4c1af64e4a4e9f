//! What is kept about a person without an account, and what they may ask.

use axum::extract::State;
use axum::response::Response;
use domain::authz::{EditCommunaute, ReadCommunaute};

use super::actions::changed;
use super::liste::around;
use super::{PersonnePath, here, noms, titled, under};
use crate::access::{Can, Path, Signed};
use crate::pages::{Page, go};
use crate::state::Web;
use crate::views::SheetView;
use crate::views::personnes::droits;

/// GET `…/personnes/{personne}/donnees`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Can(read): Can<ReadCommunaute>,
    Signed(visitor): Signed,
    Path(path): Path<PersonnePath>,
) -> Page<SheetView> {
    let one = web.app.personne(&read, path.id()).await?;
    let place = here(&web, &read).await?;
    let noms = noms(&web, &read).await?;
    let (commune, structure) = (|code| noms.commune(code), |id| noms.structure(id));
    let autour = around(&web, (&read, &visitor.actor), (&place, &one), (&commune, &structure)).await?;
    web.app.note_person_export(&proof, one.id).await?;
    let sheet = format!("personnes/{}", one.id);
    let page = titled(&place, "Données gardées", &[("Personnes", "personnes"), (&one.nom_liste(), &sheet)]);
    Ok(droits::page(page, &one, &autour))
}

/// POST `…/personnes/{personne}/opposition`.
pub(crate) async fn oppose(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Path(path): Path<PersonnePath>,
) -> Page<Response> {
    web.app.oppose_person(&proof, path.id()).await.map_err(changed)?;
    let place = here(&web, &proof).await?;
    Ok(go(&under(&place, &format!("personnes/{}?fait=opposition", path.personne))))
}

/// POST `…/personnes/{personne}/opposition/lever`.
pub(crate) async fn lift(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Path(path): Path<PersonnePath>,
) -> Page<Response> {
    web.app.lift_opposition(&proof, path.id()).await.map_err(changed)?;
    let place = here(&web, &proof).await?;
    Ok(go(&under(&place, &format!("personnes/{}?fait=levee", path.personne))))
}

/// POST `…/personnes/{personne}/effacer`.
pub(crate) async fn erase(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Path(path): Path<PersonnePath>,
) -> Page<Response> {
    web.app.erase_sheet(&proof, path.id()).await.map_err(changed)?;
    let place = here(&web, &proof).await?;
    Ok(go(&under(&place, "personnes?fait=effacee")))
}
