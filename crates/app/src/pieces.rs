//! Documents that are kept as they were given, with what they hang on.

use domain::authz::Allowed;
use domain::diagnostic::controles::regles;
use domain::ids::PieceId;
use domain::pieces::PieceOwner;
use serde_json::json;
use sha2::{Digest, Sha256};
use storage::{NewPiece, StorageError};

pub use storage::PieceRow;

use crate::{App, AppError};

/// Longest name of a file that is kept, in characters.
const NAME_MAX: usize = 120;

/// Why a document was not kept.
#[derive(Debug, thiserror::Error)]
pub enum PieceError {
    /// Nothing in it.
    #[error("empty")]
    Empty,
    /// Larger than the rules allow.
    #[error("larger than {max} bytes")]
    TooLarge {
        /// Most bytes.
        max: usize,
    },
    /// None of the kinds that the rules allow, by its content.
    #[error("not a kind of document that may be attached")]
    UnknownKind,
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StorageError> for PieceError {
    fn from(error: StorageError) -> Self {
        PieceError::App(error.into())
    }
}

impl From<&'static domain::source::RulesError> for PieceError {
    fn from(error: &'static domain::source::RulesError) -> Self {
        PieceError::App(error.into())
    }
}

/// A name that a file system and a header take, with the ending of what the document is.
fn file_name(name: &str, extension: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let plain = |c: char| if c.is_control() || "\"<>:|?*;".contains(c) { '_' } else { c };
    let stem: String = stem.chars().map(plain).take(NAME_MAX).collect();
    let stem = stem.trim().trim_matches('.');
    format!("{}.{extension}", if stem.is_empty() { "piece" } else { stem })
}

/// A document whose content and size the rules allow.
#[derive(Clone, Debug)]
pub(crate) struct CheckedPiece {
    /// Code of its kind.
    pub(crate) code: String,
    /// Name of its file, safe and with the ending of its content.
    pub(crate) name: String,
    /// What it is: `application/pdf`.
    pub(crate) media_type: String,
    /// SHA-256 of its content, in hexadecimal.
    pub(crate) sha256: String,
    /// The bytes.
    pub(crate) content: Vec<u8>,
}

/// What every document that is kept passes: its size, and what it is by its content.
pub(crate) fn checked_piece(name: &str, content: Vec<u8>) -> Result<CheckedPiece, PieceError> {
    let rules = regles()?;
    let max = rules.pieces.bytes_max;
    if content.is_empty() {
        return Err(PieceError::Empty);
    }
    if content.len() > max {
        return Err(PieceError::TooLarge { max });
    }
    let kind = opendata::piece_kind(&content).and_then(|code| rules.piece_type(code));
    let kind = kind.ok_or(PieceError::UnknownKind)?;
    Ok(CheckedPiece {
        code: kind.code.clone(),
        name: file_name(name, &kind.extension),
        media_type: kind.media.clone(),
        sha256: Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect(),
        content,
    })
}

impl App {
    /// Keeps a document as it was given, with what it hangs on; the same content is kept once for each kind of thing.
    ///
    /// # Errors
    /// When it is empty, too large, of another kind, or the database does not answer.
    pub async fn attach_piece<O: PieceOwner>(
        &self,
        proof: &Allowed<O::Edit>,
        name: &str,
        content: Vec<u8>,
    ) -> Result<PieceId, PieceError> {
        let piece = checked_piece(name, content)?;
        let CheckedPiece { code, name, media_type, sha256, content } = piece;
        let tx = self.store.write().await?;
        if let Some(known) = tx.piece_of_content::<O>(proof, &sha256).await? {
            return Ok(known.id);
        }
        let id = PieceId(self.next_id());
        // The name may name someone: it stays with the document, out of the journal.
        let changes = json!({ "attached": code, "size": content.len(), "owner": O::KEY });
        let new = NewPiece { id, name, media_type, sha256, content, at: self.now() };
        tx.add_piece::<O>(proof, new).await?;
        tx.audit(proof, self.change("piece", id, changes)).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// The documents of one kind of thing, oldest first. Nothing for an institution: they may hold small counts.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn pieces<O: PieceOwner>(&self, proof: &Allowed<O::Read>) -> Result<Vec<PieceRow>, AppError> {
        if proof.is_through_grant() {
            return Ok(Vec::new());
        }
        Ok(self.store.read().await?.pieces::<O>(proof).await?)
    }

    /// One document of that kind with its content.
    ///
    /// # Errors
    /// When the CPTS has none of that id for that kind of thing, an institution asks, or the database does not answer.
    pub async fn piece<O: PieceOwner>(
        &self,
        proof: &Allowed<O::Read>,
        id: PieceId,
    ) -> Result<(PieceRow, Vec<u8>), AppError> {
        if proof.is_through_grant() {
            return Err(AppError::NotFound);
        }
        self.store.read().await?.piece::<O>(proof, id).await?.ok_or(AppError::NotFound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_keeps_its_words_and_takes_the_ending_of_its_content() {
        assert_eq!(file_name("Lettre CPAM.pdf", "pdf"), "Lettre CPAM.pdf");
        assert_eq!(file_name("C:\\docs\\export.exe", "xlsx"), "export.xlsx");
        assert_eq!(file_name("../../etc/passwd", "csv"), "passwd.csv");
        assert_eq!(file_name("a\r\nb\"c;.pdf", "pdf"), "a__b_c_.pdf");
        assert_eq!(file_name("...", "png"), "piece.png");
        assert_eq!(file_name(&"x".repeat(500), "png").len(), NAME_MAX + 4);
    }
}
