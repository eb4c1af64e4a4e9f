//! Someone, or a command of the instance, that asks to act.

use std::fmt;
use std::marker::PhantomData;

use serde::{Deserialize, Serialize};

use super::policy::{InstitutionPermission, Permission};
use super::proof::{Allowed, AllowedIn, Myself, Operates};
use super::role::{InstitutionRole, Role, Subject};
use crate::ids::{CptsId, InstitutionId, UserId};

/// Who did something, as traces keep it: an identifier, never a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub enum Author {
    /// A person with an account.
    Person(UserId),
    /// A command or a job of the instance, or a guest's link.
    System(String),
}

const PERSON: &str = "person:";

impl fmt::Display for Author {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Author::Person(user) => write!(f, "{PERSON}{user}"),
            Author::System(name) => f.write_str(name),
        }
    }
}

impl From<&str> for Author {
    /// From what [`Author::to_string`] wrote.
    fn from(text: &str) -> Self {
        match text.strip_prefix(PERSON).and_then(|id| id.parse().ok()) {
            Some(user) => Author::Person(user),
            None => Author::System(text.to_owned()),
        }
    }
}

impl From<String> for Author {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<Author> for String {
    fn from(author: Author) -> Self {
        author.to_string()
    }
}

/// What a signed-in person holds at this instant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Roles in CPTS, those of today only.
    pub roles: Vec<(CptsId, Role)>,
    /// Roles in institutions, those of today only.
    pub institutions: Vec<(InstitutionId, InstitutionRole)>,
    /// What CPTS let these institutions read today.
    pub grants: Vec<(CptsId, Subject)>,
    /// Whether the person operates the instance.
    pub operator: bool,
    /// Whether the session went through a second factor, or a provider that asks for one.
    pub strong: bool,
    /// Whether the person proved who they are a short while ago.
    pub fresh: bool,
}

/// Someone, or a command of the instance, that asks to act.
#[derive(Clone, Debug)]
pub struct Actor {
    author: Author,
    user: Option<UserId>,
    standing: Standing,
    system: bool,
}

impl Actor {
    /// A person who signed in.
    pub fn person(user: UserId, standing: Standing) -> Self {
        Self { author: Author::Person(user), user: Some(user), standing, system: false }
    }

    /// A command or a job of the instance; audited under `name`.
    pub fn system(name: &'static str) -> Self {
        Self {
            author: Author::System(name.to_owned()),
            user: None,
            standing: Standing::default(),
            system: true,
        }
    }

    /// Whoever holds the link of one page of a CPTS. The caller shows that page and no other.
    pub fn guest(cpts: CptsId, link: impl fmt::Display) -> Self {
        let standing = Standing { roles: vec![(cpts, Role::Invite)], strong: true, ..Standing::default() };
        Self { author: Author::System(format!("lien:{link}")), user: None, standing, system: false }
    }

    /// Who audit entries name.
    pub fn author(&self) -> &Author {
        &self.author
    }

    /// The person, when it is one.
    pub fn user(&self) -> Option<UserId> {
        self.user
    }

    /// What the person holds.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// Whether a button of `P` makes sense: the action itself asks for the proof, and maybe for a confirmation.
    pub fn holds<P: Permission>(&self, cpts: CptsId) -> bool {
        matches!(self.refusal::<P>(cpts), None | Some(Refusal::Confirmation))
    }

    /// Asks for a permission in a CPTS.
    ///
    /// # Errors
    /// When no role and no grant gives it, or the session is too weak or too old for it.
    pub fn authorize<P: Permission>(&self, cpts: CptsId) -> Result<Allowed<P>, Denied> {
        match self.refusal::<P>(cpts) {
            Some(why) => Err(Denied { permission: P::KEY, why }),
            None => Ok(Allowed {
                author: self.author.clone(),
                cpts,
                through_grant: !self.system && !self.by_role::<P>(cpts),
                roles: self.roles_for::<P>(cpts).collect(),
                permission: PhantomData,
            }),
        }
    }

    /// Asks for a permission in an institution.
    ///
    /// # Errors
    /// When no role gives it, or the session is too weak.
    pub fn authorize_in<P: InstitutionPermission>(
        &self,
        institution: InstitutionId,
    ) -> Result<AllowedIn<P>, Denied> {
        let own = self.standing.institutions.iter();
        let held = own.into_iter().any(|(id, role)| *id == institution && P::GRANTED_TO.contains(role));
        match (held, self.standing.strong) {
            (true, true) => {
                Ok(AllowedIn { author: self.author.clone(), institution, permission: PhantomData })
            }
            (true, false) => Err(Denied { permission: P::KEY, why: Refusal::SecondFactor }),
            (false, _) => Err(Denied { permission: P::KEY, why: Refusal::NotGranted }),
        }
    }

    /// Asks to act on one's own account. A second factor is not asked here: this is where it is set up.
    ///
    /// # Errors
    /// When the actor is not a person.
    pub fn myself(&self) -> Result<Myself, Denied> {
        let user = self.user.ok_or(Denied { permission: Myself::KEY, why: Refusal::NotGranted })?;
        Ok(Myself { user, author: self.author.clone() })
    }

    /// Asks to act on one's own account with a recent confirmation: factors, password, erasure.
    ///
    /// # Errors
    /// When the actor is not a person, or confirmed too long ago.
    pub fn myself_confirmed(&self) -> Result<Myself, Denied> {
        if self.standing.fresh {
            self.myself()
        } else {
            Err(Denied { permission: Myself::KEY, why: Refusal::Confirmation })
        }
    }

    /// Asks to act on the instance: reference data, organisations, jobs, backups.
    ///
    /// # Errors
    /// Unless the actor is a command of the instance or its operator.
    pub fn operate(&self) -> Result<Operates, Denied> {
        let refused = |why| Err(Denied { permission: Operates::KEY, why });
        match (self.system, self.standing.operator, self.standing.strong) {
            (true, ..) | (_, true, true) => Ok(Operates { author: self.author.clone() }),
            (_, true, false) => refused(Refusal::SecondFactor),
            (_, false, _) => refused(Refusal::NotGranted),
        }
    }

    fn by_role<P: Permission>(&self, cpts: CptsId) -> bool {
        self.roles_for::<P>(cpts).next().is_some()
    }

    fn roles_for<P: Permission>(&self, cpts: CptsId) -> impl Iterator<Item = Role> {
        let held = self
            .standing
            .roles
            .iter()
            .filter(move |(own, role)| *own == cpts && P::LINE.granted_to.contains(role));
        held.map(|(_, role)| *role)
    }

    fn refusal<P: Permission>(&self, cpts: CptsId) -> Option<Refusal> {
        if self.system {
            return None;
        }
        let by_grant = P::LINE.subject.is_some_and(|subject| self.standing.grants.contains(&(cpts, subject)));
        if !self.by_role::<P>(cpts) && !by_grant {
            Some(Refusal::NotGranted)
        } else if !self.standing.strong {
            Some(Refusal::SecondFactor)
        } else if P::LINE.sensitive && !self.standing.fresh {
            Some(Refusal::Confirmation)
        } else {
            None
        }
    }
}

/// The answer is no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("permission {permission} denied: {why:?}")]
pub struct Denied {
    /// Key of the permission.
    pub permission: &'static str,
    /// Why.
    pub why: Refusal,
}

/// Why the answer is no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing gives the permission.
    NotGranted,
    /// The session lacks the second factor.
    SecondFactor,
    /// The person must prove again who they are.
    Confirmation,
}
