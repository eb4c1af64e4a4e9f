//! Signed versions of the terms of a contract: their rows never change.

use domain::aci::contrat::VersionContrat;
use domain::authz::{Allowed, SignContrat};
use domain::ids::{ContratId, CptsId, VersionContratId};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select};

use crate::communaute::day;
use crate::entities::contrat_version::{ActiveModel, Column, Entity, Model};
use crate::{StorageError, WriteTx, instant};

const TABLE: &str = "contrat_version";

impl TryFrom<Model> for VersionContrat {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        Ok(Self {
            id: VersionContratId(row.id),
            contrat: ContratId(row.contrat_id),
            numero: row.numero,
            signe_le: day(TABLE, row.id, &row.signe_le)?,
            effet_le: day(TABLE, row.id, &row.effet_le)?,
            termes: serde_json::from_str(&row.termes).map_err(|error| wrong(error.to_string()))?,
            by: row.author.as_str().into(),
            created_at: instant::read(TABLE, row.id, row.created_at)?,
            objet: row.objet,
        })
    }
}

fn own(cpts: CptsId) -> Select<Entity> {
    Entity::find()
        .filter(Column::CptsId.eq(cpts.0))
        .order_by_asc(Column::ContratId)
        .order_by_asc(Column::Numero)
}

fn read(rows: Vec<Model>) -> Result<Vec<VersionContrat>, StorageError> {
    rows.into_iter().map(VersionContrat::try_from).collect()
}

/// The versions of one contract, first signed first.
pub(super) async fn of(
    db: &impl ConnectionTrait,
    cpts: CptsId,
    contrat: ContratId,
) -> Result<Vec<VersionContrat>, StorageError> {
    read(own(cpts).filter(Column::ContratId.eq(contrat.0)).all(db).await?)
}

/// The versions of every contract of a CPTS, first signed first.
pub(super) async fn of_cpts(
    db: &impl ConnectionTrait,
    cpts: CptsId,
) -> Result<Vec<VersionContrat>, StorageError> {
    read(own(cpts).all(db).await?)
}

impl WriteTx {
    /// Adds a signed version. The database refuses a number that is taken.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_contrat_version(
        &self,
        proof: &Allowed<SignContrat>,
        new: &VersionContrat,
    ) -> Result<(), StorageError> {
        let termes = serde_json::to_string(&new.termes)
            .map_err(|error| StorageError::inconsistent(TABLE, new.id, error))?;
        let row = ActiveModel {
            id: Set(new.id.0),
            cpts_id: Set(proof.cpts().0),
            contrat_id: Set(new.contrat.0),
            numero: Set(new.numero),
            signe_le: Set(new.signe_le.to_string()),
            effet_le: Set(new.effet_le.to_string()),
            objet: Set(new.objet.clone()),
            termes: Set(termes),
            author: Set(new.by.to_string()),
            created_at: Set(instant::stored(new.created_at)),
        };
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }
}
