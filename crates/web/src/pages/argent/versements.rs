//! What was notified and received.

use app::argent::ArgentError;
use axum::extract::State;
use axum::response::Response;
use domain::aci::argent::{Mouvement, MouvementTape};
use domain::authz::EditArgent;
use domain::pieces::OfArgent;

use super::{ArgentPath, Asked, Caisse, caisse, done};
use crate::access::{Can, Path};
use crate::fields::{Fields, Query};
use crate::pages::contrats::unprocessable;
use crate::pages::{Page, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::argent::versements;
use crate::wording::argent as mots;

/// GET `…/argent/versements`.
pub(crate) async fn list(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
    query: Query,
) -> Page<SheetView> {
    let caisse = caisse(&web, &asked, path.id()).await?;
    let view = versements::page(caisse.inside("Versements"), &caisse.url, (&caisse.lu, asked.edit));
    Ok(done(view, &query))
}

/// Puts what was typed back in the form, and says what is wrong.
fn refused(view: SheetView, fields: &Fields, error: ArgentError) -> Page<Response> {
    let ArgentError::Mouvement(all) = error else { return Err(error.into()) };
    let mut view = view.keeping(|name| fields.raw(name).map(str::to_owned));
    for (field, refus) in all {
        view = view.refusing(field, mots::mouvement(refus));
    }
    Ok(unprocessable(view))
}

/// POST `…/argent/versements`.
pub(crate) async fn note(
    State(web): State<Web>,
    Can(proof): Can<EditArgent>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
    fields: Fields,
) -> Page<Response> {
    let text = |name: &str| fields.text(name).to_owned();
    let typed = MouvementTape {
        echeance: text("echeance"),
        genre: text("genre"),
        montant: text("montant"),
        le: text("le"),
        reference: text("reference"),
    };
    let result = web.app.note_mouvement(&proof, path.id(), &typed).await;
    let caisse = caisse(&web, &asked, path.id()).await?;
    let Err(error) = result else { return Ok(go(&format!("{}/versements?fait=versement", caisse.url))) };
    let view = versements::page(caisse.inside("Versements"), &caisse.url, (&caisse.lu, true));
    refused(view, &fields, error)
}

/// A line of the contract that is not itself a correction.
fn line<'a>(caisse: &'a Caisse, path: &ArgentPath) -> Page<&'a Mouvement> {
    let id = path.mouvement()?;
    let found = caisse.lu.mouvements.iter().find(|one| one.id == id && one.corrige.is_none());
    found.ok_or(PageError::NotFound)
}

/// The page of a line.
pub(super) async fn one((web, asked): (&Web, &Asked), caisse: &Caisse, path: &ArgentPath) -> Page<SheetView> {
    let found = line(caisse, path)?;
    let pieces = web.app.pieces::<OfArgent>(&asked.read).await?;
    let title =
        caisse.inside(found.echeance.label()).under("Versements", format!("{}/versements", caisse.url));
    Ok(versements::une(title, &caisse.url, (&caisse.lu, found), (&pieces, asked.edit)))
}

/// GET `…/argent/versements/{mouvement}`.
pub(crate) async fn show(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
    query: Query,
) -> Page<SheetView> {
    let caisse = caisse(&web, &asked, path.id()).await?;
    Ok(done(one((&web, &asked), &caisse, &path).await?, &query))
}

/// POST `…/argent/versements/{mouvement}/corriger`.
pub(crate) async fn correct(
    State(web): State<Web>,
    Can(proof): Can<EditArgent>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
    fields: Fields,
) -> Page<Response> {
    let id = path.mouvement()?;
    let typed = (fields.text("montant"), fields.text("motif"));
    let result = web.app.correct_mouvement(&proof, (path.id(), id), typed).await;
    let caisse = caisse(&web, &asked, path.id()).await?;
    match result {
        Ok(_) => Ok(go(&format!("{}/versements/{id}?fait=correction", caisse.url))),
        Err(error) => refused(one((&web, &asked), &caisse, &path).await?, &fields, error),
    }
}
