//! The booklet as files.

use axum::extract::State;
use axum::response::Response;
use documents::DocumentError;
use domain::diagnostic::Diagnostic;
use territory::text::search_key;

use super::super::file;
use super::{Asked, Open, Page, open};
use crate::shell::PageError;
use crate::state::Web;

/// `diagnostic-ruscino-variante-a.pdf`; the day on which it was computed is in the name of a frozen one.
fn file_name(open: &Open, extension: &str) -> String {
    let diagnostic = &open.diagnostic;
    let day = match open.fige {
        Some(_) => diagnostic.established_on.strftime(" %Y %m %d").to_string(),
        None => String::new(),
    };
    let name = search_key(&format!("{} {}{day}", diagnostic.territoire, diagnostic.variante));
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == ' ').collect();
    format!("diagnostic-{}.{extension}", name.trim().replace(' ', "-"))
}

/// Makes a file away from the threads that answer requests.
async fn made(
    web: &Web,
    asked: &Asked,
    (kind, extension): (&'static str, &str),
    make: impl FnOnce(&Diagnostic) -> Result<Vec<u8>, DocumentError> + Send + 'static,
) -> Page<Response> {
    let open = open(web, asked).await?;
    let name = file_name(&open, extension);
    let bytes = tokio::task::spawn_blocking(move || make(&open.diagnostic)).await;
    let bytes = bytes.map_err(|error| PageError::internal(&error))?;
    Ok(file(bytes.map_err(|error| PageError::internal(&error))?, kind, &name))
}

/// GET `…/livret.pdf`.
pub(crate) async fn pdf(State(web): State<Web>, asked: Asked) -> Page<Response> {
    made(&web, &asked, ("application/pdf", "pdf"), documents::livret_pdf).await
}

/// GET `…/livret.docx`.
pub(crate) async fn docx(State(web): State<Web>, asked: Asked) -> Page<Response> {
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    made(&web, &asked, (kind, "docx"), documents::livret_docx).await
}

/// GET `…/livret.xlsx`.
pub(crate) async fn xlsx(State(web): State<Web>, asked: Asked) -> Page<Response> {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    made(&web, &asked, (kind, "xlsx"), documents::livret_xlsx).await
}

/// GET `…/livret.csv`.
pub(crate) async fn csv(State(web): State<Web>, asked: Asked) -> Page<Response> {
    made(&web, &asked, ("text/csv; charset=utf-8", "csv"), |diagnostic| Ok(documents::livret_csv(diagnostic)))
        .await
}

/// GET `…/livret.json`.
pub(crate) async fn json(State(web): State<Web>, asked: Asked) -> Page<Response> {
    made(&web, &asked, ("application/json", "json"), documents::livret_json).await
}
