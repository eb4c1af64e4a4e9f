//! Merges of sheets and pairs that were set apart.

use std::collections::BTreeSet;

use domain::authz::{Allowed, Author, EditCommunaute};
use domain::communaute::doublons::ordered;
use domain::communaute::fusion::Trace;
use domain::ids::{CptsId, FusionId, PersonneId};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::ReadsCommunaute;
use crate::entities::{doublon_ecarte, fusion};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "fusion";

/// A merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fusion {
    /// Identifier.
    pub id: FusionId,
    /// The sheet that stands.
    pub gardee: PersonneId,
    /// The sheet that leads to it.
    pub autre: PersonneId,
    /// What both said, before and after.
    pub trace: Trace,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub author: Author,
    /// When it was taken back.
    pub undone_at: Option<Timestamp>,
}

impl TryFrom<fusion::Model> for Fusion {
    type Error = StorageError;
    fn try_from(row: fusion::Model) -> Result<Self, StorageError> {
        let at = |micros| instant::read(TABLE, row.id, micros);
        Ok(Self {
            id: FusionId(row.id),
            gardee: PersonneId(row.gardee_id),
            autre: PersonneId(row.autre_id),
            trace: serde_json::from_str(&row.content)
                .map_err(|error| StorageError::inconsistent(TABLE, row.id, error))?,
            at: at(row.at)?,
            author: Author::from(row.author.as_str()),
            undone_at: row.undone_at.map(at).transpose()?,
        })
    }
}

async fn set_apart(db: &impl ConnectionTrait, cpts: CptsId) -> Result<Vec<doublon_ecarte::Model>, DbErr> {
    let mine = doublon_ecarte::Column::CptsId.eq(cpts.0);
    doublon_ecarte::Entity::find().filter(mine).all(db).await
}

impl ReadTx {
    /// The merges of the CPTS, taken back ones too, the last one first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn fusions<P: ReadsCommunaute>(&self, proof: &Allowed<P>) -> Result<Vec<Fusion>, StorageError> {
        use fusion::Column;
        let mine = fusion::Entity::find().filter(Column::CptsId.eq(proof.cpts().0));
        let rows = mine.order_by_desc(Column::At).order_by_desc(Column::Id).all(&self.txn).await?;
        rows.into_iter().map(Fusion::try_from).collect()
    }

    /// Pairs that somebody set apart, each in the order of [`ordered`].
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn doublons_ecartes<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<BTreeSet<(PersonneId, PersonneId)>, StorageError> {
        let rows = set_apart(&self.txn, proof.cpts()).await?;
        Ok(rows.into_iter().map(|row| (PersonneId(row.une_id), PersonneId(row.autre_id))).collect())
    }
}

impl WriteTx {
    /// Keeps the trace of a merge.
    ///
    /// # Errors
    /// When it cannot be written or the database refuses.
    pub async fn add_fusion(
        &self,
        proof: &Allowed<EditCommunaute>,
        new: &Fusion,
    ) -> Result<(), StorageError> {
        let content = serde_json::to_string(&new.trace)
            .map_err(|error| StorageError::inconsistent(TABLE, new.id, error))?;
        let row = fusion::ActiveModel {
            id: Set(new.id.0),
            cpts_id: Set(proof.cpts().0),
            gardee_id: Set(new.gardee.0),
            autre_id: Set(new.autre.0),
            content: Set(content),
            at: Set(instant::stored(new.at)),
            author: Set(new.author.to_string()),
            undone_at: Set(new.undone_at.map(instant::stored)),
        };
        self.run(fusion::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// A merge, to take it back.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn fusion_to_edit(
        &self,
        proof: &Allowed<EditCommunaute>,
        id: FusionId,
    ) -> Result<Option<Fusion>, StorageError> {
        let mine = fusion::Column::CptsId.eq(proof.cpts().0);
        let row = fusion::Entity::find_by_id(id.0).filter(mine).one(&self.txn);
        self.run(row).await?.map(Fusion::try_from).transpose()
    }

    /// Writes that a merge was taken back.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn fusion_undone(
        &self,
        proof: &Allowed<EditCommunaute>,
        id: FusionId,
        at: Timestamp,
    ) -> Result<(), StorageError> {
        let statement = fusion::Entity::update_many()
            .col_expr(fusion::Column::UndoneAt, Expr::value(Some(instant::stored(at))))
            .filter(fusion::Column::CptsId.eq(proof.cpts().0))
            .filter(fusion::Column::Id.eq(id.0));
        self.run(statement.exec(&self.txn)).await?;
        Ok(())
    }

    /// Remembers that two sheets are of two people; said twice, it is kept once.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_doublon_apart(
        &self,
        proof: &Allowed<EditCommunaute>,
        pair: (PersonneId, PersonneId),
        at: Timestamp,
    ) -> Result<(), StorageError> {
        use doublon_ecarte::{ActiveModel, Column, Entity};
        let (une, autre) = ordered(pair.0, pair.1);
        let row = ActiveModel {
            cpts_id: Set(proof.cpts().0),
            une_id: Set(une.0),
            autre_id: Set(autre.0),
            at: Set(instant::stored(at)),
            author: Set(proof.author().to_string()),
        };
        let mut conflict = OnConflict::columns([Column::CptsId, Column::UneId, Column::AutreId]);
        conflict.update_columns([Column::At, Column::Author]);
        let statement = Entity::insert(row).on_conflict(conflict);
        self.run(statement.exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Forgets that two sheets were set apart.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn unset_doublon_apart(
        &self,
        proof: &Allowed<EditCommunaute>,
        pair: (PersonneId, PersonneId),
    ) -> Result<(), StorageError> {
        use doublon_ecarte::{Column, Entity};
        let (une, autre) = ordered(pair.0, pair.1);
        let gone = Entity::delete_many()
            .filter(Column::CptsId.eq(proof.cpts().0))
            .filter(Column::UneId.eq(une.0))
            .filter(Column::AutreId.eq(autre.0));
        self.run(gone.exec(&self.txn)).await?;
        Ok(())
    }
}
