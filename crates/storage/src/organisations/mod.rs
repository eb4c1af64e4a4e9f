//! Institutions, roles, invitations, grants, links of guests, what the association says of itself.

mod association;
mod grants;
mod guest_links;
mod institutions;
mod invitations;
mod roles;
mod waiting;

pub use association::{Association, BankAccount, ReadsAssociation};
pub use grants::GrantRow;
pub use guest_links::GuestLinkRow;
pub use institutions::Institution;
pub use invitations::{InvitationRow, InvitedTo};
pub use roles::{Person, Seated};
