//! The community: people, structures, groups, meetings, presences.

pub mod annuaire;
pub mod groupe;
pub mod lecture;
pub mod lien;
pub mod personne;
pub mod presence;
pub mod questionnaires;
pub mod reunion;
pub mod structure;

pub use annuaire::Annuaire;
pub use groupe::{Fonction, Groupe, GroupeFiche, GroupeKind, Mandat};
pub use lien::{LienObjet, LienPersonnel};
pub use personne::{Accord, Canal, CanalKind, Etape, Exercice, Fiche, Mode, Personne, Statut};
pub use presence::{Moyen, Presence, PresenceFiche, PresenceState};
pub use reunion::{Point, Reunion, ReunionFiche, ReunionKind, ReunionState};
pub use structure::{Contact, Convention, Structure, StructureFiche, StructureKind};
