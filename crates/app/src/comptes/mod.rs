//! Accounts, sessions, who is asking.

mod accounts;
mod demo;
mod identify;
mod names;

pub use accounts::{NewPerson, Opened};
pub use identify::{Identified, Place, Visitor};
pub use names::Names;

pub(crate) use accounts::Entry;
