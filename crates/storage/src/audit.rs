//! The trace of what was done, written in the same transaction.

use domain::authz::{Allowed, Operates, Permission};
use domain::ids::CptsId;
use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entities::audit_event as event;
use crate::{ReadTx, StorageError, WriteTx, instant};

/// What changed, without personal data.
#[derive(Clone, Debug)]
pub struct Change {
    /// Identifier of the entry.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// Kind of thing: `variante`, `dataset`…
    pub subject_kind: &'static str,
    /// Which one.
    pub subject_id: String,
    /// What changed.
    pub changes: serde_json::Value,
}

/// An entry as it is read back.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// Key of the permission.
    pub action: String,
    /// Kind of thing.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: String,
    /// What changed.
    pub changes: serde_json::Value,
}

impl WriteTx {
    /// Records an act inside a CPTS.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn audit<P: Permission>(&self, proof: &Allowed<P>, change: Change) -> Result<(), StorageError> {
        self.record(Some(proof.cpts()), proof.actor(), proof.action(), change).await
    }

    /// Records an act on the reference data of the instance.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn audit_operation(&self, proof: &Operates, change: Change) -> Result<(), StorageError> {
        self.record(None, proof.actor(), Operates::KEY, change).await
    }

    async fn record(
        &self,
        cpts: Option<CptsId>,
        actor: &str,
        action: &str,
        change: Change,
    ) -> Result<(), StorageError> {
        let row = event::ActiveModel {
            id: Set(change.id),
            cpts_id: Set(cpts.map(|cpts| cpts.0)),
            at: Set(instant::stored(change.at)),
            actor: Set(actor.to_owned()),
            action: Set(action.to_owned()),
            subject_kind: Set(change.subject_kind.to_owned()),
            subject_id: Set(change.subject_id),
            changes: Set(change.changes.to_string()),
        };
        self.run(event::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }
}

impl ReadTx {
    /// The last acts inside a CPTS, most recent first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn audit_entries<P: Permission>(
        &self,
        proof: &Allowed<P>,
        limit: u64,
    ) -> Result<Vec<AuditEntry>, StorageError> {
        let rows = event::Entity::find()
            .filter(event::Column::CptsId.eq(proof.cpts().0))
            .order_by_desc(event::Column::At)
            .order_by_desc(event::Column::Id)
            .limit(limit)
            .all(&self.txn)
            .await?;
        rows.into_iter().map(AuditEntry::try_from).collect()
    }
}

impl TryFrom<event::Model> for AuditEntry {
    type Error = StorageError;
    fn try_from(row: event::Model) -> Result<Self, StorageError> {
        let changes = serde_json::from_str(&row.changes)
            .map_err(|error| StorageError::inconsistent("audit_event", row.id, error))?;
        Ok(Self {
            at: instant::read("audit_event", row.id, row.at)?,
            actor: row.actor,
            action: row.action,
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            changes,
        })
    }
}
