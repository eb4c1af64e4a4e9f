//! Freezing a diagnosis, reading it back, saying what changed since.

use domain::authz::{Allowed, EditDiagnostic, ReadDiagnostic};
use domain::diagnostic::calcul::masquer;
use domain::diagnostic::{Changement, Diagnostic, DiagnosticFige, fige};
use domain::ids::{DiagnosticId, TerritoireId, VarianteId};
use domain::organisation::checked_text;
use domain::territoire::{NameError, checked_name};
use serde_json::json;
use sha2::{Digest, Sha256};
use storage::NewFige;

use crate::{App, AppError};

/// Longest note, in characters.
pub const NOTE_MAX: usize = 1_000;

impl App {
    /// Freezes the diagnosis of a variant as it is today, under a name.
    ///
    /// # Errors
    /// When the variant is unknown, the name or the note cannot be used, or the database does not answer.
    pub async fn freeze_diagnostic(
        &self,
        proof: &Allowed<EditDiagnostic>,
        place: (TerritoireId, VarianteId),
        name: &str,
        note: Option<&str>,
    ) -> Result<DiagnosticId, AppError> {
        let name = checked_name(name)?;
        let note = note.map(|note| checked_text(note, NOTE_MAX)).transpose()?.filter(|note| !note.is_empty());
        let diagnostic = self.compute(proof, place).await?;
        let content = frosted(&diagnostic)?;
        let fige = DiagnosticFige {
            id: DiagnosticId(self.next_id()),
            territoire: place.0,
            variante: place.1,
            name,
            note,
            frozen_at: self.now(),
            author: proof.author().clone(),
            fingerprint: fingerprint(&content),
        };
        let tx = self.store.write().await?;
        if tx.frozen_names(proof, place.1).await?.contains(&fige.name) {
            return Err(NameError::Taken.into());
        }
        let id = fige.id;
        let changes = json!({ "frozen": fige.name, "variante": place.1, "fingerprint": fige.fingerprint });
        tx.add_frozen(proof, &NewFige { fige, content }).await?;
        tx.audit(proof, self.change("diagnostic", id, changes)).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// The frozen diagnoses of a variant, most recent first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn frozen_diagnostics(
        &self,
        proof: &Allowed<ReadDiagnostic>,
        place: (TerritoireId, VarianteId),
    ) -> Result<Vec<DiagnosticFige>, AppError> {
        Ok(self.store.read().await?.frozen_diagnostics(proof, place).await?)
    }

    /// A frozen diagnosis; small counts are hidden from an institution.
    ///
    /// # Errors
    /// When the CPTS has none of that id, its content is not what was written, or the database does not answer.
    pub async fn frozen_diagnostic(
        &self,
        proof: &Allowed<ReadDiagnostic>,
        id: DiagnosticId,
    ) -> Result<(DiagnosticFige, Diagnostic), AppError> {
        let tx = self.store.read().await?;
        let NewFige { fige, content } = tx.frozen_diagnostic(proof, id).await?.ok_or(AppError::NotFound)?;
        drop(tx);
        if fingerprint(&content) != fige.fingerprint {
            return Err(AppError::Document(format!("the frozen diagnosis {id} is not what was written")));
        }
        let mut diagnostic = thawed(&content)?;
        if proof.is_through_grant() {
            masquer(&mut diagnostic)?;
        }
        Ok((fige, diagnostic))
    }

    /// What became of the figures of a frozen diagnosis, in its order.
    ///
    /// # Errors
    /// When the CPTS has none of that id, its variant was removed, or the database does not answer.
    pub async fn frozen_changes(
        &self,
        proof: &Allowed<ReadDiagnostic>,
        id: DiagnosticId,
    ) -> Result<Vec<Changement>, AppError> {
        let (fige, frozen) = self.frozen_diagnostic(proof, id).await?;
        let now = self.diagnostic(proof, (fige.territoire, fige.variante)).await?;
        // Numbers that were written and read may differ in their last bit: both sides take the same way.
        Ok(fige::changes(&frozen, &thawed(&frosted(&now)?)?))
    }

    /// Removes a frozen diagnosis; [`App::restore_frozen`] brings it back.
    ///
    /// # Errors
    /// When the CPTS has none of that id or the database does not answer.
    pub async fn remove_frozen(
        &self,
        proof: &Allowed<EditDiagnostic>,
        id: DiagnosticId,
    ) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        let fige = tx.frozen_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        if !tx.set_frozen_removed(proof, id, Some(self.now())).await? {
            return Err(AppError::NotFound);
        }
        tx.audit(proof, self.change("diagnostic", id, json!({ "removed": fige.name }))).await?;
        Ok(tx.commit().await?)
    }

    /// Brings back a removed frozen diagnosis.
    ///
    /// # Errors
    /// When the CPTS has none of that id, its name was taken meanwhile, or the database does not answer.
    pub async fn restore_frozen(
        &self,
        proof: &Allowed<EditDiagnostic>,
        id: DiagnosticId,
    ) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        let fige = tx.frozen_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        if !tx.set_frozen_removed(proof, id, None).await? {
            return Err(AppError::NotFound);
        }
        let names = tx.frozen_names(proof, fige.variante).await?;
        if names.iter().filter(|name| **name == fige.name).count() > 1 {
            return Err(NameError::Taken.into());
        }
        tx.audit(proof, self.change("diagnostic", id, json!({ "restored": fige.name }))).await?;
        Ok(tx.commit().await?)
    }
}

/// A diagnosis as it is kept.
fn frosted(diagnostic: &Diagnostic) -> Result<String, AppError> {
    serde_json::to_string(diagnostic).map_err(|error| AppError::Document(error.to_string()))
}

/// A diagnosis that was kept.
fn thawed(content: &str) -> Result<Diagnostic, AppError> {
    serde_json::from_str(content).map_err(|error| AppError::Document(format!("frozen diagnosis: {error}")))
}

/// SHA-256 of a content, in hexadecimal.
fn fingerprint(content: &str) -> String {
    Sha256::digest(content.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
