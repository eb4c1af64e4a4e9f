//! The community: people, structures, groups, meetings, presences.

pub mod adhesions;
pub mod annuaire;
pub mod doublons;
pub mod fusion;
pub mod gouvernance;
pub mod compte_rendu;
pub mod convocation;
pub mod decision;
pub mod groupe;
pub mod lecture;
pub mod horaire;
pub mod import;
pub mod lien;
pub mod mobilisation;
pub mod personne;
pub mod presence;
pub mod questionnaires;
pub mod presences;
pub mod regles;
pub mod reunion;
pub mod saisie;
pub mod specialites;
pub mod reunion_regles;
pub mod structure;

pub use annuaire::Annuaire;
pub use compte_rendu::{CompteRendu, EtatCompteRendu};
pub use convocation::{Appele, Choix, Convocation, Envoi, EnvoiKind, Reponse, called, due};
pub use decision::{Decision, DecisionKind};
pub use groupe::{Fonction, Groupe, GroupeFiche, GroupeKind, Mandat};
pub use horaire::HeureLocale;
pub use lien::{LienObjet, LienPersonnel};
pub use personne::{Accord, Canal, CanalKind, Etape, Exercice, Fiche, Mode, Personne, Statut};
pub use presence::{Moyen, Presence, PresenceFiche, PresenceState};
pub use reunion::{Point, Proposition, Reunion, ReunionFiche, ReunionKind, ReunionState};
pub use structure::{Contact, Convention, Structure, StructureFiche, StructureKind};
