//! Documents, given back as they came.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse, Response};
use domain::authz::{ReadCommunaute, ReadDiagnostic, ReadReleves};
use domain::ids::{PieceId, StructureId};
use domain::pieces::OfDiagnostic;
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Can, Path};
use crate::pages::Page;
use crate::state::Web;

/// `/c/{cpts}/pieces/{piece}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct PiecePath {
    piece: Uuid,
}

/// GET `/c/{cpts}/pieces/{piece}`: a document of the diagnosis.
pub(crate) async fn of_diagnostic(
    State(web): State<Web>,
    Can(_): Can<ReadReleves>,
    Can(proof): Can<ReadDiagnostic>,
    Path(path): Path<PiecePath>,
) -> Page<Response> {
    let (piece, content) = web.app.piece::<OfDiagnostic>(&proof, PieceId(path.piece)).await?;
    Ok(given(piece, content))
}

/// `…/structures/{structure}/pieces/{piece}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct OfStructurePath {
    structure: Uuid,
    piece: Uuid,
}

/// GET `…/structures/{structure}/pieces/{piece}`: the signed document of an agreement.
pub(crate) async fn of_structure(
    State(web): State<Web>,
    Can(proof): Can<ReadCommunaute>,
    Path(path): Path<OfStructurePath>,
) -> Page<Response> {
    let asked = (StructureId(path.structure), PieceId(path.piece));
    let (piece, content) = web.app.convention_piece(&proof, asked).await?;
    Ok(given(piece, content))
}

/// A document to keep, never to open in the site.
pub(crate) fn given(piece: app::pieces::PieceRow, content: Vec<u8>) -> Response {
    given_as((&piece.name, piece.media_type), content)
}

/// The same under the name of a file and what it is.
pub(crate) fn given_as((name, media_type): (&str, String), content: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain(name), coded(name));
    let headers = [
        (CONTENT_TYPE, media_type),
        (CONTENT_DISPOSITION, disposition),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, content).into_response()
}

/// A name that every browser takes.
fn plain(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_graphic() && c != '"' && c != '\\' { c } else { '_' }).collect()
}

/// The same name with its accents (RFC 8187).
fn coded(name: &str) -> String {
    let mut text = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_accents_goes_through_a_header() {
        assert_eq!(plain("Relevé \"Uzès\".pdf"), "Relev___Uz_s_.pdf");
        assert_eq!(coded("Relevé 1.pdf"), "Relev%C3%A9%201.pdf");
    }
}
