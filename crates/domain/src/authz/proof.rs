//! What shows that the policy was asked. No field is public, nothing can be cloned: only an `Actor` makes them.

use std::marker::PhantomData;

use super::actor::Author;
use super::policy::{InstitutionPermission, Permission};
use super::role::Role;
use crate::ids::{CptsId, InstitutionId, UserId};

/// Proof that `author` may do `P` inside `cpts`. Only `Actor::authorize` makes one.
#[derive(Debug)]
pub struct Allowed<P: Permission> {
    pub(super) author: Author,
    pub(super) cpts: CptsId,
    pub(super) through_grant: bool,
    pub(super) roles: Vec<Role>,
    pub(super) permission: PhantomData<fn() -> P>,
}

impl<P: Permission> Allowed<P> {
    /// The CPTS that the proof is about: the tenant of every query.
    pub fn cpts(&self) -> CptsId {
        self.cpts
    }

    /// Who asked.
    pub fn author(&self) -> &Author {
        &self.author
    }

    /// Key of the permission: the `action` of the audit entry.
    pub fn action(&self) -> &'static str {
        P::KEY
    }

    /// Whether one role alone gives it: what that role may touch is then narrower. Never for the program itself.
    pub fn is_only_as(&self, role: Role) -> bool {
        !self.roles.is_empty() && self.roles.iter().all(|own| *own == role)
    }

    /// Whether an institution asks, through a grant: small numbers are then masked at the source.
    pub fn is_through_grant(&self) -> bool {
        self.through_grant
    }
}

/// Proof that `author` may do `P` inside an institution.
#[derive(Debug)]
pub struct AllowedIn<P: InstitutionPermission> {
    pub(super) author: Author,
    pub(super) institution: InstitutionId,
    pub(super) permission: PhantomData<fn() -> P>,
}

impl<P: InstitutionPermission> AllowedIn<P> {
    /// The institution that the proof is about.
    pub fn institution(&self) -> InstitutionId {
        self.institution
    }

    /// Who asked.
    pub fn author(&self) -> &Author {
        &self.author
    }

    /// Key of the permission.
    pub fn action(&self) -> &'static str {
        P::KEY
    }
}

/// Proof that someone acts on their own account.
#[derive(Debug)]
pub struct Myself {
    pub(super) user: UserId,
    pub(super) author: Author,
}

impl Myself {
    /// Key used in audit entries.
    pub const KEY: &'static str = "compte.self";

    /// The person.
    pub fn user(&self) -> UserId {
        self.user
    }

    /// The same person, as audit entries name them.
    pub fn author(&self) -> &Author {
        &self.author
    }
}

/// Proof that the operator, or a command of the instance, acts on what belongs to no CPTS.
#[derive(Debug)]
pub struct Operates {
    pub(super) author: Author,
}

impl Operates {
    /// Key used in audit entries.
    pub const KEY: &'static str = "instance.operate";
    /// What it allows, in French, for the printed table.
    pub const MEANING: &'static str = "Faire vivre l'instance\u{a0}: organisations, comptes, tâches, sauvegardes. Aucune donnée des associations.";

    /// Who asked.
    pub fn author(&self) -> &Author {
        &self.author
    }
}
