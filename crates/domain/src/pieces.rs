//! Documents that a CPTS keeps as they were given: what each hangs on, and with which right it is kept and read.
//!
//! A document belongs to one kind of thing. Whoever may read that kind reads its documents, and nobody else: the
//! agreement with a clinic does not show among the documents of the diagnosis, nor to those who read only that.

use crate::authz::{
    EditArgent, EditCommunaute, EditDiagnostic, EditDossiers, EditGroupes, EditPreuves, Permission,
    ReadArgent, ReadCommunaute, ReadDiagnostic, ReadDossiers, ReadGroupes, ReadPreuves,
};

/// A kind of thing that documents hang on.
pub trait PieceOwner: Send + Sync + 'static {
    /// Stable key, as it is kept.
    const KEY: &'static str;
    /// What reading its documents asks.
    type Read: Permission;
    /// What keeping a document with it asks.
    type Edit: Permission;
}

macro_rules! owners {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $read:ident / $edit:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug)]
            pub struct $name;
            impl PieceOwner for $name {
                const KEY: &'static str = $key;
                type Read = $read;
                type Edit = $edit;
            }
        )*
        /// The keys of all kinds.
        pub const OWNERS: &[&str] = &[$($key),*];
    };
}

owners! {
    /// A value that was written down for the diagnosis.
    OfDiagnostic = "diagnostic", ReadDiagnostic / EditDiagnostic;
    /// An agreement with a structure.
    OfConvention = "convention", ReadCommunaute / EditCommunaute;
    /// A group.
    OfGroupe = "groupe", ReadGroupes / EditGroupes;
    /// A meeting.
    OfReunion = "reunion", ReadGroupes / EditGroupes;
    /// A dossier: its annexes.
    OfDossier = "dossier", ReadDossiers / EditDossiers;
    /// Evidence of a contract.
    OfPreuve = "preuve", ReadPreuves / EditPreuves;
    /// Money: a notification, an invoice.
    OfArgent = "argent", ReadArgent / EditArgent;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_own_key() {
        let mut keys = OWNERS.to_vec();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), OWNERS.len());
        assert_eq!(keys, ["argent", "convention", "diagnostic", "dossier", "groupe", "preuve", "reunion"]);
    }
}
