//! Reference files, kept whole: decision 0003.

use domain::ids::DatasetId;
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use territory::{DepartementCode, Kind, Passport};
use uuid::Uuid;

use crate::entities::{dataset, dataset_part as part, reference_state as state};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// A dataset about to be written. Same kind, year and coverage replace the one before.
#[derive(Clone, Debug)]
pub struct NewDataset {
    /// Identifier.
    pub id: DatasetId,
    /// Passport.
    pub passport: Passport,
    /// Départements covered, as a key: `FR`, or `11,66`.
    pub coverage: String,
    /// Report of the import, as JSON.
    pub report: serde_json::Value,
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of the file, in hexadecimal.
    pub fingerprint: String,
    /// When.
    pub imported_at: Timestamp,
    /// Content, already compressed.
    pub parts: Vec<(PartKey, Vec<u8>)>,
}

/// A dataset as it is listed, without its content.
#[derive(Clone, Debug, PartialEq)]
pub struct DatasetRow {
    /// Identifier.
    pub id: DatasetId,
    /// Passport.
    pub passport: Passport,
    /// Départements covered, as a key.
    pub coverage: String,
    /// Report of the import, as JSON.
    pub report: serde_json::Value,
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of the file, in hexadecimal.
    pub fingerprint: String,
    /// When it was imported.
    pub imported_at: Timestamp,
}

/// A part of a dataset's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartKey {
    /// Records, or contours without their drawing.
    Main,
    /// Drawing of the contours of a département.
    Drawing(DepartementCode),
}

impl PartKey {
    fn stored(self) -> String {
        match self {
            PartKey::Main => "main".into(),
            PartKey::Drawing(code) => format!("geo:{code}"),
        }
    }
}

impl TryFrom<dataset::Model> for DatasetRow {
    type Error = StorageError;
    fn try_from(row: dataset::Model) -> Result<Self, StorageError> {
        let wrong = |error: serde_json::Error| StorageError::inconsistent("dataset", row.id, error);
        Ok(Self {
            id: DatasetId(row.id),
            passport: serde_json::from_str(&row.passport).map_err(wrong)?,
            report: serde_json::from_str(&row.report).map_err(wrong)?,
            imported_at: instant::read("dataset", row.id, row.imported_at)?,
            coverage: row.coverage,
            file_name: row.file_name,
            fingerprint: row.fingerprint,
        })
    }
}

async fn list(db: &impl ConnectionTrait) -> Result<Vec<dataset::Model>, DbErr> {
    dataset::Entity::find()
        .order_by_asc(dataset::Column::ImportedAt)
        .order_by_asc(dataset::Column::Id)
        .all(db)
        .await
}

async fn payload(db: &impl ConnectionTrait, id: Uuid, key: PartKey) -> Result<Option<Vec<u8>>, DbErr> {
    Ok(part::Entity::find_by_id((id, key.stored())).one(db).await?.map(|row| row.payload))
}

async fn revision(db: &impl ConnectionTrait) -> Result<i64, DbErr> {
    Ok(state::Entity::find_by_id(1).one(db).await?.map_or(0, |row| row.revision))
}

impl ReadTx {
    /// All datasets, oldest import first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn datasets(&self) -> Result<Vec<DatasetRow>, StorageError> {
        list(&self.txn).await?.into_iter().map(DatasetRow::try_from).collect()
    }

    /// A part of a dataset.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn dataset_part(&self, id: DatasetId, key: PartKey) -> Result<Option<Vec<u8>>, StorageError> {
        Ok(payload(&self.txn, id.0, key).await?)
    }

    /// How many times the reference data changed.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn reference_revision(&self) -> Result<i64, StorageError> {
        Ok(revision(&self.txn).await?)
    }
}

impl WriteTx {
    /// All datasets, oldest import first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn datasets(&self) -> Result<Vec<DatasetRow>, StorageError> {
        self.run(list(&self.txn)).await?.into_iter().map(DatasetRow::try_from).collect()
    }

    /// A part of a dataset.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn dataset_part(&self, id: DatasetId, key: PartKey) -> Result<Option<Vec<u8>>, StorageError> {
        self.run(payload(&self.txn, id.0, key)).await
    }

    /// Writes a dataset; the one of the same kind, year and coverage goes.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn replace_dataset(&self, new: &NewDataset) -> Result<(), StorageError> {
        let same = dataset::Entity::delete_many()
            .filter(dataset::Column::Kind.eq(new.passport.kind.key()))
            .filter(dataset::Column::VintageYear.eq(i64::from(new.passport.vintage.year)))
            .filter(dataset::Column::Coverage.eq(new.coverage.clone()));
        self.run(same.exec(&self.txn)).await?;
        let json = |value: serde_json::Result<String>| {
            value.map_err(|error| StorageError::inconsistent("dataset", new.id, error))
        };
        let row = dataset::ActiveModel {
            id: Set(new.id.0),
            kind: Set(new.passport.kind.key().to_owned()),
            vintage_year: Set(new.passport.vintage.year.into()),
            coverage: Set(new.coverage.clone()),
            passport: Set(json(serde_json::to_string(&new.passport))?),
            report: Set(new.report.to_string()),
            file_name: Set(new.file_name.clone()),
            fingerprint: Set(new.fingerprint.clone()),
            imported_at: Set(instant::stored(new.imported_at)),
        };
        self.run(dataset::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        for (key, payload) in &new.parts {
            self.write_part(new.id, *key, payload.clone()).await?;
        }
        self.bump_reference().await
    }

    /// Rewrites one part of a dataset.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn write_part(
        &self,
        id: DatasetId,
        key: PartKey,
        payload: Vec<u8>,
    ) -> Result<(), StorageError> {
        let row = part::ActiveModel { dataset_id: Set(id.0), part: Set(key.stored()), payload: Set(payload) };
        let statement = part::Entity::insert(row).on_conflict(
            OnConflict::columns([part::Column::DatasetId, part::Column::Part])
                .update_column(part::Column::Payload)
                .to_owned(),
        );
        self.run(statement.exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Removes a dataset and its content; `false` when it was not there.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_dataset(&self, id: DatasetId) -> Result<bool, StorageError> {
        let gone = self.run(dataset::Entity::delete_by_id(id.0).exec(&self.txn)).await?.rows_affected > 0;
        if gone {
            self.bump_reference().await?;
        }
        Ok(gone)
    }

    async fn bump_reference(&self) -> Result<(), StorageError> {
        let first = state::ActiveModel { id: Set(1), revision: Set(1) };
        let statement = state::Entity::insert(first).on_conflict(
            OnConflict::column(state::Column::Id)
                .value(state::Column::Revision, Expr::col((state::Entity, state::Column::Revision)).add(1))
                .to_owned(),
        );
        self.run(statement.exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Whether a file with this fingerprint is already there for this kind.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn has_fingerprint(
        &self,
        kind: Kind,
        year: i16,
        fingerprint: &str,
    ) -> Result<bool, StorageError> {
        let query = dataset::Entity::find()
            .filter(dataset::Column::Kind.eq(kind.key()))
            .filter(dataset::Column::VintageYear.eq(i64::from(year)))
            .filter(dataset::Column::Fingerprint.eq(fingerprint))
            .limit(1);
        Ok(self.run(query.one(&self.txn)).await?.is_some())
    }
}
