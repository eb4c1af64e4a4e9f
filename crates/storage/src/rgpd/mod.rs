//! What the RGPD asks to keep, to show and to erase.

mod conservation;
mod demandes;
mod dossier;
mod effacement;
mod traitements;
mod violations;

pub use conservation::UnusedAccount;
pub use demandes::{DemandeRow, NewDemande};
pub use dossier::{DossierSection, DossierValue, EXCEPTIONS, EXPORTED, Exception, Exported, Shape, Whose};
pub(crate) use effacement::same_address;
pub use effacement::{Erased, ErasedBy, Leaving, PersonPlaces};
pub use traitements::{Controller, TraitementRow};
pub use violations::{NewViolation, ViolationRow};
