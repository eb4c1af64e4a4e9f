//! Calls, one after the other.

use app::communaute::mobilisation::{IssueAppel, Sollicite};
use axum::extract::State;
use axum::response::Response;
use domain::authz::{EditMobilisation, ReadMobilisation};
use domain::communaute::mobilisation::{CampagneCanal, Issue, Reponse};

use super::{CampagnePath, SollicitationPath, base, done, here, titled};
use crate::access::{Can, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::mobilisation::appels;
use crate::wording::organisation::CHOOSE;

/// GET `…/campagnes/{campagne}/appels`.
pub(crate) async fn list(
    State(web): State<Web>,
    Can(proof): Can<ReadMobilisation>,
    Path(path): Path<CampagnePath>,
    Query(query): Query,
) -> Page<SheetView> {
    let place = here(&web, &proof).await?;
    let (campagne, people) = web.app.campagne_sollicites(&proof, path.id()).await?;
    if campagne.canal != CampagneCanal::Telephone {
        return Err(PageError::NotFound);
    }
    let base = base(&place, path.id());
    let page = titled(&place, "Liste d'appels").under(campagne.nom, base.clone());
    Ok(appels::list(done(page, &query), &base, &people))
}

/// GET `…/campagnes/{campagne}/appels/{sollicitation}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadMobilisation>,
    Path(path): Path<SollicitationPath>,
    Query(query): Query,
) -> Page<SheetView> {
    let place = here(&web, &proof).await?;
    let (campagne, people) = web.app.campagne_sollicites(&proof, path.campagne()).await?;
    let one = people.iter().find(|one| one.sollicitation.id == path.id()).ok_or(PageError::NotFound)?;
    if campagne.canal != CampagneCanal::Telephone {
        return Err(PageError::NotFound);
    }
    let base = base(&place, path.campagne());
    let name = one.personne.as_ref().map_or_else(|| "Fiche effacée".to_owned(), |person| person.nom_texte());
    let page = titled(&place, name)
        .under(campagne.nom.clone(), base.clone())
        .under("Liste d'appels", format!("{base}/appels"));
    Ok(appels::call(done(page, &query), &base, (&campagne, one)))
}

/// POST `…/campagnes/{campagne}/appels/{sollicitation}` `issue`: notes it, then shows the next person.
pub(crate) async fn note(
    State(web): State<Web>,
    Can(proof): Can<EditMobilisation>,
    Can(reads): Can<ReadMobilisation>,
    Path(path): Path<SollicitationPath>,
    fields: Fields,
) -> Page<Response> {
    web.app.campagne(&reads, path.campagne()).await?;
    let key = fields.text("issue");
    let outcome = Reponse::from_key(key).map(IssueAppel::Reponse);
    let outcome = outcome.or_else(|| Issue::from_key(key).map(IssueAppel::Issue));
    let outcome = outcome.ok_or_else(|| PageError::Unprocessable(CHOOSE.to_owned()))?;
    web.app.note_call(&proof, path.id(), outcome).await?;
    let (_, people) = web.app.campagne_sollicites(&reads, path.campagne()).await?;
    let base = base(&here(&web, &proof).await?, path.campagne());
    Ok(go(&match next(&people, path) {
        Some(id) => format!("{base}/appels/{id}?fait=appel"),
        None => format!("{base}/appels?fait=fini"),
    }))
}

/// The next person after this one whom nobody called and who did not answer.
fn next(people: &[Sollicite], path: SollicitationPath) -> Option<String> {
    let here = people.iter().position(|one| one.sollicitation.id == path.id()).unwrap_or_default();
    let own = |one: &&Sollicite| {
        let it = &one.sollicitation;
        it.ecart.is_none() && it.reponse.is_none() && it.fiche.appels.is_empty()
    };
    let after = people.iter().skip(here + 1).find(own);
    after.or_else(|| people.iter().find(own)).map(|one| one.sollicitation.id.to_string())
}
