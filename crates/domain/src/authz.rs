//! Who may do what: the whole policy, and the proofs that it was asked.
//!
//! Code that touches the data of a CPTS takes an [`Allowed`] value. Only [`Actor::authorize`] makes one, so a
//! forgotten check does not compile.
//!
//! ```compile_fail
//! // A proof cannot be forged: its fields are private.
//! use domain::authz::{Allowed, ReadTerritoire};
//! let forged: Allowed<ReadTerritoire> = Allowed { actor: "moi".into(), cpts: todo!(), permission: std::marker::PhantomData };
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

use std::marker::PhantomData;

use crate::ids::CptsId;

/// A role inside one CPTS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Runs the community day by day.
    Coordinateur,
    /// A member professional.
    Membre,
}

impl Role {
    /// Every role, in the order of the printed table.
    pub const ALL: [Role; 2] = [Role::Coordinateur, Role::Membre];

    /// On screen, in French.
    pub fn label(self) -> &'static str {
        match self {
            Role::Coordinateur => "Coordinateur ou coordinatrice",
            Role::Membre => "Membre",
        }
    }
}

/// Something that one may be allowed to do.
pub trait Permission: Send + Sync + 'static {
    /// Stable key: the `action` of audit entries.
    const KEY: &'static str;
    /// What it allows, in French, for the printed table.
    const MEANING: &'static str;
    /// Roles of the CPTS that hold it.
    const GRANTED_TO: &'static [Role];
}

/// A line of the policy, for the printed table and the tests.
#[derive(Clone, Copy, Debug)]
pub struct PermissionLine {
    /// Stable key.
    pub key: &'static str,
    /// What it allows, in French.
    pub meaning: &'static str,
    /// Roles that hold it.
    pub granted_to: &'static [Role],
}

macro_rules! permissions {
    ($($name:ident = $key:literal, $meaning:literal => [$($role:ident),*];)*) => {
        $(
            #[doc = $meaning]
            #[derive(Debug)]
            pub struct $name;
            impl Permission for $name {
                const KEY: &'static str = $key;
                const MEANING: &'static str = $meaning;
                const GRANTED_TO: &'static [Role] = &[$(Role::$role),*];
            }
        )*
        /// The whole policy.
        pub const PERMISSIONS: &[PermissionLine] = &[
            $(PermissionLine { key: $key, meaning: $meaning, granted_to: &[$(Role::$role),*] }),*
        ];
    };
}

permissions! {
    ReadTerritoire = "territoire.read", "Voir les territoires, leurs variantes et leurs fiches." => [Coordinateur, Membre];
    EditTerritoire = "territoire.edit", "Créer un territoire, composer ses variantes, choisir la référence." => [Coordinateur];
}

/// Someone, or a command of the instance, that asks to act.
#[derive(Clone, Debug)]
pub struct Actor {
    name: String,
    roles: Vec<(CptsId, Role)>,
    everywhere: Everywhere,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Everywhere {
    Nothing,
    As(Role),
    System,
}

impl Actor {
    /// A person with roles.
    pub fn person(name: impl Into<String>, roles: Vec<(CptsId, Role)>) -> Self {
        Self { name: name.into(), roles, everywhere: Everywhere::Nothing }
    }

    /// The person in front of this machine, while the instance has no accounts: coordinator of every CPTS.
    /// The server then listens to this machine only (decision 0006).
    pub fn local() -> Self {
        Self { name: "Poste local".into(), roles: Vec::new(), everywhere: Everywhere::As(Role::Coordinateur) }
    }

    /// A command of the instance; audited under `name`.
    pub fn system(name: &'static str) -> Self {
        Self { name: name.into(), roles: Vec::new(), everywhere: Everywhere::System }
    }

    /// The name that audit entries keep.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Asks for a permission in a CPTS.
    ///
    /// # Errors
    /// When no role of the actor in this CPTS holds it.
    pub fn authorize<P: Permission>(&self, cpts: CptsId) -> Result<Allowed<P>, Denied> {
        let own = self.roles.iter().any(|(own, role)| *own == cpts && P::GRANTED_TO.contains(role));
        let everywhere = match self.everywhere {
            Everywhere::Nothing => false,
            Everywhere::As(role) => P::GRANTED_TO.contains(&role),
            Everywhere::System => true,
        };
        if own || everywhere {
            Ok(Allowed { actor: self.name.clone(), cpts, permission: PhantomData })
        } else {
            Err(Denied { permission: P::KEY, cpts })
        }
    }

    /// Asks to act on the reference data of the instance, which belong to no CPTS.
    ///
    /// # Errors
    /// Unless the actor is a command of the instance.
    pub fn operate(&self) -> Result<Operates, Denied> {
        if self.everywhere == Everywhere::System {
            Ok(Operates { actor: self.name.clone() })
        } else {
            Err(Denied { permission: Operates::KEY, cpts: CptsId(uuid::Uuid::nil()) })
        }
    }
}

/// Proof that `actor` may do `P` inside `cpts`. Only [`Actor::authorize`] makes one.
#[derive(Debug)]
pub struct Allowed<P: Permission> {
    actor: String,
    cpts: CptsId,
    permission: PhantomData<fn() -> P>,
}

impl<P: Permission> Allowed<P> {
    /// The CPTS that the proof is about: the tenant of every query.
    pub fn cpts(&self) -> CptsId {
        self.cpts
    }

    /// Who asked.
    pub fn actor(&self) -> &str {
        &self.actor
    }

    /// Key of the permission: the `action` of the audit entry.
    pub fn action(&self) -> &'static str {
        P::KEY
    }
}

/// Proof that a command of the instance acts on reference data.
#[derive(Debug)]
pub struct Operates {
    actor: String,
}

impl Operates {
    /// Key used in audit entries.
    pub const KEY: &'static str = "instance.operate";

    /// Who asked.
    pub fn actor(&self) -> &str {
        &self.actor
    }
}

/// The answer is no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("permission {permission} denied in CPTS {cpts}")]
pub struct Denied {
    /// Key of the permission.
    pub permission: &'static str,
    /// The CPTS.
    pub cpts: CptsId,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cpts(rank: u128) -> CptsId {
        CptsId(uuid::Uuid::from_u128(rank))
    }

    #[test]
    fn a_role_counts_in_its_own_cpts_only() {
        let actor = Actor::person("Coordination", vec![(cpts(1), Role::Coordinateur)]);
        assert!(actor.authorize::<EditTerritoire>(cpts(1)).is_ok());
        let denied = actor.authorize::<ReadTerritoire>(cpts(2)).unwrap_err();
        assert_eq!(denied, Denied { permission: "territoire.read", cpts: cpts(2) });
    }

    #[test]
    fn a_member_reads_but_does_not_edit() {
        let actor = Actor::person("Membre", vec![(cpts(1), Role::Membre)]);
        assert!(actor.authorize::<ReadTerritoire>(cpts(1)).is_ok());
        assert!(actor.authorize::<EditTerritoire>(cpts(1)).is_err());
    }

    #[test]
    fn only_a_command_of_the_instance_touches_reference_data() {
        assert!(Actor::local().operate().is_err());
        assert!(Actor::person("X", vec![(cpts(1), Role::Coordinateur)]).operate().is_err());
        assert_eq!(Actor::system("import").operate().unwrap().actor(), "import");
    }

    #[test]
    fn keys_are_unique_and_every_permission_is_held_by_someone() {
        let mut keys: Vec<_> = PERMISSIONS.iter().map(|line| line.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), PERMISSIONS.len());
        assert!(PERMISSIONS.iter().all(|line| !line.granted_to.is_empty()));
    }
}
