//! Structures of the community.

pub(crate) mod conventions;
pub(crate) mod liste;
pub(crate) mod saisie;

use domain::ids::StructureId;
use serde::Deserialize;
use uuid::Uuid;

/// `…/structures/{structure}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct StructurePath {
    structure: Uuid,
}

impl StructurePath {
    fn id(self) -> StructureId {
        StructureId(self.structure)
    }
}

const DONE: &[(&str, &str)] = &[
    ("ajoutee", "La structure est ajoutée."),
    ("enregistree", "La structure est enregistrée."),
    ("retablie", "La structure est rétablie."),
    ("convention", "La convention est enregistrée."),
    ("convention-retiree", "La convention est retirée de la fiche."),
];
