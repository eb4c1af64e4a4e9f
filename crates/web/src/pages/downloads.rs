//! The sheet as files.

use axum::extract::State;
use axum::response::Response;
use domain::authz::{Allowed, ReadTerritoire};
use domain::territoire::Fiche;
use territory::text::search_key;

use super::{Page, file};
use crate::access::{Can, Path, VariantePath};
use crate::shell::PageError;
use crate::state::Web;

/// `fiche-ruscino-variante-a.pdf`: no accent, no space.
fn file_name(fiche: &Fiche, extension: &str) -> String {
    let name = search_key(&format!("{} {}", fiche.territoire, fiche.variante));
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == ' ').collect();
    format!("fiche-{}.{extension}", name.trim().replace(' ', "-"))
}

async fn fiche(web: &Web, proof: &Allowed<ReadTerritoire>, path: VariantePath) -> Page<Fiche> {
    Ok(web.app.fiche(proof, path.ids()).await?)
}

/// Makes a document away from the threads that answer requests.
async fn made<T: Send + 'static>(
    fiche: Fiche,
    make: impl FnOnce(&Fiche) -> Result<T, documents::DocumentError> + Send + 'static,
) -> Page<T> {
    let document = tokio::task::spawn_blocking(move || make(&fiche)).await;
    document.map_err(|error| PageError::internal(&error))?.map_err(|error| PageError::internal(&error))
}

/// GET `…/fiche.pdf`.
pub(crate) async fn pdf(
    State(web): State<Web>,
    Can(proof): Can<ReadTerritoire>,
    Path(path): Path<VariantePath>,
) -> Page<Response> {
    let fiche = fiche(&web, &proof, path).await?;
    let name = file_name(&fiche, "pdf");
    Ok(file(made(fiche, documents::fiche_pdf).await?, "application/pdf", &name))
}

/// GET `…/fiche.xlsx`.
pub(crate) async fn xlsx(
    State(web): State<Web>,
    Can(proof): Can<ReadTerritoire>,
    Path(path): Path<VariantePath>,
) -> Page<Response> {
    let fiche = fiche(&web, &proof, path).await?;
    let name = file_name(&fiche, "xlsx");
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(made(fiche, documents::fiche_xlsx).await?, kind, &name))
}

/// GET `…/fiche.csv`.
pub(crate) async fn csv(
    State(web): State<Web>,
    Can(proof): Can<ReadTerritoire>,
    Path(path): Path<VariantePath>,
) -> Page<Response> {
    let fiche = fiche(&web, &proof, path).await?;
    Ok(file(documents::fiche_csv(&fiche), "text/csv; charset=utf-8", &file_name(&fiche, "csv")))
}

/// GET `…/fiche.json`.
pub(crate) async fn json(
    State(web): State<Web>,
    Can(proof): Can<ReadTerritoire>,
    Path(path): Path<VariantePath>,
) -> Page<Response> {
    let fiche = fiche(&web, &proof, path).await?;
    let name = file_name(&fiche, "json");
    Ok(file(made(fiche, documents::fiche_json).await?, "application/json", &name))
}

/// GET `…/fiche.geojson`.
pub(crate) async fn geojson(
    State(web): State<Web>,
    Can(proof): Can<ReadTerritoire>,
    Path(path): Path<VariantePath>,
) -> Page<Response> {
    let fiche = fiche(&web, &proof, path).await?;
    let perimeter = fiche.diagnosis.units.iter().copied().collect();
    let shapes = web.app.shapes(&web.app.reference(), &perimeter).await?;
    let bytes = documents::geojson(&shapes, &fiche.territoire, &fiche.diagnosis.sources);
    Ok(file(bytes, "application/geo+json", &file_name(&fiche, "geojson")))
}

/// GET `…/fiche.svg`.
pub(crate) async fn svg(
    State(web): State<Web>,
    Can(proof): Can<ReadTerritoire>,
    Path(path): Path<VariantePath>,
) -> Page<Response> {
    let fiche = fiche(&web, &proof, path).await?;
    let carte = fiche.carte.as_ref().ok_or(PageError::NotFound)?;
    let drawing = documents::carte_svg(carte, &documents::SvgOptions::of(&fiche));
    Ok(file(drawing, "image/svg+xml", &file_name(&fiche, "svg")))
}
