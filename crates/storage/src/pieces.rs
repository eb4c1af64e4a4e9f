//! Documents kept as they were given.

use domain::authz::{Allowed, Author};
use domain::ids::{CptsId, PieceId};
use domain::pieces::PieceOwner;
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::entities::piece::{ActiveModel, Column, Entity};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// A document, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PieceRow {
    /// Identifier.
    pub id: PieceId,
    /// Name of the file, as it was given.
    pub name: String,
    /// What it is: `application/pdf`.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
    /// When it came.
    pub added_at: Timestamp,
    /// Who gave it.
    pub added_by: Author,
}

/// A document to keep.
#[derive(Clone, Debug)]
pub struct NewPiece {
    /// Identifier.
    pub id: PieceId,
    /// Name of the file.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
    /// The bytes.
    pub content: Vec<u8>,
    /// When it comes.
    pub at: Timestamp,
}

/// The columns of a document but its content.
type Label = (Uuid, String, String, i64, String, i64, String);

impl TryFrom<Label> for PieceRow {
    type Error = StorageError;
    fn try_from(row: Label) -> Result<Self, StorageError> {
        let (id, name, media_type, size, sha256, added_at, added_by) = row;
        Ok(Self {
            id: PieceId(id),
            name,
            media_type,
            size: size.try_into().map_err(|e| StorageError::inconsistent("piece", id, e))?,
            sha256,
            added_at: instant::read("piece", id, added_at)?,
            added_by: Author::from(added_by.as_str()),
        })
    }
}

/// The documents of a CPTS that hang on one kind of thing, or the one of an identifier or of a content.
async fn labels<O: PieceOwner>(
    db: &impl ConnectionTrait,
    cpts: CptsId,
    (id, sha256): (Option<PieceId>, Option<&str>),
) -> Result<Vec<Label>, DbErr> {
    let mut query = Entity::find().filter(Column::CptsId.eq(cpts.0)).filter(Column::Objet.eq(O::KEY));
    if let Some(id) = id {
        query = query.filter(Column::Id.eq(id.0));
    }
    if let Some(sha256) = sha256 {
        query = query.filter(Column::Sha256.eq(sha256));
    }
    query
        .order_by_asc(Column::AddedAt)
        .order_by_asc(Column::Id)
        .select_only()
        .columns([Column::Id, Column::Name, Column::MediaType, Column::Size, Column::Sha256])
        .columns([Column::AddedAt, Column::AddedBy])
        .into_tuple()
        .all(db)
        .await
}

impl ReadTx {
    /// The documents of the CPTS that hang on one kind of thing, oldest first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn pieces<O: PieceOwner>(
        &self,
        proof: &Allowed<O::Read>,
    ) -> Result<Vec<PieceRow>, StorageError> {
        let found = labels::<O>(&self.txn, proof.cpts(), (None, None)).await?;
        found.into_iter().map(PieceRow::try_from).collect()
    }

    /// One document of that kind with its content.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn piece<O: PieceOwner>(
        &self,
        proof: &Allowed<O::Read>,
        id: PieceId,
    ) -> Result<Option<(PieceRow, Vec<u8>)>, StorageError> {
        let label = labels::<O>(&self.txn, proof.cpts(), (Some(id), None)).await?.pop();
        let query = Entity::find_by_id(id.0).filter(Column::CptsId.eq(proof.cpts().0));
        let query = query.filter(Column::Objet.eq(O::KEY));
        let content: Option<Vec<u8>> =
            query.select_only().column(Column::Content).into_tuple().one(&self.txn).await?;
        let Some((label, content)) = label.zip(content) else { return Ok(None) };
        Ok(Some((label.try_into()?, content)))
    }
}

impl WriteTx {
    /// One document of that kind, to name it in what it hangs on.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn piece_to_link<O: PieceOwner>(
        &self,
        proof: &Allowed<O::Edit>,
        id: PieceId,
    ) -> Result<Option<PieceRow>, StorageError> {
        let found = self.run(labels::<O>(&self.txn, proof.cpts(), (Some(id), None))).await?;
        found.into_iter().next().map(PieceRow::try_from).transpose()
    }

    /// The document of that kind that has this very content.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn piece_of_content<O: PieceOwner>(
        &self,
        proof: &Allowed<O::Edit>,
        sha256: &str,
    ) -> Result<Option<PieceRow>, StorageError> {
        let found = self.run(labels::<O>(&self.txn, proof.cpts(), (None, Some(sha256)))).await?;
        found.into_iter().next().map(PieceRow::try_from).transpose()
    }

    /// Keeps a document with what it hangs on.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_piece<O: PieceOwner>(
        &self,
        proof: &Allowed<O::Edit>,
        new: NewPiece,
    ) -> Result<(), StorageError> {
        let size = i64::try_from(new.content.len())
            .map_err(|error| StorageError::inconsistent("piece", new.id, error))?;
        let row = ActiveModel {
            id: Set(new.id.0),
            cpts_id: Set(proof.cpts().0),
            objet: Set(O::KEY.to_owned()),
            name: Set(new.name),
            media_type: Set(new.media_type),
            size: Set(size),
            sha256: Set(new.sha256),
            content: Set(new.content),
            added_at: Set(instant::stored(new.at)),
            added_by: Set(proof.author().to_string()),
        };
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }
}
