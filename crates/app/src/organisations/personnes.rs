//! People of a CPTS: who holds which role, giving one, ending one, leaving.

use domain::authz::{Allowed, ManageRoles, ReadEffectifs, ReadPersonnes, Role};
use domain::ids::{CptsId, RoleId, UserId};
use domain::masque::{self, MaskedRow};
use domain::organisation::{DatedRole, StillLast, may_end, reminders};
use jiff::Timestamp;
use serde_json::json;
use storage::{Person, WriteTx};

use crate::{App, AppError};

/// Roles that were ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// How many.
    pub roles: usize,
    /// From when on.
    pub until: Timestamp,
}

impl App {
    /// The people of the CPTS: those who hold a role, and those whose last one ended within a year.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn people(&self, proof: &Allowed<ReadPersonnes>) -> Result<Vec<Person>, AppError> {
        let since = self.now() - reminders()?.past;
        Ok(self.store.read().await?.people(proof, since).await?)
    }

    /// Notes that the list of people left as a file.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn note_people_export(
        &self,
        proof: &Allowed<ReadPersonnes>,
        people: usize,
    ) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        let changes = json!({ "exported": people });
        tx.audit(proof, self.change("people", proof.cpts(), changes)).await?;
        Ok(tx.commit().await?)
    }

    /// One of them.
    ///
    /// # Errors
    /// When the CPTS knows nobody of that id, or the database does not answer.
    pub async fn person(&self, proof: &Allowed<ReadPersonnes>, user: UserId) -> Result<Person, AppError> {
        let people = self.people(proof).await?;
        people.into_iter().find(|person| person.user == user).ok_or(AppError::NotFound)
    }

    /// How many people hold each role today; small numbers are hidden from whoever reads through a grant.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn head_counts(
        &self,
        proof: &Allowed<ReadEffectifs>,
    ) -> Result<(Vec<Role>, MaskedRow), AppError> {
        let counts = self.store.read().await?.head_counts(proof, self.now()).await?;
        let (roles, counts): (Vec<Role>, Vec<u64>) = counts.into_iter().unzip();
        let row = if proof.is_through_grant() {
            masque::mask(&counts, &masque::rules()?.professionals)
        } else {
            let total = counts.iter().sum();
            let cells = counts.into_iter().map(masque::Masked::Shown).collect();
            MaskedRow { cells, total: masque::Masked::Shown(total) }
        };
        Ok((roles, row))
    }

    /// What an institution would see of the head-counts.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn masked_counts(
        &self,
        proof: &Allowed<ReadEffectifs>,
    ) -> Result<(Vec<Role>, MaskedRow), AppError> {
        let counts = self.store.read().await?.head_counts(proof, self.now()).await?;
        let (roles, counts): (Vec<Role>, Vec<u64>) = counts.into_iter().unzip();
        Ok((roles, masque::mask(&counts, &masque::rules()?.professionals)))
    }

    /// Gives a role to someone whom the CPTS knows, from now on, maybe until a day. Twice the same gives nothing more.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for someone whom the CPTS does not know, [`AppError::Conflict`] when they hold the role.
    pub async fn give_role(
        &self,
        proof: &Allowed<ManageRoles>,
        (user, role): (UserId, Role),
        until: Option<Timestamp>,
    ) -> Result<RoleId, AppError> {
        let now = self.now();
        let tx = self.store.write().await?;
        let held = tx.roles_to_edit(proof, now).await?;
        let since = now - reminders()?.past;
        if !role.is_given() || !tx.is_known_here(proof, user, since).await? {
            return Err(AppError::NotFound);
        }
        if until.is_some_and(|until| until <= now) {
            return Err(AppError::PastDate);
        }
        if held.iter().any(|one| one.user == user && one.role == role && one.until.is_none()) {
            return Err(AppError::Conflict);
        }
        let new = DatedRole { id: RoleId(self.next_id()), user, role, since: now, until };
        tx.add_role(proof, &new).await?;
        let changes = json!({ "given": role.key(), "user": user, "until": until });
        tx.audit(proof, self.change("role", new.id, changes)).await?;
        tx.commit().await?;
        Ok(new.id)
    }

    /// Ends a role, at once or at the end of a day.
    ///
    /// # Errors
    /// [`AppError::StillLast`] when nobody else holds what is essential, [`AppError::NotFound`] for a role that is over.
    pub async fn end_role(
        &self,
        proof: &Allowed<ManageRoles>,
        (user, id): (UserId, RoleId),
        until: Option<Timestamp>,
    ) -> Result<Ended, AppError> {
        let now = self.now();
        if until.is_some_and(|until| until <= now) {
            return Err(AppError::PastDate);
        }
        let tx = self.store.write().await?;
        let roles = tx.roles_to_edit(proof, now).await?;
        let role = roles.iter().find(|role| role.id == id && role.user == user).ok_or(AppError::NotFound)?;
        may_end(&roles, &[id], now)?;
        let until = until.unwrap_or(now);
        tx.end_roles(proof, &[id], until).await?;
        let changes = json!({ "ended": role.role.key(), "user": user, "until": until });
        tx.audit(proof, self.change("role", id, changes)).await?;
        tx.commit().await?;
        Ok(Ended { roles: 1, until })
    }

    /// Ends at once every role of a person in the CPTS: what they open at their next request is refused.
    ///
    /// # Errors
    /// [`AppError::StillLast`] when nobody else holds what is essential, [`AppError::NotFound`] without any role.
    pub async fn depart(&self, proof: &Allowed<ManageRoles>, user: UserId) -> Result<Ended, AppError> {
        let now = self.now();
        let tx = self.store.write().await?;
        let roles = tx.roles_to_edit(proof, now).await?;
        let own: Vec<&DatedRole> = roles.iter().filter(|role| role.user == user).collect();
        let ids: Vec<RoleId> = own.iter().map(|role| role.id).collect();
        if ids.is_empty() {
            return Err(AppError::NotFound);
        }
        may_end(&roles, &ids, now)?;
        tx.end_roles(proof, &ids, now).await?;
        let keys: Vec<&str> = own.iter().map(|role| role.role.key()).collect();
        let changes = json!({ "departed": keys, "user": user });
        tx.audit(proof, self.change("person", user, changes)).await?;
        tx.commit().await?;
        Ok(Ended { roles: ids.len(), until: now })
    }

    /// Refuses that an account be closed or erased while it alone holds what is essential in a CPTS.
    /// Locks these CPTS until the end of the transaction.
    ///
    /// # Errors
    /// [`StillLast`] with the key of the permission, or the database does not answer.
    pub async fn may_leave_everywhere(
        &self,
        tx: &WriteTx,
        user: UserId,
        held: &[CptsId],
    ) -> Result<(), AppError> {
        // In one order, so that two people who leave several CPTS do not wait for each other for ever.
        let mut held = held.to_vec();
        held.sort_unstable();
        held.dedup();
        for cpts in held {
            let roles = tx.roles_of(cpts, self.now()).await?;
            let own: Vec<RoleId> =
                roles.iter().filter(|role| role.user == user).map(|role| role.id).collect();
            may_end(&roles, &own, self.now())?;
        }
        Ok(())
    }
}

impl From<StillLast> for AppError {
    fn from(error: StillLast) -> Self {
        AppError::StillLast(error)
    }
}
