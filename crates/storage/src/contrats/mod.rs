//! Contracts with the Assurance Maladie and the agency: their terms by version, their indicators.

mod contrat;
mod indicateurs;
mod publies;
mod versions;

use domain::authz::{
    EditArgent, EditContrat, EditDialogues, EditPreuves, Permission, ReadArgent, ReadContrat, ReadDialogues,
    ReadPreuves, SendDialogues, SignContrat,
};

pub use publies::ContratPublie;

/// Permissions whose use cases read contracts and their indicators.
pub trait ReadsContrats: Permission {}
impl ReadsContrats for ReadContrat {}
impl ReadsContrats for EditContrat {}
impl ReadsContrats for SignContrat {}
impl ReadsContrats for ReadArgent {}
impl ReadsContrats for EditArgent {}
impl ReadsContrats for ReadPreuves {}
impl ReadsContrats for EditPreuves {}
impl ReadsContrats for ReadDialogues {}
impl ReadsContrats for EditDialogues {}
impl ReadsContrats for SendDialogues {}

/// Permissions whose use cases record something that happened to a contract, or prepare its terms.
pub trait ChangesContrats: ReadsContrats {}
impl ChangesContrats for EditContrat {}
impl ChangesContrats for SignContrat {}
impl ChangesContrats for EditDialogues {}
impl ChangesContrats for SendDialogues {}
