//! The roles of one person in every organisation, as their owner sees and leaves them.

use std::collections::HashMap;

use domain::authz::{InstitutionRole, Myself, Role};
use domain::ids::{CptsId, InstitutionId, RoleId, UserId};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::standing;
use crate::entities::{cpts, cpts_role, institution, institution_role};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// A role and where it is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldRole {
    /// In a CPTS.
    Cpts(CptsId, Role),
    /// In an institution.
    Institution(InstitutionId, InstitutionRole),
}

impl HeldRole {
    /// On screen: `Trésorier ou trésorière`.
    pub fn label(self) -> &'static str {
        match self {
            Self::Cpts(_, role) => role.label(),
            Self::Institution(_, role) => role.label(),
        }
    }
}

/// A role of one's own, over or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnRole {
    /// Identifier.
    pub id: RoleId,
    /// Name of the CPTS or of the institution.
    pub place: String,
    /// Which role, where.
    pub held: HeldRole,
    /// From.
    pub since: Timestamp,
    /// Until, excluded.
    pub until: Option<Timestamp>,
}

impl OwnRole {
    /// Whether it is over at an instant.
    pub fn is_over_at(&self, at: Timestamp) -> bool {
        self.until.is_some_and(|until| until <= at)
    }
}

fn not_over(until: impl ColumnTrait, at: Timestamp) -> Condition {
    Condition::any().add(until.is_null()).add(until.gt(instant::stored(at)))
}

fn read(
    id: Uuid,
    place: String,
    held: HeldRole,
    (since, until): (i64, Option<i64>),
) -> Result<OwnRole, StorageError> {
    let at = |micros| instant::read("role", id, micros);
    Ok(OwnRole { id: RoleId(id), place, held, since: at(since)?, until: until.map(at).transpose()? })
}

impl ReadTx {
    /// One's own roles everywhere, the newest first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn own_roles(&self, proof: &Myself) -> Result<Vec<OwnRole>, StorageError> {
        let user = proof.user().0;
        let roles = cpts_role::Entity::find()
            .filter(cpts_role::Column::UserId.eq(user))
            .order_by_asc(cpts_role::Column::Id)
            .all(&self.txn)
            .await?;
        let seats = institution_role::Entity::find()
            .filter(institution_role::Column::UserId.eq(user))
            .order_by_asc(institution_role::Column::Id)
            .all(&self.txn)
            .await?;
        let ids = roles.iter().map(|row| row.cpts_id);
        let places = cpts::Entity::find().filter(cpts::Column::Id.is_in(ids)).all(&self.txn).await?;
        let cpts: HashMap<Uuid, String> = places.into_iter().map(|row| (row.id, row.name)).collect();
        let ids = seats.iter().map(|row| row.institution_id);
        let places =
            institution::Entity::find().filter(institution::Column::Id.is_in(ids)).all(&self.txn).await?;
        let institutions: HashMap<Uuid, String> = places.into_iter().map(|row| (row.id, row.name)).collect();
        let name = |names: &HashMap<Uuid, String>, id: Uuid| names.get(&id).cloned().unwrap_or_default();
        let mut own = Vec::with_capacity(roles.len() + seats.len());
        for row in &roles {
            let held = HeldRole::Cpts(CptsId(row.cpts_id), standing::role(row)?);
            own.push(read(row.id, name(&cpts, row.cpts_id), held, (row.since_at, row.until_at))?);
        }
        for row in &seats {
            let held = HeldRole::Institution(InstitutionId(row.institution_id), standing::seat(row)?);
            let place = name(&institutions, row.institution_id);
            own.push(read(row.id, place, held, (row.since_at, row.until_at))?);
        }
        own.sort_by_key(|role| std::cmp::Reverse(role.since));
        Ok(own)
    }
}

impl WriteTx {
    /// Ends one of one's own roles in a CPTS; `false` when one has none of that id that is not over.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn leave_role(&self, proof: &Myself, id: RoleId, at: Timestamp) -> Result<bool, StorageError> {
        let statement = cpts_role::Entity::update_many()
            .col_expr(cpts_role::Column::UntilAt, Expr::value(instant::stored(at)))
            .col_expr(cpts_role::Column::EndedBy, Expr::value(proof.author().to_string()))
            .filter(cpts_role::Column::UserId.eq(proof.user().0))
            .filter(cpts_role::Column::Id.eq(id.0))
            .filter(not_over(cpts_role::Column::UntilAt, at));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }

    /// Ends one of one's own roles in an institution; `false` when one has none of that id that is not over.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn leave_seat(&self, proof: &Myself, id: RoleId, at: Timestamp) -> Result<bool, StorageError> {
        let statement = institution_role::Entity::update_many()
            .col_expr(institution_role::Column::UntilAt, Expr::value(instant::stored(at)))
            .col_expr(institution_role::Column::EndedBy, Expr::value(proof.author().to_string()))
            .filter(institution_role::Column::UserId.eq(proof.user().0))
            .filter(institution_role::Column::Id.eq(id.0))
            .filter(not_over(institution_role::Column::UntilAt, at));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }

    /// Whether a person holds, or will hold, a role outside a CPTS: elsewhere others answer for them too.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn has_role_outside(
        &self,
        cpts: CptsId,
        user: UserId,
        at: Timestamp,
    ) -> Result<bool, StorageError> {
        let role = cpts_role::Entity::find()
            .filter(cpts_role::Column::UserId.eq(user.0))
            .filter(cpts_role::Column::CptsId.ne(cpts.0))
            .filter(not_over(cpts_role::Column::UntilAt, at));
        if self.run(role.one(&self.txn)).await?.is_some() {
            return Ok(true);
        }
        let seat = institution_role::Entity::find()
            .filter(institution_role::Column::UserId.eq(user.0))
            .filter(not_over(institution_role::Column::UntilAt, at));
        Ok(self.run(seat.one(&self.txn)).await?.is_some())
    }
}
