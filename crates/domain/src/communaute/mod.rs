//! The community: people, structures, groups, meetings, presences.

pub mod adhesions;
pub mod annuaire;
pub mod compte_rendu;
pub mod convocation;
pub mod decision;
pub mod doublons;
pub mod fusion;
pub mod gouvernance;
pub mod groupe;
pub mod horaire;
pub mod import;
pub mod lecture;
pub mod lien;
pub mod mobilisation;
pub mod personne;
pub mod presence;
pub mod presences;
pub mod questionnaires;
pub mod regles;
pub mod reunion;
pub mod reunion_regles;
pub mod saisie;
pub mod specialites;
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
