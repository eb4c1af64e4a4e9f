//! Dated roles, and the rule that someone always holds what is essential.

use jiff::Timestamp;

use crate::authz::{PERMISSIONS, Role};
use crate::ids::{RoleId, UserId};

/// A role of a person in a CPTS, from an instant to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedRole {
    /// Identifier.
    pub id: RoleId,
    /// Whose.
    pub user: UserId,
    /// Which.
    pub role: Role,
    /// From.
    pub since: Timestamp,
    /// Until, excluded; `None` while nobody ended it.
    pub until: Option<Timestamp>,
}

impl DatedRole {
    /// Whether the person holds it at this instant.
    pub fn is_held_at(&self, at: Timestamp) -> bool {
        self.since <= at && self.until.is_none_or(|until| at < until)
    }
}

/// The last holder of an essential permission cannot lose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nobody else holds {permission} without an end")]
pub struct StillLast {
    /// Key of the permission.
    pub permission: &'static str,
}

/// Whether these roles of a CPTS may be ended, now or later. `roles` are those of open accounts.
///
/// A role with an end does not count as a relief: the day it ends, nobody would be left to give another one.
///
/// # Errors
/// When an essential permission would have no holder left without an end.
pub fn may_end(roles: &[DatedRole], ended: &[RoleId], at: Timestamp) -> Result<(), StillLast> {
    for line in PERMISSIONS.iter().filter(|line| line.essential) {
        let lasting = |role: &&DatedRole| {
            line.granted_to.contains(&role.role) && role.is_held_at(at) && role.until.is_none()
        };
        let mut holders = roles.iter().filter(lasting).peekable();
        let had = holders.peek().is_some();
        let left = holders.any(|role| !ended.contains(&role.id));
        if had && !left {
            return Err(StillLast { permission: line.key });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const NOW: &str = "2026-11-22T09:00:00Z";

    fn role(rank: u128, user: u128, role: Role, until: Option<&str>) -> DatedRole {
        DatedRole {
            id: RoleId(Uuid::from_u128(rank)),
            user: UserId(Uuid::from_u128(user)),
            role,
            since: "2026-01-01T00:00:00Z".parse().unwrap(),
            until: until.map(|until| until.parse().unwrap()),
        }
    }

    fn ends(roles: &[DatedRole], ended: &[u128]) -> Result<(), StillLast> {
        let ended: Vec<RoleId> = ended.iter().map(|rank| RoleId(Uuid::from_u128(*rank))).collect();
        may_end(roles, &ended, NOW.parse().unwrap())
    }

    #[test]
    fn the_last_holder_of_an_essential_permission_keeps_it() {
        let alone = [role(1, 1, Role::Coordinateur, None), role(2, 2, Role::Tresorier, None)];
        assert_eq!(ends(&alone, &[1]), Err(StillLast { permission: "roles.manage" }));
        assert_eq!(ends(&alone, &[2]), Ok(()));
        let two = [role(1, 1, Role::Coordinateur, None), role(2, 2, Role::Bureau, None)];
        assert_eq!(ends(&two, &[1]), Ok(()));
        assert!(ends(&two, &[1, 2]).is_err());
    }

    #[test]
    fn two_roles_of_one_person_relieve_each_other_until_both_end() {
        let both = [role(1, 1, Role::Coordinateur, None), role(2, 1, Role::Bureau, None)];
        assert_eq!(ends(&both, &[1]), Ok(()));
        assert!(ends(&both, &[1, 2]).is_err(), "leaving ends both");
    }

    #[test]
    fn a_holder_who_will_leave_or_left_is_no_relief() {
        for until in ["2026-12-31T23:00:00Z", "2026-11-01T00:00:00Z"] {
            let roles = [role(1, 1, Role::Coordinateur, None), role(2, 2, Role::Bureau, Some(until))];
            assert!(ends(&roles, &[1]).is_err(), "{until}");
            assert_eq!(ends(&roles, &[2]), Ok(()), "{until}");
        }
        let mut later = role(2, 2, Role::Bureau, None);
        later.since = "2027-01-01T00:00:00Z".parse().unwrap();
        assert!(ends(&[role(1, 1, Role::Coordinateur, None), later], &[1]).is_err());
    }
}
