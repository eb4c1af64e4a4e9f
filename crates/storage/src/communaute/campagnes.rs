//! Campaigns of mobilisation.

use domain::authz::{Allowed, EditMobilisation};
use domain::communaute::mobilisation::{Campagne, CampagneCanal, CampagneState};
use domain::ids::{CampagneId, CptsId};
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter, QueryOrder};

use super::ReadsCommunaute;
use crate::entities::campagne::{ActiveModel, Column, Model};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "campagne";

impl TryFrom<Model> for Campagne {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        let at = |micros| instant::read(TABLE, row.id, micros);
        Ok(Self {
            id: CampagneId(row.id),
            canal: CampagneCanal::from_key(&row.canal).ok_or_else(|| wrong(row.canal.clone()))?,
            state: CampagneState::from_key(&row.state).ok_or_else(|| wrong(row.state.clone()))?,
            fiche: serde_json::from_str(&row.fiche).map_err(|error| wrong(error.to_string()))?,
            created_at: at(row.created_at)?,
            removed_at: row.removed_at.map(at).transpose()?,
            lien_relais: row.lien_relais,
            nom: row.nom,
            version: row.version,
        })
    }
}

fn written(cpts: CptsId, one: &Campagne) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        nom: Set(one.nom.clone()),
        canal: Set(one.canal.key().to_owned()),
        state: Set(one.state.key().to_owned()),
        fiche: Set(fiche),
        lien_relais: Set(one.lien_relais.clone()),
        created_at: Set(instant::stored(one.created_at)),
        version: Set(one.version),
        removed_at: Set(one.removed_at.map(instant::stored)),
    })
}

kept!(Campagne: campagne, written, versioned);

impl ReadTx {
    /// Every campaign of the CPTS, the last made first; removed ones are left out.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn campagnes<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<Campagne>, StorageError> {
        let rows = own::<Campagne>(proof.cpts())
            .filter(Column::RemovedAt.is_null())
            .order_by_desc(Column::CreatedAt)
            .order_by_desc(Column::Id)
            .all(&self.txn)
            .await?;
        read(rows)
    }

    /// One campaign, removed too.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn campagne<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        id: CampagneId,
    ) -> Result<Option<Campagne>, StorageError> {
        self.one(proof, id.0).await
    }
}

impl WriteTx {
    /// One campaign, to change it or what hangs on it: until the end of the transaction nobody else changes the
    /// community of this CPTS.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn campagne_to_edit<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        id: CampagneId,
    ) -> Result<Option<Campagne>, StorageError> {
        self.one_to_edit(proof, id.0).await
    }

    /// Adds a campaign.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_campagne(
        &self,
        proof: &Allowed<EditMobilisation>,
        new: &Campagne,
    ) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes a campaign back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_campagne(
        &self,
        proof: &Allowed<EditMobilisation>,
        changed: &Campagne,
    ) -> Result<bool, StorageError> {
        self.save(proof, changed).await
    }
}
