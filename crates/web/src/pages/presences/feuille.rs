//! The attendance sheet: on screen, as files, closed.

use app::AppError;
use app::communaute::presences::{FeuilleScellee, Format};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::{Allowed, ManagePresences};
use domain::organisation::TextError;
use territory::text::search_key;

use super::{Page, ReunionPath, base, titled};
use crate::access::{Can, Path};
use crate::fields::{Fields, Query};
use crate::pages::{file, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::presences::feuille;
use crate::wording;

/// The version of the address; `None` for the sheet as it stands.
fn version(query: &Fields) -> Page<Option<u32>> {
    match query.text("version") {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| PageError::NotFound),
    }
}

async fn view(
    web: &Web,
    proof: &Allowed<ManagePresences>,
    (path, asked): (ReunionPath, Option<u32>),
) -> Page<SheetView> {
    let sealed = web.app.feuille_presence(proof, (path.id(), asked)).await?;
    let versions = web.app.attendance(proof, (path.id(), "")).await?.closes;
    let base = base(proof, path.id());
    let page = titled(web, proof, (path.id(), &sealed.feuille.titre), "Feuille de présence").await?;
    Ok(feuille::page(page.under("Présences", base.clone()), &base, &sealed, &versions))
}

/// GET `…/presences/feuille`; `?version=` for a closed one.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ManagePresences>,
    Path(path): Path<ReunionPath>,
    Query(query): Query,
) -> Page<SheetView> {
    let mut view = view(&web, &proof, (path, version(&query)?)).await?;
    if query.text("fait") == "close" {
        view.page = view.page.with_notice(feuille::closed());
    }
    Ok(view)
}

/// POST `…/presences/clore`.
pub(crate) async fn close(
    State(web): State<Web>,
    Can(proof): Can<ManagePresences>,
    Path(path): Path<ReunionPath>,
    fields: Fields,
) -> Page<Response> {
    let error = match web.app.close_attendance(&proof, path.id(), fields.text("motif")).await {
        Ok(version) => {
            let sheet = format!("{}/feuille?version={version}&fait=close", base(&proof, path.id()));
            return Ok(go(&sheet));
        }
        Err(AppError::Text(TextError::Empty)) => feuille::REASON.to_owned(),
        Err(AppError::Text(error)) => wording::organisation::text(error),
        Err(AppError::Conflict) => feuille::UNCHANGED.to_owned(),
        Err(AppError::PastDate) => feuille::TOO_EARLY.to_owned(),
        Err(other) => return Err(other.into()),
    };
    let typed = |name: &str| fields.raw(name).map(str::to_owned);
    let view = view(&web, &proof, (path, None)).await?.keeping(typed).refusing("motif", error);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response())
}

fn file_name(sealed: &FeuilleScellee, extension: &str) -> String {
    let name: String = search_key(&sealed.feuille.titre)
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == ' ')
        .take(60)
        .collect();
    format!("presences-{}.{extension}", name.trim().replace(' ', "-"))
}

async fn made(
    (web, proof): (&Web, &Allowed<ManagePresences>),
    (path, query): (ReunionPath, &Fields),
    (format, kind, extension): (Format, &'static str, &str),
) -> Page<Response> {
    let asked = (path.id(), version(query)?);
    let sealed = web.app.feuille_presence(proof, asked).await?;
    let bytes = web.app.attendance_file(proof, asked, format).await?;
    Ok(file(bytes, kind, &file_name(&sealed, extension)))
}

/// GET `…/presences/feuille.pdf`.
pub(crate) async fn pdf(
    State(web): State<Web>,
    Can(proof): Can<ManagePresences>,
    Path(path): Path<ReunionPath>,
    Query(query): Query,
) -> Page<Response> {
    made((&web, &proof), (path, &query), (Format::Pdf, "application/pdf", "pdf")).await
}

/// GET `…/presences/feuille.csv`.
pub(crate) async fn csv(
    State(web): State<Web>,
    Can(proof): Can<ManagePresences>,
    Path(path): Path<ReunionPath>,
    Query(query): Query,
) -> Page<Response> {
    made((&web, &proof), (path, &query), (Format::Csv, "text/csv; charset=utf-8", "csv")).await
}

/// GET `…/presences/feuille.xlsx`.
pub(crate) async fn xlsx(
    State(web): State<Web>,
    Can(proof): Can<ManagePresences>,
    Path(path): Path<ReunionPath>,
    Query(query): Query,
) -> Page<Response> {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    made((&web, &proof), (path, &query), (Format::Xlsx, kind, "xlsx")).await
}
