//! The files of a request: those of today, and the final ones as they were made.

use axum::extract::State;
use axum::response::Response;
use documents::DocumentError;
use documents::subvention::{
    subvention_csv, subvention_docx, subvention_json, subvention_pdf, subvention_xlsx,
};
use domain::authz::EditSubventions;
use domain::subvention::Lecture;

use super::{Asked, SubventionPath, bureau};
use crate::access::{Can, Path};
use crate::pages::{Page, file, go};
use crate::shell::PageError;
use crate::state::Web;

/// An unfinished request says so in the name of its files too.
fn name(lecture: &Lecture, end: &str) -> String {
    let draft = if lecture.manques > 0 { "-brouillon" } else { "" };
    format!("demande-subvention{draft}.{end}")
}

/// Makes a file of a request.
type Make = fn(&Lecture) -> Result<Vec<u8>, DocumentError>;

async fn made(
    (web, asked, path): (&Web, &Asked, &SubventionPath),
    (make, kind, end): (Make, &'static str, &str),
) -> Page<Response> {
    let lecture = web.app.subvention_lecture(&asked.read, path.id()).await?;
    let name = name(&lecture, end);
    let bytes = tokio::task::spawn_blocking(move || make(&lecture)).await;
    let bytes = bytes.map_err(|error| PageError::internal(&error))?;
    Ok(file(bytes.map_err(|error| PageError::internal(&error))?, kind, &name))
}

/// GET `…/subventions/{subvention}/export.pdf`.
pub(crate) async fn pdf(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<SubventionPath>,
) -> Page<Response> {
    made((&web, &asked, &path), (subvention_pdf, "application/pdf", "pdf")).await
}

/// GET `…/subventions/{subvention}/export.docx`.
pub(crate) async fn docx(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<SubventionPath>,
) -> Page<Response> {
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    made((&web, &asked, &path), (subvention_docx, kind, "docx")).await
}

/// GET `…/subventions/{subvention}/export.xlsx`.
pub(crate) async fn xlsx(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<SubventionPath>,
) -> Page<Response> {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    made((&web, &asked, &path), (subvention_xlsx, kind, "xlsx")).await
}

/// GET `…/subventions/{subvention}/export.csv`.
pub(crate) async fn csv(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<SubventionPath>,
) -> Page<Response> {
    let make = |lecture: &Lecture| Ok(subvention_csv(lecture));
    made((&web, &asked, &path), (make, "text/csv; charset=utf-8", "csv")).await
}

/// GET `…/subventions/{subvention}/export.json`.
pub(crate) async fn json(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<SubventionPath>,
) -> Page<Response> {
    made((&web, &asked, &path), (subvention_json, "application/json", "json")).await
}

/// POST `…/subventions/{subvention}/figer`.
pub(crate) async fn freeze(
    State(web): State<Web>,
    Can(proof): Can<EditSubventions>,
    asked: Asked,
    Path(path): Path<SubventionPath>,
) -> Page<Response> {
    web.app.freeze_subvention((&proof, &asked.read), path.id()).await?;
    Ok(go(&format!("{}?fait=figee", bureau(&web, &asked).await?.url(path.id()))))
}

/// GET `…/subventions/{subvention}/finales/{numero}`.
pub(crate) async fn frozen(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<SubventionPath>,
) -> Page<Response> {
    let numero = path.numero.ok_or(PageError::NotFound)?;
    let (figee, pdf) = web.app.subvention_pdf(&asked.read, (path.id(), Some(numero))).await?;
    Ok(file(pdf, "application/pdf", &format!("demande-subvention-version-{}.pdf", figee.numero)))
}
