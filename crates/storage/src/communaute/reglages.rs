//! Choices of a CPTS: one JSON value a key, each key owned by one room of `app`.

use domain::authz::Allowed;
use jiff::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::ReadsCommunaute;
use crate::entities::reglage::{ActiveModel, Column, Entity};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "reglage";

impl ReadTx {
    /// A choice; `None` when the CPTS made none.
    ///
    /// # Errors
    /// When the database refuses or the value makes no sense.
    pub async fn reglage<P: ReadsCommunaute, T: DeserializeOwned>(
        &self,
        proof: &Allowed<P>,
        cle: &'static str,
    ) -> Result<Option<T>, StorageError> {
        let row = Entity::find_by_id((proof.cpts().0, cle.to_owned())).one(&self.txn).await?;
        let read = |text: String| {
            serde_json::from_str(&text).map_err(|error| StorageError::inconsistent(TABLE, cle, error))
        };
        row.map(|row| read(row.content)).transpose()
    }
}

impl WriteTx {
    /// Keeps a choice in the place of the one before.
    ///
    /// # Errors
    /// When the value cannot be written or the database refuses.
    pub async fn set_reglage<P: ReadsCommunaute, T: Serialize>(
        &self,
        proof: &Allowed<P>,
        (cle, value): (&'static str, &T),
        at: Timestamp,
    ) -> Result<(), StorageError> {
        let content =
            serde_json::to_string(value).map_err(|error| StorageError::inconsistent(TABLE, cle, error))?;
        let row = ActiveModel {
            cpts_id: Set(proof.cpts().0),
            cle: Set(cle.to_owned()),
            content: Set(content),
            changed_at: Set(instant::stored(at)),
            changed_by: Set(proof.author().to_string()),
        };
        let mut conflict = OnConflict::columns([Column::CptsId, Column::Cle]);
        conflict.update_columns([Column::Content, Column::ChangedAt, Column::ChangedBy]);
        let statement = Entity::insert(row).on_conflict(conflict);
        self.run(statement.exec_without_returning(&self.txn)).await?;
        Ok(())
    }
}
