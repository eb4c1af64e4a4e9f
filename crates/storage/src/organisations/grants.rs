//! What a CPTS lets an institution read, by subject.

use domain::authz::{
    Allowed, AllowedIn, Author, ManageAutorisations, ReadAutorisations, ReadInstitution, Subject,
};
use domain::ids::{CptsId, GrantId, InstitutionId};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};

use crate::comptes::standing;
use crate::entities::access_grant::{ActiveModel, Column, Entity, Model};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// A grant, with its dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantRow {
    /// Identifier.
    pub id: GrantId,
    /// Who signed.
    pub cpts: CptsId,
    /// Who reads.
    pub institution: InstitutionId,
    /// What.
    pub subject: Subject,
    /// From.
    pub since: Timestamp,
    /// Until, excluded.
    pub until: Option<Timestamp>,
    /// Who signed it.
    pub given_by: Author,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
    /// Who took it back.
    pub revoked_by: Option<Author>,
}

impl GrantRow {
    /// Whether it opens something at this instant.
    pub fn is_open_at(&self, at: Timestamp) -> bool {
        self.since <= at && self.ended_at().is_none_or(|end| at < end)
    }

    /// When it ended or will end.
    pub fn ended_at(&self) -> Option<Timestamp> {
        match (self.revoked_at, self.until) {
            (Some(revoked), Some(until)) => Some(revoked.min(until)),
            (revoked, until) => revoked.or(until),
        }
    }
}

impl TryFrom<Model> for GrantRow {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let at = |micros| instant::read("access_grant", row.id, micros);
        Ok(Self {
            id: GrantId(row.id),
            cpts: CptsId(row.cpts_id),
            institution: InstitutionId(row.institution_id),
            subject: standing::subject(&row)?,
            since: at(row.since_at)?,
            until: row.until_at.map(at).transpose()?,
            given_by: Author::from(row.given_by.as_str()),
            revoked_at: row.revoked_at.map(at).transpose()?,
            revoked_by: row.revoked_by.as_deref().map(Author::from),
        })
    }
}

async fn found(db: &impl ConnectionTrait, whose: Condition) -> Result<Vec<GrantRow>, StorageError> {
    let query = Entity::find().filter(whose).order_by_desc(Column::SinceAt).order_by_desc(Column::Id);
    query.all(db).await?.into_iter().map(GrantRow::try_from).collect()
}

impl ReadTx {
    /// All grants of the CPTS, ended ones too, the last first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn grants(&self, proof: &Allowed<ReadAutorisations>) -> Result<Vec<GrantRow>, StorageError> {
        found(&self.txn, Condition::all().add(Column::CptsId.eq(proof.cpts().0))).await
    }

    /// All grants to the institution, ended ones too, the last first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn grants_to(&self, proof: &AllowedIn<ReadInstitution>) -> Result<Vec<GrantRow>, StorageError> {
        found(&self.txn, Condition::all().add(Column::InstitutionId.eq(proof.institution().0))).await
    }
}

impl WriteTx {
    /// The grants of the CPTS, to decide on them.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn grants_to_edit(
        &self,
        proof: &Allowed<ManageAutorisations>,
    ) -> Result<Vec<GrantRow>, StorageError> {
        found(&self.txn, Condition::all().add(Column::CptsId.eq(proof.cpts().0))).await
    }

    /// Adds a grant of the CPTS of the proof, whatever `new.cpts` says.
    ///
    /// # Errors
    /// [`StorageError::BrokenLink`] when the institution does not exist; or the database refuses.
    pub async fn add_grant(
        &self,
        proof: &Allowed<ManageAutorisations>,
        new: &GrantRow,
    ) -> Result<(), StorageError> {
        let row = ActiveModel {
            id: Set(new.id.0),
            cpts_id: Set(proof.cpts().0),
            institution_id: Set(new.institution.0),
            subject: Set(new.subject.key().to_owned()),
            since_at: Set(instant::stored(new.since)),
            until_at: Set(new.until.map(instant::stored)),
            given_by: Set(proof.author().to_string()),
            revoked_at: Set(None),
            revoked_by: Set(None),
        };
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Takes a grant back; `false` when the CPTS has none of that id that is not over.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn revoke_grant(
        &self,
        proof: &Allowed<ManageAutorisations>,
        id: GrantId,
        at: Timestamp,
    ) -> Result<bool, StorageError> {
        let not_over =
            Condition::any().add(Column::UntilAt.is_null()).add(Column::UntilAt.gt(instant::stored(at)));
        let statement = Entity::update_many()
            .col_expr(Column::RevokedAt, Expr::value(instant::stored(at)))
            .col_expr(Column::RevokedBy, Expr::value(proof.author().to_string()))
            .filter(Column::CptsId.eq(proof.cpts().0))
            .filter(Column::Id.eq(id.0))
            .filter(Column::RevokedAt.is_null())
            .filter(not_over);
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }
}
