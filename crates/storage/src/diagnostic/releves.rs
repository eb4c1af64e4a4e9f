//! Recorded values of indicators. Rows are added and never change: a correction is another row.

use domain::authz::{Allowed, Author, EditDiagnostic};
use domain::diagnostic::Releve;
use domain::ids::{CptsId, ReleveId};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::ReadsDiagnostic;
use crate::entities::cpts;
use crate::entities::releve::{ActiveModel, Column, Entity, Model};
use crate::{ReadTx, StorageError, WriteTx, instant};

impl TryFrom<Model> for Releve {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent("releve", row.id, detail);
        let saisie: domain::diagnostic::Saisie =
            serde_json::from_str(&row.saisie).map_err(|e| wrong(e.to_string()))?;
        if saisie.indicateur != row.indicateur {
            return Err(wrong(format!("says {} and {}", row.indicateur, saisie.indicateur)));
        }
        if saisie.document.map(|piece| piece.0) != row.piece_id {
            return Err(wrong("names two documents".to_owned()));
        }
        Ok(Self {
            id: ReleveId(row.id),
            saisie,
            author: Author::from(row.author.as_str()),
            recorded_at: instant::read("releve", row.id, row.recorded_at)?,
            replaces: row.replaces.map(ReleveId),
            reason: row.reason,
        })
    }
}

async fn all(db: &impl ConnectionTrait, cpts: CptsId) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::CptsId.eq(cpts.0))
        .order_by_asc(Column::RecordedAt)
        .order_by_asc(Column::Id)
        .all(db)
        .await
}

impl ReadTx {
    /// Every recorded value of the CPTS, replaced ones too, oldest first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn releves<P: ReadsDiagnostic>(&self, proof: &Allowed<P>) -> Result<Vec<Releve>, StorageError> {
        all(&self.txn, proof.cpts()).await?.into_iter().map(Releve::try_from).collect()
    }
}

impl WriteTx {
    /// The same, to add to them: until the end of the transaction nobody else adds any in this CPTS.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn releves_to_edit(
        &self,
        proof: &Allowed<EditDiagnostic>,
    ) -> Result<Vec<Releve>, StorageError> {
        // SQLite has let one writer in and ignores the clause; PostgreSQL waits here.
        let owner = cpts::Entity::find_by_id(proof.cpts().0).lock(LockType::NoKeyUpdate);
        self.run(owner.one(&self.txn)).await?;
        let rows = self.run(all(&self.txn, proof.cpts())).await?;
        rows.into_iter().map(Releve::try_from).collect()
    }

    /// Adds a recorded value; fails with [`StorageError::AlreadyExists`] when another one replaced the same.
    ///
    /// # Errors
    /// When the value to replace already is, its document is unknown, or the database refuses.
    pub async fn add_releve(
        &self,
        proof: &Allowed<EditDiagnostic>,
        new: &Releve,
    ) -> Result<(), StorageError> {
        let saisie = serde_json::to_string(&new.saisie)
            .map_err(|error| StorageError::inconsistent("releve", new.id, error))?;
        let row = ActiveModel {
            id: Set(new.id.0),
            cpts_id: Set(proof.cpts().0),
            indicateur: Set(new.saisie.indicateur.clone()),
            saisie: Set(saisie),
            piece_id: Set(new.saisie.document.map(|piece| piece.0)),
            author: Set(proof.author().to_string()),
            recorded_at: Set(instant::stored(new.recorded_at)),
            replaces: Set(new.replaces.map(|before| before.0)),
            reason: Set(new.reason.clone()),
        };
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }
}
