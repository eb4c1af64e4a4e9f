//! Who may do what: the whole policy, and the proofs that it was asked.
//!
//! Code that touches data takes a proof: [`Allowed`] inside a CPTS, [`AllowedIn`] inside an institution, [`Myself`]
//! for one's own account, [`Operates`] for the instance. Only an [`Actor`] makes them, so a forgotten check does not
//! compile.
//!
//! ```compile_fail
//! // A proof cannot be forged: its fields are private.
//! use domain::authz::{Allowed, ReadTerritoire};
//! let forged: Allowed<ReadTerritoire> = Allowed { author: todo!(), cpts: todo!(), permission: std::marker::PhantomData };
//! ```
//!
//! ```compile_fail
//! // A proof of reading is not a proof of editing.
//! use domain::authz::{Allowed, EditTerritoire, ReadTerritoire};
//! fn edit(_: &Allowed<EditTerritoire>) {}
//! fn wrong(read: &Allowed<ReadTerritoire>) { edit(read) }
//! ```
//!
//! ```compile_fail
//! // No proof, no access: the argument is not optional.
//! use domain::authz::{Allowed, ReadTerritoire};
//! fn read(_: &Allowed<ReadTerritoire>) {}
//! read();
//! ```
//!
//! ```compile_fail
//! // A proof cannot be kept for later or given twice.
//! use domain::authz::{Allowed, ReadTerritoire};
//! fn twice(proof: &Allowed<ReadTerritoire>) -> Allowed<ReadTerritoire> { proof.clone() }
//! ```
//!
//! ```compile_fail
//! // One's own account is not somebody else's: there is no way to name another person.
//! use domain::authz::Myself;
//! fn other(user: domain::ids::UserId) -> Myself { Myself { user, author: todo!() } }
//! ```

mod actor;
mod policy;
mod proof;
pub(crate) mod role;

pub use actor::{Actor, Author, Denied, Refusal, Standing};
pub use policy::*;
pub use proof::{Allowed, AllowedIn, Myself, Operates};
pub use role::{InstitutionKind, InstitutionRole, Role, Subject};

#[cfg(test)]
mod tests;
