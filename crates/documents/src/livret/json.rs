//! The diagnosis as JSON for programs.

use domain::diagnostic::Diagnostic;
use serde::Serialize;

use crate::error::DocumentError;

/// Raised when a field changes its meaning or leaves; a new field does not raise it.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Envelope<'a> {
    format: &'static str,
    version: u32,
    fictitious: bool,
    diagnostic: &'a Diagnostic,
}

/// The diagnosis as indented JSON, its fields always in the same order.
pub fn write(diagnostic: &Diagnostic) -> Result<Vec<u8>, DocumentError> {
    let fictitious = diagnostic.is_fictitious();
    let envelope = Envelope { format: "maillage/diagnostic", version: VERSION, fictitious, diagnostic };
    let mut bytes = serde_json::to_vec_pretty(&envelope)?;
    bytes.push(b'\n');
    Ok(bytes)
}
