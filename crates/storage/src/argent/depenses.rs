//! Expenses of contracts.

use domain::aci::argent::Depense;
use domain::authz::{Allowed, EditArgent};
use domain::ids::{ContratId, CptsId, DepenseId};
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter, QueryOrder};

use super::ReadsArgent;
use crate::entities::depense::{ActiveModel, Column, Model};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "depense";

impl TryFrom<Model> for Depense {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        Ok(Self {
            id: DepenseId(row.id),
            contrat: ContratId(row.contrat_id),
            fiche: serde_json::from_str(&row.fiche)
                .map_err(|error| StorageError::inconsistent(TABLE, row.id, error))?,
            created_at: instant::read(TABLE, row.id, row.created_at)?,
            libelle: row.libelle,
            version: row.version,
        })
    }
}

fn written(cpts: CptsId, one: &Depense) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        contrat_id: Set(one.contrat.0),
        libelle: Set(one.libelle.clone()),
        fiche: Set(fiche),
        created_at: Set(instant::stored(one.created_at)),
        version: Set(one.version),
    })
}

kept!(Depense: depense, written, versioned);

impl ReadTx {
    /// The expenses of a contract, first written first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn depenses<P: ReadsArgent>(
        &self,
        proof: &Allowed<P>,
        contrat: ContratId,
    ) -> Result<Vec<Depense>, StorageError> {
        let mine = own::<Depense>(proof.cpts()).filter(Column::ContratId.eq(contrat.0));
        read(mine.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(&self.txn).await?)
    }
}

impl WriteTx {
    /// One expense, to change it: until the end of the transaction nobody else does.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn depense_to_edit(
        &self,
        proof: &Allowed<EditArgent>,
        id: DepenseId,
    ) -> Result<Option<Depense>, StorageError> {
        self.one_to_edit(proof, id.0).await
    }

    /// Adds an expense.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_depense(&self, proof: &Allowed<EditArgent>, new: &Depense) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes an expense back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_depense(
        &self,
        proof: &Allowed<EditArgent>,
        changed: &Depense,
    ) -> Result<bool, StorageError> {
        self.save(proof, changed).await
    }
}
