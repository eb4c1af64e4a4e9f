//! What a CPTS keeps for its diagnosis.

mod figes;
mod pieces;
mod releves;

use domain::authz::{EditDiagnostic, Permission, ReadDiagnostic};

pub use figes::NewFige;
pub use pieces::{KeepsPieces, NewPiece, PieceRow, ReadsPieces};

/// Permissions that let a diagnosis be computed: reading it, or freezing what it says.
pub trait ReadsDiagnostic: Permission {}

impl ReadsDiagnostic for ReadDiagnostic {}
impl ReadsDiagnostic for EditDiagnostic {}
