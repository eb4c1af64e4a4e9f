//! Imports of spreadsheets: files that wait for decisions, and imports that were done.

use domain::authz::{Allowed, Author, EditCommunaute};
use domain::communaute::import::{Brouillon, ImportKind, Lot};
use domain::ids::{CptsId, LotId};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::ReadsCommunaute;
use crate::entities::{brouillon_import, lot};
use crate::{ReadTx, StorageError, WriteTx, instant};

impl TryFrom<lot::Model> for Lot {
    type Error = StorageError;
    fn try_from(row: lot::Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent("lot", row.id, detail);
        Ok(Self {
            id: LotId(row.id),
            kind: ImportKind::from_key(&row.kind).ok_or_else(|| wrong(row.kind.clone()))?,
            contenu: serde_json::from_str(&row.content).map_err(|error| wrong(error.to_string()))?,
            at: instant::read("lot", row.id, row.at)?,
            annule_at: row.undone_at.map(|at| instant::read("lot", row.id, at)).transpose()?,
            author: Author::from(row.author.as_str()),
            fichier: row.fichier,
        })
    }
}

impl TryFrom<brouillon_import::Model> for Brouillon {
    type Error = StorageError;
    fn try_from(row: brouillon_import::Model) -> Result<Self, StorageError> {
        let fichier = serde_json::from_str(&row.content)
            .map_err(|error| StorageError::inconsistent("brouillon_import", row.id, error))?;
        Ok(Self {
            id: LotId(row.id),
            at: instant::read("brouillon_import", row.id, row.at)?,
            author: Author::from(row.author.as_str()),
            nom: row.fichier,
            fichier,
        })
    }
}

fn json(table: &'static str, id: LotId, value: &impl serde::Serialize) -> Result<String, StorageError> {
    serde_json::to_string(value).map_err(|error| StorageError::inconsistent(table, id, error))
}

async fn one_lot(db: &impl ConnectionTrait, cpts: CptsId, id: LotId) -> Result<Option<lot::Model>, DbErr> {
    lot::Entity::find_by_id(id.0).filter(lot::Column::CptsId.eq(cpts.0)).one(db).await
}

async fn one_draft(
    db: &impl ConnectionTrait,
    cpts: CptsId,
    id: LotId,
) -> Result<Option<brouillon_import::Model>, DbErr> {
    let mine = brouillon_import::Entity::find_by_id(id.0);
    mine.filter(brouillon_import::Column::CptsId.eq(cpts.0)).one(db).await
}

impl ReadTx {
    /// The imports of the CPTS, most recent first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn lots<P: ReadsCommunaute>(&self, proof: &Allowed<P>) -> Result<Vec<Lot>, StorageError> {
        let mine = lot::Entity::find().filter(lot::Column::CptsId.eq(proof.cpts().0));
        let rows = mine.order_by_desc(lot::Column::At).order_by_desc(lot::Column::Id).all(&self.txn).await?;
        rows.into_iter().map(Lot::try_from).collect()
    }

    /// One import.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn lot<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        id: LotId,
    ) -> Result<Option<Lot>, StorageError> {
        one_lot(&self.txn, proof.cpts(), id).await?.map(Lot::try_from).transpose()
    }

    /// The files that wait for decisions, most recent first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn brouillons_import(
        &self,
        proof: &Allowed<EditCommunaute>,
    ) -> Result<Vec<Brouillon>, StorageError> {
        use brouillon_import::{Column, Entity};
        let mine = Entity::find().filter(Column::CptsId.eq(proof.cpts().0));
        let rows = mine.order_by_desc(Column::At).order_by_desc(Column::Id).all(&self.txn).await?;
        rows.into_iter().map(Brouillon::try_from).collect()
    }

    /// One file that waits.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn brouillon_import(
        &self,
        proof: &Allowed<EditCommunaute>,
        id: LotId,
    ) -> Result<Option<Brouillon>, StorageError> {
        one_draft(&self.txn, proof.cpts(), id).await?.map(Brouillon::try_from).transpose()
    }
}

impl WriteTx {
    /// One import, to take it back.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn lot_to_edit(
        &self,
        proof: &Allowed<EditCommunaute>,
        id: LotId,
    ) -> Result<Option<Lot>, StorageError> {
        self.hold_community(proof.cpts()).await?;
        self.run(one_lot(&self.txn, proof.cpts(), id)).await?.map(Lot::try_from).transpose()
    }

    /// One file that waits, to change it or apply it.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn brouillon_import_to_edit(
        &self,
        proof: &Allowed<EditCommunaute>,
        id: LotId,
    ) -> Result<Option<Brouillon>, StorageError> {
        self.hold_community(proof.cpts()).await?;
        self.run(one_draft(&self.txn, proof.cpts(), id)).await?.map(Brouillon::try_from).transpose()
    }

    /// Writes an import down.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_lot(&self, proof: &Allowed<EditCommunaute>, new: &Lot) -> Result<(), StorageError> {
        let row = lot::ActiveModel {
            id: Set(new.id.0),
            cpts_id: Set(proof.cpts().0),
            kind: Set(new.kind.key().to_owned()),
            fichier: Set(new.fichier.clone()),
            content: Set(json("lot", new.id, &new.contenu)?),
            at: Set(instant::stored(new.at)),
            author: Set(new.author.to_string()),
            undone_at: Set(new.annule_at.map(instant::stored)),
        };
        self.run(lot::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Writes down that an import was taken back, and what it left.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_lot(&self, proof: &Allowed<EditCommunaute>, done: &Lot) -> Result<(), StorageError> {
        let row = lot::ActiveModel {
            content: Set(json("lot", done.id, &done.contenu)?),
            undone_at: Set(done.annule_at.map(instant::stored)),
            ..Default::default()
        };
        let statement = lot::Entity::update_many()
            .set(row)
            .filter(lot::Column::CptsId.eq(proof.cpts().0))
            .filter(lot::Column::Id.eq(done.id.0));
        self.run(statement.exec(&self.txn)).await?;
        Ok(())
    }

    /// Keeps a file until somebody decides, or in the place of what it was.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn keep_brouillon_import(
        &self,
        proof: &Allowed<EditCommunaute>,
        draft: &Brouillon,
    ) -> Result<(), StorageError> {
        let row = brouillon_import::ActiveModel {
            id: Set(draft.id.0),
            cpts_id: Set(proof.cpts().0),
            fichier: Set(draft.nom.clone()),
            content: Set(json("brouillon_import", draft.id, &draft.fichier)?),
            at: Set(instant::stored(draft.at)),
            author: Set(draft.author.to_string()),
        };
        self.drop_brouillon_import(proof, draft.id).await?;
        self.run(brouillon_import::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Forgets a file that waited; `false` when the CPTS has none of that id.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn drop_brouillon_import(
        &self,
        proof: &Allowed<EditCommunaute>,
        id: LotId,
    ) -> Result<bool, StorageError> {
        let statement = brouillon_import::Entity::delete_many()
            .filter(brouillon_import::Column::CptsId.eq(proof.cpts().0))
            .filter(brouillon_import::Column::Id.eq(id.0));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }
}
