//! What a person holds at an instant: dated roles, and grants that were signed and not revoked.

use domain::authz::{Author, InstitutionRole, Role, Standing, Subject};
use domain::ids::{CptsId, InstitutionId, RoleId, UserId};
use jiff::Timestamp;
use sea_orm::sea_query::IntoCondition;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};

use crate::entities::{access_grant, cpts_role, institution_role};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// `since <= at < until`.
fn at_that_time(since: impl ColumnTrait, until: impl ColumnTrait, at: Timestamp) -> Condition {
    let at = instant::stored(at);
    since.lte(at).into_condition().add(Condition::any().add(until.is_null()).add(until.gt(at)))
}

impl ReadTx {
    /// Roles and grants of a person at an instant; the account and the session say the rest.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn standing(&self, user: UserId, at: Timestamp) -> Result<Standing, StorageError> {
        let roles = cpts_role::Entity::find()
            .filter(cpts_role::Column::UserId.eq(user.0))
            .filter(at_that_time(cpts_role::Column::SinceAt, cpts_role::Column::UntilAt, at))
            .order_by_asc(cpts_role::Column::SinceAt)
            .order_by_asc(cpts_role::Column::Id)
            .all(&self.txn)
            .await?;
        let seats = institution_role::Entity::find()
            .filter(institution_role::Column::UserId.eq(user.0))
            .filter(at_that_time(institution_role::Column::SinceAt, institution_role::Column::UntilAt, at))
            .order_by_asc(institution_role::Column::SinceAt)
            .order_by_asc(institution_role::Column::Id)
            .all(&self.txn)
            .await?;
        let seat_ids = seats.iter().map(|row| row.institution_id);
        let grants = match seats.is_empty() {
            true => Vec::new(),
            false => {
                access_grant::Entity::find()
                    .filter(access_grant::Column::InstitutionId.is_in(seat_ids))
                    .filter(access_grant::Column::RevokedAt.is_null())
                    .filter(at_that_time(access_grant::Column::SinceAt, access_grant::Column::UntilAt, at))
                    .all(&self.txn)
                    .await?
            }
        };
        Ok(Standing {
            roles: roles
                .iter()
                .map(|row| Ok((CptsId(row.cpts_id), role(row)?)))
                .collect::<Result<_, StorageError>>()?,
            institutions: seats
                .iter()
                .map(|row| Ok((InstitutionId(row.institution_id), seat(row)?)))
                .collect::<Result<_, StorageError>>()?,
            grants: grants
                .iter()
                .map(|row| Ok((CptsId(row.cpts_id), subject(row)?)))
                .collect::<Result<_, StorageError>>()?,
            ..Standing::default()
        })
    }
}

impl WriteTx {
    /// Gives a role in a CPTS, from an instant on. Who may do it was decided before.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn give_role(
        &self,
        (cpts, user, role): (CptsId, UserId, Role),
        id: RoleId,
        author: &Author,
        at: Timestamp,
    ) -> Result<(), StorageError> {
        let row = cpts_role::ActiveModel {
            id: Set(id.0),
            cpts_id: Set(cpts.0),
            user_id: Set(user.0),
            role: Set(role.key().to_owned()),
            since_at: Set(instant::stored(at)),
            until_at: Set(None),
            given_by: Set(author.to_string()),
            ended_by: Set(None),
        };
        self.run(cpts_role::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Gives a role in an institution, from an instant on. Who may do it was decided before.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn give_seat(
        &self,
        (institution, user, role): (InstitutionId, UserId, InstitutionRole),
        id: RoleId,
        author: &Author,
        at: Timestamp,
    ) -> Result<(), StorageError> {
        let row = institution_role::ActiveModel {
            id: Set(id.0),
            institution_id: Set(institution.0),
            user_id: Set(user.0),
            role: Set(role.key().to_owned()),
            since_at: Set(instant::stored(at)),
            until_at: Set(None),
            given_by: Set(author.to_string()),
            ended_by: Set(None),
        };
        self.run(institution_role::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }
}

pub(crate) fn role(row: &cpts_role::Model) -> Result<Role, StorageError> {
    Role::from_key(&row.role).ok_or_else(|| StorageError::inconsistent("cpts_role", row.id, "unknown role"))
}

pub(crate) fn seat(row: &institution_role::Model) -> Result<InstitutionRole, StorageError> {
    let known = InstitutionRole::from_key(&row.role);
    known.ok_or_else(|| StorageError::inconsistent("institution_role", row.id, "unknown role"))
}

pub(crate) fn subject(row: &access_grant::Model) -> Result<Subject, StorageError> {
    let known = Subject::from_key(&row.subject);
    known.ok_or_else(|| StorageError::inconsistent("access_grant", row.id, "unknown subject"))
}
