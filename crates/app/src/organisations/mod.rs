//! People, invitations, grants, guests and the record of an association; what waits on each home.

mod accueil;
mod association;
mod autorisations;
mod instance;
mod institution;
mod invitation;
mod inviter;
mod partages;
mod personnes;

pub use accueil::{Home, Waiting};
pub use association::{AssociationForm, BankForm, BankShown};
pub use autorisations::{Grants, NewGrant, Seen, SizeSeen};
pub(crate) use instance::region_code;
pub use instance::{FIRST_ROLE, InstanceHome, Organisation};
pub use institution::{InstitutionHome, Readable};
pub use invitation::{InvitationState, Invited, NewInvitation, Sent, Way};
pub use partages::{GuestPage, LinkState, NewLink};
pub use personnes::Ended;
pub use storage::{
    Association, BankAccount, GrantRow, GuestLinkRow, InvitationRow, InvitedTo, Person, Seated,
};
