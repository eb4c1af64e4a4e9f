//! What if a doctor leaves? Access to general practitioners under a scenario, beside what is published.
//!
//! The difference that a scenario makes is exact under the model without knowing who practises where: the
//! accessibility is linear in the supply. Levels are simulated only where the supply of every commune in reach is
//! known. Method: `docs/methods/apl.md`; what a reader is told: `docs/guide/32-et-si.md`.

mod hypothese;
mod monde;
mod regles;
mod resultat;
mod simuler;

pub use hypothese::{Hypothese, HypotheseError, HypotheseTextError, Nature};
pub use monde::AccesError;
pub use regles::{Regles, regles};
pub use resultat::{
    Change, CommuneSimulee, Ensemble, LieuPossible, Niveaux, Publie, Refus, Simulation, Socle,
};
pub use simuler::simuler;
