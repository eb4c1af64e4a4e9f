//! Lines of the register of processing that a CPTS changed or added, and who answers for it.

use domain::authz::{Allowed, Author, EditTraitements, Permission, ReadTraitements};
use jiff::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::entities::{association, traitement};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// A line that the CPTS changed, added or declared without object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraitementRow {
    /// Key of the proposed line it replaces, or its own.
    pub key: String,
    /// What it says, as JSON.
    pub content: String,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// Who changed it.
    pub changed_by: Author,
    /// Since when it is without object.
    pub removed_at: Option<Timestamp>,
}

/// Who answers for the processing: what the association says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Controller {
    /// Name of the association.
    pub legal_name: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// E-mail address of the association.
    pub email: Option<String>,
    /// Telephone of the association.
    pub phone: Option<String>,
    /// Name of the data protection officer.
    pub dpo_name: Option<String>,
    /// E-mail address of the data protection officer.
    pub dpo_email: Option<String>,
}

impl ReadTx {
    /// The lines that the CPTS changed or added, by key.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn traitements<P: Permission>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<TraitementRow>, StorageError> {
        let query = traitement::Entity::find()
            .filter(traitement::Column::CptsId.eq(proof.cpts().0))
            .order_by_asc(traitement::Column::Key);
        let read = |row: traitement::Model| {
            let at = |micros| instant::read("traitement", row.id, micros);
            Ok(TraitementRow {
                changed_at: at(row.changed_at)?,
                removed_at: row.removed_at.map(at).transpose()?,
                changed_by: Author::from(row.changed_by.as_str()),
                key: row.key,
                content: row.content,
            })
        };
        query.all(&self.txn).await?.into_iter().map(read).collect()
    }

    /// Who answers for the processing; nothing is known before the association's record is filled in.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn controller(&self, proof: &Allowed<ReadTraitements>) -> Result<Controller, StorageError> {
        let row = association::Entity::find_by_id(proof.cpts().0).one(&self.txn).await?;
        let read = |row: association::Model| Controller {
            legal_name: row.legal_name,
            address: row.address,
            email: row.email,
            phone: row.phone,
            dpo_name: row.dpo_name,
            dpo_email: row.dpo_email,
        };
        Ok(row.map(read).unwrap_or_default())
    }
}

impl WriteTx {
    /// Writes what the CPTS says of one line of the register; `id` serves when it is the first time.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_traitement(
        &self,
        proof: &Allowed<EditTraitements>,
        id: Uuid,
        line: &TraitementRow,
    ) -> Result<(), StorageError> {
        let row = traitement::ActiveModel {
            id: Set(id),
            cpts_id: Set(proof.cpts().0),
            key: Set(line.key.clone()),
            content: Set(line.content.clone()),
            changed_at: Set(instant::stored(line.changed_at)),
            changed_by: Set(line.changed_by.to_string()),
            removed_at: Set(line.removed_at.map(instant::stored)),
        };
        let kept = OnConflict::columns([traitement::Column::CptsId, traitement::Column::Key])
            .update_columns([
                traitement::Column::Content,
                traitement::Column::ChangedAt,
                traitement::Column::ChangedBy,
                traitement::Column::RemovedAt,
            ])
            .to_owned();
        let insert = traitement::Entity::insert(row).on_conflict(kept);
        self.run(insert.exec_without_returning(&self.txn)).await?;
        Ok(())
    }
}
