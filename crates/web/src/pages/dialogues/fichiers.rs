//! Files of a dialogue: those of today, and those that were sent, byte for byte.

use app::dialogues::Copie;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::{Asked, DialoguePath};
use crate::access::Path;
use crate::pages::instruction::fichiers::frozen;
use crate::pages::{Page, file};
use crate::shell::PageError;
use crate::state::Web;

/// What a file is, by its name in an address.
pub(super) fn copie(name: Option<&str>) -> Page<(Copie, &'static str, &'static str)> {
    Ok(match name {
        Some("dialogue.pdf") => (Copie::Pdf, "application/pdf", "pdf"),
        Some("dialogue.xlsx") => {
            (Copie::Xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
        }
        Some("rapport.docx") => {
            (Copie::Docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")
        }
        Some("pieces.zip") => (Copie::Zip, "application/zip", "zip"),
        _ => return Err(PageError::NotFound),
    })
}

/// Name of a file of a sending.
pub(super) fn named(copie: Copie, numero: i64, extension: &str) -> String {
    let stem = if copie == Copie::Docx { "rapport-activite" } else { "dialogue-de-gestion" };
    format!("{stem}-envoi-{numero}.{extension}")
}

/// GET `…/dialogues/{annee}/brouillon/{fichier}`.
pub(crate) async fn draft(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<DialoguePath>,
) -> Page<Response> {
    let (copie, kind, extension) = copie(path.fichier.as_deref())?;
    let bytes = web.app.dialogue_draft(&asked.read, path.at()?, copie).await?;
    let stem = if copie == Copie::Docx { "rapport-activite" } else { "dialogue-de-gestion" };
    Ok(file(bytes, kind, &format!("{stem}-brouillon.{extension}")))
}

/// GET `…/dialogues/{annee}/envois/{numero}/{fichier}`.
pub(crate) async fn sent(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<DialoguePath>,
    headers: HeaderMap,
) -> Page<Response> {
    let (copie, kind, extension) = copie(path.fichier.as_deref())?;
    let (contrat, annee) = path.at()?;
    let numero = path.numero.ok_or(PageError::NotFound)?;
    let (envoi, bytes) = web.app.dialogue_file(&asked.read, (contrat, annee, numero), copie).await?;
    let print = format!("{}-{extension}", envoi.sha256);
    Ok(frozen(&headers, (kind, &named(copie, numero, extension), &print), bytes))
}
