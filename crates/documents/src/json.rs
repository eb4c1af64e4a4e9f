//! The sheet as JSON for programs.

use domain::territoire::fiche::Fiche;
use serde::Serialize;

use crate::error::DocumentError;

/// Raised when a field changes its meaning or leaves; a new field does not raise it.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Envelope<'a> {
    format: &'static str,
    version: u32,
    fictitious: bool,
    fiche: &'a Fiche,
}

/// The sheet as indented JSON, its fields always in the same order.
pub fn write(fiche: &Fiche) -> Result<Vec<u8>, DocumentError> {
    let fictitious = fiche.diagnosis.is_fictitious();
    let envelope = Envelope { format: "maillage/fiche-territoire", version: VERSION, fictitious, fiche };
    let mut bytes = serde_json::to_vec_pretty(&envelope)?;
    bytes.push(b'\n');
    Ok(bytes)
}
