//! Money of contracts: what was notified and received, what was committed and paid.

mod depenses;
mod mouvements;
mod partages;

use domain::authz::{EditArgent, Permission, ReadArgent};

use crate::contrats::ReadsContrats;
use crate::dialogues::ReadsDialogues;
use crate::objectifs::ReadsObjectifs;
use crate::preuves::ReadsPreuves;
use crate::subventions::ReadsSubventions;

/// Permissions whose use cases read the money of contracts.
pub trait ReadsArgent:
    ReadsContrats + ReadsDialogues + ReadsObjectifs + ReadsSubventions + Permission
{
}
impl ReadsArgent for ReadArgent {}
impl ReadsArgent for EditArgent {}

// A forecast asks what dialogues retained, an expense names the action that it serves, an alert the report of a subsidy:
// whoever holds the money of a contract holds these rights too.
impl ReadsPreuves for ReadArgent {}
impl ReadsPreuves for EditArgent {}
impl ReadsDialogues for ReadArgent {}
impl ReadsDialogues for EditArgent {}
impl ReadsObjectifs for ReadArgent {}
impl ReadsObjectifs for EditArgent {}
impl ReadsSubventions for ReadArgent {}
impl ReadsSubventions for EditArgent {}
