//! What a CPTS keeps for its diagnosis.

mod figes;
mod releves;

use domain::authz::{EditDiagnostic, Permission, ReadDiagnostic};

pub use figes::NewFige;

/// Permissions that let a diagnosis be computed: reading it, or freezing what it says.
pub trait ReadsDiagnostic: Permission {}

impl ReadsDiagnostic for ReadDiagnostic {}
impl ReadsDiagnostic for EditDiagnostic {}
