//! Variants of a territory side by side, and what can be done with them.

use app::AppError;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::{Allowed, EditTerritoire, ReadDiagnostic, ReadTerritoire};
use domain::ids::{TerritoireId, VarianteId};
use domain::territoire::{Fiche, Territoire};

use super::{Page, go, place};
use crate::access::{Can, May, Path, TerritoirePath, VariantePath};
use crate::fields::{Fields, Query};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::components::{ActionForm, Notice, Tone};
use crate::views::{self, Compared, RemoveVarianteView, Section, TerritoireUrls, TerritoireView};
use crate::wording;

/// GET `…/territoires/{territoire}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadTerritoire>,
    may: May<EditTerritoire>,
    diagnostic: May<ReadDiagnostic>,
    Path(path): Path<TerritoirePath>,
    Query(query): Query,
) -> Page<TerritoireView> {
    let mut view = side_by_side(&web, &proof, path.id(), may.yes()).await?;
    if diagnostic.yes() {
        view = view.with_diagnostic();
    }
    if let Some(notice) = done(&query, &view.urls, may.yes()) {
        view.page = view.page.with_notice(notice);
    }
    Ok(view)
}

/// What the address says was just done, with the button that takes it back.
fn done(query: &Fields, urls: &TerritoireUrls, may_edit: bool) -> Option<Notice> {
    let removed: Option<VarianteId> = query.text("retiree").parse().ok();
    if let Some(id) = removed {
        let notice = Notice::new(Tone::Success, "La variante est supprimée.");
        let undo = ActionForm::new("Rétablir la variante", urls.variante(&id.to_string()).retablir());
        return Some(if may_edit { notice.with_action(undo) } else { notice });
    }
    let text = match query.text("fait") {
        "reference" => "La référence a changé. Les documents utilisent maintenant cette variante.",
        "nom" => "Le nom est changé.",
        "retablie" => "La variante est rétablie.",
        _ => return None,
    };
    Some(Notice::new(Tone::Success, text))
}

async fn side_by_side(
    web: &Web,
    proof: &Allowed<ReadTerritoire>,
    id: TerritoireId,
    may_edit: bool,
) -> Page<TerritoireView> {
    let place = place(web, proof).await?;
    let territoire = web.app.territoire(proof, id).await?;
    let mut fiches: Vec<(String, Fiche)> = Vec::new();
    for variante in &territoire.variantes {
        fiches.push((variante.id.to_string(), web.app.fiche(proof, (id, variante.id)).await?));
    }
    let compared: Vec<Compared<'_>> = fiches.iter().map(|(id, fiche)| Compared { id, fiche }).collect();
    let page = views::Page::of_cpts(&place.key, &place.name, Section::Territoires, territoire.name.clone())
        .under("Accueil", "/")
        .under("Territoires", place.urls.territoires());
    let urls = place.urls.territoire(&id.to_string());
    let mut view = TerritoireView::new(page, urls, may_edit, &compared);
    view.nom.value = territoire.next_name();
    Ok(view)
}

/// POST `…/variantes`: then its composer, or its sheet when it is a copy.
pub(crate) async fn add_variante(
    State(web): State<Web>,
    Can(proof): Can<EditTerritoire>,
    Can(read): Can<ReadTerritoire>,
    Path(path): Path<TerritoirePath>,
    fields: Fields,
) -> Page<Response> {
    let copied = match fields.text("copier") {
        "" => None,
        id => Some(id.parse::<VarianteId>().map_err(|_| PageError::NotFound)?),
    };
    let name = fields.text("nom");
    match web.app.create_variante(&proof, path.id(), name, copied).await {
        Ok(made) => {
            let place = place(&web, &proof).await?;
            let urls =
                place.urls.territoire(&made.territoire.to_string()).variante(&made.variante.to_string());
            Ok(go(&urls.composer()))
        }
        Err(AppError::Name(error)) => {
            let mut view = side_by_side(&web, &read, path.id(), true).await?;
            view.nom.value = name.to_owned();
            view.nom.error = Some(wording::name(error));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// POST `…/reference`.
pub(crate) async fn choose_reference(
    State(web): State<Web>,
    Can(proof): Can<EditTerritoire>,
    Path(path): Path<VariantePath>,
) -> Page<Response> {
    web.app.choose_reference(&proof, path.ids()).await?;
    back(&web, &proof, path, "fait=reference").await
}

/// POST `…/renommer`.
pub(crate) async fn rename(
    State(web): State<Web>,
    Can(proof): Can<EditTerritoire>,
    Can(read): Can<ReadTerritoire>,
    Path(path): Path<VariantePath>,
    fields: Fields,
) -> Page<Response> {
    let (territoire, id) = path.ids();
    match web.app.rename_variante(&proof, path.ids(), fields.text("nom")).await {
        Ok(()) => back(&web, &proof, path, "fait=nom").await,
        Err(AppError::Name(error)) => {
            let mut view = side_by_side(&web, &read, territoire, true).await?;
            let field = format!("nom-{id}");
            if let Some(line) = view.variantes.iter_mut().find(|line| line.nom.id == field) {
                line.nom.value = fields.text("nom").to_owned();
                line.nom.error = Some(wording::name(error));
            }
            Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// GET `…/supprimer`: asks first.
pub(crate) async fn confirm_remove(
    State(web): State<Web>,
    Can(_): Can<EditTerritoire>,
    Can(read): Can<ReadTerritoire>,
    Path(path): Path<VariantePath>,
) -> Page<RemoveVarianteView> {
    let place = place(&web, &read).await?;
    let (id, variante) = path.ids();
    let territoire: Territoire = web.app.territoire(&read, id).await?;
    let variante = territoire.variante(variante).ok_or(PageError::NotFound)?;
    let revisions = web.app.revisions(&read, path.ids()).await?;
    let urls = place.urls.territoire(&id.to_string());
    let page = views::Page::of_cpts(&place.key, &place.name, Section::Territoires, "Supprimer une variante")
        .under("Territoires", place.urls.territoires())
        .under(territoire.name.clone(), urls.show());
    let communes: std::collections::BTreeSet<_> =
        variante.perimeter.units().map(|unit| unit.commune()).collect();
    let urls = urls.variante(&variante.id.to_string());
    Ok(RemoveVarianteView::new(page, urls, &variante.name, communes.len(), revisions.len()))
}

/// POST `…/supprimer`.
pub(crate) async fn remove(
    State(web): State<Web>,
    Can(proof): Can<EditTerritoire>,
    Path(path): Path<VariantePath>,
) -> Page<Response> {
    web.app.remove_variante(&proof, path.ids()).await?;
    let query = format!("retiree={}", path.ids().1);
    back(&web, &proof, path, &query).await
}

/// POST `…/retablir`.
pub(crate) async fn restore(
    State(web): State<Web>,
    Can(proof): Can<EditTerritoire>,
    Path(path): Path<VariantePath>,
) -> Page<Response> {
    web.app.restore_variante(&proof, path.ids()).await?;
    back(&web, &proof, path, "fait=retablie").await
}

async fn back(web: &Web, proof: &Allowed<EditTerritoire>, path: VariantePath, query: &str) -> Page<Response> {
    let place = place(web, proof).await?;
    let urls = place.urls.territoire(&path.ids().0.to_string());
    Ok(go(&format!("{}?{query}", urls.show())))
}
