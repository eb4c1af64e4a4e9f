//! Frozen versions: freeze, list, read, remove, take back.

use app::AppError;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::EditDiagnostic;
use domain::ids::DiagnosticId;

use super::super::go;
use super::lecture::{banner, today};
use super::{Asked, Page, layout, open, place, writers};
use crate::access::Can;
use crate::fields::{Fields, Query};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{Notice, Tone};
use crate::views::diagnostic::{FigeView, FreezeForm, Since, done, frozen_list};
use crate::wording;

/// POST `…/figer`.
pub(crate) async fn freeze(
    State(web): State<Web>,
    Can(proof): Can<EditDiagnostic>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let (name, note) = (fields.text("nom"), fields.text("note"));
    let kept = Some(note).filter(|note| !note.is_empty());
    let mut form = FreezeForm::new(name, note);
    match web.app.freeze_diagnostic(&proof, asked.path.ids(), name, kept).await {
        Ok(id) => {
            let urls = asked.path.urls(&place(&web, &proof).await?.urls).fige(&id.to_string());
            return Ok(go(&format!("{}?fait=figee", urls.show())));
        }
        Err(AppError::Name(error)) => form.nom.error = Some(wording::name(error)),
        Err(AppError::Text(error)) => form.note.error = Some(wording::organisation::text(error)),
        Err(other) => return Err(other.into()),
    }
    let mut view = today(&web, &asked).await?;
    view.freeze = form;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response())
}

/// GET `…/figes`.
pub(crate) async fn list(State(web): State<Web>, asked: Asked, Query(query): Query) -> Page<SheetView> {
    let place = place(&web, &asked.proof).await?;
    let list = web.app.frozen_diagnostics(&asked.proof, asked.path.ids()).await?;
    let names = writers(&web, &asked, list.iter().map(|fige| &fige.author)).await?;
    let diagnostic = web.app.diagnostic(&asked.proof, asked.path.ids()).await?;
    let urls = asked.path.urls(&place.urls);
    let titles = (diagnostic.territoire.as_str(), diagnostic.variante.as_str());
    let page = layout((&place, titles), &asked, "Versions figées").under("Diagnostic", urls.show());
    let mut view = frozen_list(page, &list, &urls, &|author| names.of(author));
    let removed: Option<DiagnosticId> = query.text("retiree").parse().ok();
    let removed = removed.map(|id| urls.fige(&id.to_string()));
    if let Some(notice) = done(removed, query.text("fait") == "retablie", asked.may_edit) {
        view.page = view.page.with_notice(notice);
    }
    Ok(view)
}

/// GET `…/figes/{diagnostic}`.
pub(crate) async fn show(State(web): State<Web>, asked: Asked, Query(query): Query) -> Page<FigeView> {
    let open = open(&web, &asked).await?;
    let fige = open.fige.as_ref().ok_or(PageError::NotFound)?;
    let now = web.app.diagnostic(&asked.proof, asked.path.ids()).await?;
    let changes = web.app.frozen_changes(&asked.proof, fige.id).await?;
    let titles = (open.diagnostic.territoire.as_str(), open.diagnostic.variante.as_str());
    let page = layout((&open.place, titles), &asked, fige.name.clone())
        .under("Diagnostic", open.urls.show())
        .under("Versions figées", open.urls.figes());
    let banner = banner(&open).ok_or(PageError::NotFound)?;
    let since = Since { now: Some(&now), changes: &changes };
    let mut view = open.read(&asked, |reader| FigeView::new(page, reader, banner, &since));
    if asked.may_edit {
        view = view.removable(&open.urls.fige(&fige.id.to_string()));
    }
    if query.text("fait") == "figee" {
        let text = "Cette version est figée. Vous pouvez la citer\u{a0}: ses chiffres ne changeront plus.";
        view.page = view.page.with_notice(Notice::new(Tone::Success, text));
    }
    Ok(view)
}

/// POST `…/figes/{diagnostic}/supprimer`.
pub(crate) async fn remove(
    State(web): State<Web>,
    Can(proof): Can<EditDiagnostic>,
    asked: Asked,
) -> Page<Response> {
    let id = own(&web, &asked).await?;
    web.app.remove_frozen(&proof, id).await?;
    let urls = asked.path.urls(&place(&web, &proof).await?.urls);
    Ok(go(&format!("{}?retiree={id}", urls.figes())))
}

/// POST `…/figes/{diagnostic}/retablir`.
pub(crate) async fn restore(
    State(web): State<Web>,
    Can(proof): Can<EditDiagnostic>,
    asked: Asked,
) -> Page<Response> {
    web.app.restore_frozen(&proof, asked.path.diagnostic()?).await?;
    let urls = asked.path.urls(&place(&web, &proof).await?.urls);
    Ok(go(&format!("{}?fait=retablie", urls.figes())))
}

/// The frozen version of the address, under its own variant only.
async fn own(web: &Web, asked: &Asked) -> Page<DiagnosticId> {
    let id = asked.path.diagnostic()?;
    let list = web.app.frozen_diagnostics(&asked.proof, asked.path.ids()).await?;
    list.iter().any(|fige| fige.id == id).then_some(id).ok_or(PageError::NotFound)
}
