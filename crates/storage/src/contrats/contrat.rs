//! Contracts.

use domain::aci::contrat::{Contrat, ContratLu};
use domain::authz::{Allowed, EditContrat};
use domain::ids::{ContratId, CptsId};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder};

use super::{ChangesContrats, ReadsContrats, versions};
use crate::entities::contrat::{ActiveModel, Column, Model};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "contrat";

impl TryFrom<Model> for Contrat {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        let at = |micros| instant::read(TABLE, row.id, micros);
        Ok(Self {
            id: ContratId(row.id),
            fiche: serde_json::from_str(&row.fiche).map_err(|error| wrong(error.to_string()))?,
            created_at: at(row.created_at)?,
            removed_at: row.removed_at.map(at).transpose()?,
            titre: row.titre,
            version: row.version,
        })
    }
}

fn written(cpts: CptsId, one: &Contrat) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        titre: Set(one.titre.clone()),
        fiche: Set(fiche),
        // Beside the JSON, so that what is published is found without reading every contract.
        publie_le: Set(one.fiche.publie_le.map(|day| day.to_string())),
        created_at: Set(instant::stored(one.created_at)),
        version: Set(one.version),
        removed_at: Set(one.removed_at.map(instant::stored)),
    })
}

kept!(Contrat: contrat, written, versioned);

async fn all(db: &impl ConnectionTrait, cpts: CptsId) -> Result<Vec<Model>, DbErr> {
    own::<Contrat>(cpts).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(db).await
}

impl ReadTx {
    /// Every contract of the CPTS with its signed versions, removed ones too, first begun first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn contrats<P: ReadsContrats>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<ContratLu>, StorageError> {
        let contrats: Vec<Contrat> = read(all(&self.txn, proof.cpts()).await?)?;
        let versions = versions::of_cpts(&self.txn, proof.cpts()).await?;
        let one = |contrat: Contrat| {
            let own = versions.iter().filter(|version| version.contrat == contrat.id);
            ContratLu { versions: own.cloned().collect(), contrat }
        };
        Ok(contrats.into_iter().map(one).collect())
    }

    /// One contract with its signed versions.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn contrat<P: ReadsContrats>(
        &self,
        proof: &Allowed<P>,
        id: ContratId,
    ) -> Result<Option<ContratLu>, StorageError> {
        let Some(contrat) = self.one::<Contrat, P>(proof, id.0).await? else { return Ok(None) };
        let versions = versions::of(&self.txn, proof.cpts(), id).await?;
        Ok(Some(ContratLu { contrat, versions }))
    }
}

impl WriteTx {
    /// One contract with its signed versions, to change it or what hangs on it: until the end of the transaction
    /// nobody else does in this CPTS.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn contrat_to_edit<P: ReadsContrats>(
        &self,
        proof: &Allowed<P>,
        id: ContratId,
    ) -> Result<Option<ContratLu>, StorageError> {
        let Some(contrat) = self.one_to_edit::<Contrat, P>(proof, id.0).await? else { return Ok(None) };
        let versions = versions::of(&self.txn, proof.cpts(), id).await?;
        Ok(Some(ContratLu { contrat, versions }))
    }

    /// Begins a contract.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_contrat(&self, proof: &Allowed<EditContrat>, new: &Contrat) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes a contract back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_contrat<P: ChangesContrats>(
        &self,
        proof: &Allowed<P>,
        changed: &Contrat,
    ) -> Result<bool, StorageError> {
        self.save(proof, changed).await
    }
}
