//! Reading the community: who is missing, who takes part, how much time professionals are asked for.
//!
//! Method: `docs/methods/participation.md`.

mod charge;
mod effectif;
mod participation;
mod regles;

pub use charge::{Charge, LigneCharge, PlafondError, PlafondTemps, TempsDemande};
pub use effectif::{CommunauteLue, CommuneLue, LigneCommunaute, Rangs, communaute};
pub use participation::{LigneParticipation, Participation, minutes_presentes, mois, participation};
pub use regles::{DureeQuestionnaire, ReglesParticipation, regles};
