//! Files of a dossier, byte for byte as they were kept: they never change, and only who may read them keeps a copy.

use app::dossier::instruction::Copie;
use axum::extract::State;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::Asked;
use crate::pages::Page;
use crate::state::Web;

const PDF: &str = "application/pdf";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// A file that never changes, under its fingerprint: a browser that has it does not take it again.
pub(in crate::pages) fn frozen(
    asked: &HeaderMap,
    (kind, name, print): (&str, &str, &str),
    bytes: Vec<u8>,
) -> Response {
    let tag = format!("\"{print}\"");
    let known = asked.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let headers = [
        (ETAG, tag.clone()),
        (CACHE_CONTROL, "private, no-cache".to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    if known.is_some_and(|known| known.split(',').any(|one| one.trim() == tag)) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let disposition = format!("attachment; filename=\"{name}\"");
    let kind = [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)];
    (headers, kind, bytes).into_response()
}

async fn copy(web: &Web, asked: &Asked, headers: &HeaderMap, copie: Copie) -> Page<Response> {
    let which = (asked.path.id(), asked.path.depot()?);
    let (depot, bytes) = web.app.desk_document(&asked.read, which, copie).await?;
    let (kind, extension) = match copie {
        Copie::Pdf => (PDF, "pdf"),
        Copie::Docx => (DOCX, "docx"),
    };
    let name = format!("dossier-version-{}.{extension}", depot.numero);
    // The fingerprint is that of the PDF; the other copy of the same version never changes either.
    let print = format!("{}-{extension}", depot.sha256);
    Ok(frozen(headers, (kind, &name, &print), bytes))
}

/// GET `…/versions/{depot}/dossier.pdf`.
pub(crate) async fn pdf(State(web): State<Web>, asked: Asked, headers: HeaderMap) -> Page<Response> {
    copy(&web, &asked, &headers, Copie::Pdf).await
}

/// GET `…/versions/{depot}/dossier.docx`.
pub(crate) async fn docx(State(web): State<Web>, asked: Asked, headers: HeaderMap) -> Page<Response> {
    copy(&web, &asked, &headers, Copie::Docx).await
}

/// GET `…/versions/{depot}/annexes/{piece}`.
pub(crate) async fn annexe(State(web): State<Web>, asked: Asked, headers: HeaderMap) -> Page<Response> {
    let which = (asked.path.id(), asked.path.depot()?, asked.path.piece()?);
    let (annexe, kind, bytes) = web.app.desk_annexe(&asked.read, which).await?;
    let name: String = annexe
        .nom
        .chars()
        .map(|c| if c.is_ascii_graphic() && c != '"' && c != '\\' { c } else { '_' })
        .collect();
    Ok(frozen(&headers, (&kind, &name, &annexe.sha256), bytes))
}

/// GET `…/decision.pdf`.
pub(crate) async fn decision(State(web): State<Web>, asked: Asked, headers: HeaderMap) -> Page<Response> {
    let (print, bytes) = web.app.desk_decision_letter(&asked.read, asked.path.id()).await?;
    Ok(frozen(&headers, (PDF, "decision.pdf", &print), bytes))
}
