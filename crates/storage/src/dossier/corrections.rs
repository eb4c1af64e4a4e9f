//! Corrections asked on filed versions.

use domain::authz::{Allowed, Author, FileDossiers};
use domain::dossier::correction::{Correction, EtatCorrection};
use domain::ids::{CorrectionId, CptsId, DepotId, DossierId};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select};

use super::{ReadsDossiers, Saisi};
use crate::entities::correction::{ActiveModel, Column, Entity, Model};
use crate::row::{Kept as _, kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "correction";

impl TryFrom<Model> for Correction {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        Ok(Self {
            id: CorrectionId(row.id),
            dossier: DossierId(row.dossier_id),
            depot: DepotId(row.depot_id),
            etat: EtatCorrection::from_key(&row.etat).ok_or_else(|| wrong(row.etat.clone()))?,
            fiche: serde_json::from_str(&row.fiche).map_err(|error| wrong(error.to_string()))?,
            by: Author::from(row.author.as_str()),
            at: instant::read(TABLE, row.id, row.created_at)?,
            champ: row.champ,
            version: row.version,
        })
    }
}

fn written(cpts: CptsId, one: &Correction) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        dossier_id: Set(one.dossier.0),
        depot_id: Set(one.depot.0),
        champ: Set(one.champ.clone()),
        etat: Set(one.etat.key().to_owned()),
        fiche: Set(fiche),
        author: Set(one.by.to_string()),
        created_at: Set(instant::stored(one.at)),
        version: Set(one.version),
    })
}

kept!(Correction: correction, written, versioned);

fn of_dossier(cpts: CptsId, dossier: DossierId) -> Select<Entity> {
    own::<Correction>(cpts)
        .filter(Column::DossierId.eq(dossier.0))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
}

/// What was sent: what the desk still writes is its own.
fn sent(cpts: CptsId, dossier: DossierId) -> Select<Entity> {
    of_dossier(cpts, dossier).filter(Column::Etat.ne(EtatCorrection::Preparee.key()))
}

impl ReadTx {
    /// The corrections that the CPTS was sent on a dossier, first asked first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn corrections<P: ReadsDossiers>(
        &self,
        proof: &Allowed<P>,
        dossier: DossierId,
    ) -> Result<Vec<Correction>, StorageError> {
        read(sent(proof.cpts(), dossier).all(&self.txn).await?)
    }

    /// The corrections of a dossier, as the institution that has it sees them: the desk sees those it prepares.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn corrections_in(&self, of: &Saisi) -> Result<Vec<Correction>, StorageError> {
        let query = match of.is_guichet() {
            true => of_dossier(of.cpts(), of.dossier()),
            false => sent(of.cpts(), of.dossier()),
        };
        read(query.all(&self.txn).await?)
    }
}

impl WriteTx {
    /// The corrections that the CPTS was sent on a dossier, to answer them.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn corrections_to_answer(
        &self,
        proof: &Allowed<FileDossiers>,
        dossier: DossierId,
    ) -> Result<Vec<Correction>, StorageError> {
        read(self.run(sent(proof.cpts(), dossier).all(&self.txn)).await?)
    }

    /// Writes an answered correction back; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_correction(
        &self,
        proof: &Allowed<FileDossiers>,
        changed: &Correction,
    ) -> Result<bool, StorageError> {
        self.save(proof, changed).await
    }

    /// Every correction of a dossier, for the desk.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn corrections_to_instruct(&self, of: &Saisi) -> Result<Vec<Correction>, StorageError> {
        read(self.run(of_dossier(of.cpts(), of.dossier()).all(&self.txn)).await?)
    }

    /// Adds a correction.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_correction(&self, of: &Saisi, new: &Correction) -> Result<(), StorageError> {
        let row = Correction { dossier: of.dossier(), ..new.clone() }.written(of.cpts())?;
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Writes a correction of the desk back; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_correction_in(&self, of: &Saisi, changed: &Correction) -> Result<bool, StorageError> {
        if changed.dossier != of.dossier() {
            return Ok(false);
        }
        self.save_versioned(of.cpts(), changed).await
    }

    /// Takes away a correction that was not sent; `false` when there is none of that identifier.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn drop_correction(&self, of: &Saisi, id: CorrectionId) -> Result<bool, StorageError> {
        let gone = Entity::delete_many()
            .filter(Column::CptsId.eq(of.cpts().0))
            .filter(Column::DossierId.eq(of.dossier().0))
            .filter(Column::Id.eq(id.0))
            .filter(Column::Etat.eq(EtatCorrection::Preparee.key()));
        Ok(self.run(gone.exec(&self.txn)).await?.rows_affected == 1)
    }
}
