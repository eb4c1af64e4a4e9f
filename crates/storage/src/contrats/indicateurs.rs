//! Indicators of contract years.

use domain::aci::indicateur::Indicateur;
use domain::authz::Allowed;
use domain::ids::{ContratId, CptsId, IndicateurId};
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter, QueryOrder, Select};

use super::{ChangesContrats, ReadsContrats};
use crate::entities::indicateur::{ActiveModel, Column, Entity, Model};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "indicateur";

impl TryFrom<Model> for Indicateur {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        let at = |micros| instant::read(TABLE, row.id, micros);
        Ok(Self {
            id: IndicateurId(row.id),
            contrat: ContratId(row.contrat_id),
            annee: u8::try_from(row.annee).map_err(|error| wrong(error.to_string()))?,
            fiche: serde_json::from_str(&row.fiche).map_err(|error| wrong(error.to_string()))?,
            created_at: at(row.created_at)?,
            removed_at: row.removed_at.map(at).transpose()?,
            mission: row.mission,
            intitule: row.intitule,
            ordre: row.ordre,
            version: row.version,
        })
    }
}

fn written(cpts: CptsId, one: &Indicateur) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        contrat_id: Set(one.contrat.0),
        annee: Set(i64::from(one.annee)),
        mission: Set(one.mission.clone()),
        intitule: Set(one.intitule.clone()),
        fiche: Set(fiche),
        ordre: Set(one.ordre),
        created_at: Set(instant::stored(one.created_at)),
        version: Set(one.version),
        removed_at: Set(one.removed_at.map(instant::stored)),
    })
}

kept!(Indicateur: indicateur, written, versioned);

fn of(cpts: CptsId, contrat: ContratId) -> Select<Entity> {
    own::<Indicateur>(cpts)
        .filter(Column::ContratId.eq(contrat.0))
        .order_by_asc(Column::Annee)
        .order_by_asc(Column::Ordre)
        .order_by_asc(Column::Id)
}

impl ReadTx {
    /// Every indicator of a contract of the CPTS, removed ones too, by year and place.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn indicateurs<P: ReadsContrats>(
        &self,
        proof: &Allowed<P>,
        contrat: ContratId,
    ) -> Result<Vec<Indicateur>, StorageError> {
        read(of(proof.cpts(), contrat).all(&self.txn).await?)
    }

    /// One indicator.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn indicateur<P: ReadsContrats>(
        &self,
        proof: &Allowed<P>,
        id: IndicateurId,
    ) -> Result<Option<Indicateur>, StorageError> {
        self.one(proof, id.0).await
    }
}

impl WriteTx {
    /// Every indicator of a contract of the CPTS, to change some. The contract is held by whoever reads it to edit.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn indicateurs_to_edit<P: ReadsContrats>(
        &self,
        proof: &Allowed<P>,
        contrat: ContratId,
    ) -> Result<Vec<Indicateur>, StorageError> {
        self.hold_community(proof.cpts()).await?;
        read(self.run(of(proof.cpts(), contrat).all(&self.txn)).await?)
    }

    /// One indicator, to change it.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn indicateur_to_edit<P: ChangesContrats>(
        &self,
        proof: &Allowed<P>,
        id: IndicateurId,
    ) -> Result<Option<Indicateur>, StorageError> {
        self.one_to_edit(proof, id.0).await
    }

    /// Adds indicators.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_indicateurs<P: ChangesContrats>(
        &self,
        proof: &Allowed<P>,
        new: &[Indicateur],
    ) -> Result<(), StorageError> {
        self.add_all(proof, new).await
    }

    /// Writes an indicator back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_indicateur<P: ChangesContrats>(
        &self,
        proof: &Allowed<P>,
        changed: &Indicateur,
    ) -> Result<bool, StorageError> {
        self.save(proof, changed).await
    }
}
