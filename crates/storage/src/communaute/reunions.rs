//! Meetings.

use domain::authz::{Allowed, EditGroupes};
use domain::communaute::{Reunion, ReunionKind, ReunionState};
use domain::ids::{CptsId, GroupeId, ReunionId};
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter, QueryOrder};

use super::ReadsGroupes;
use crate::entities::reunion::{ActiveModel, Column, Model};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "reunion";

impl TryFrom<Model> for Reunion {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        let at = |micros| instant::read(TABLE, row.id, micros);
        Ok(Self {
            id: ReunionId(row.id),
            groupe: row.groupe_id.map(GroupeId),
            kind: ReunionKind::from_key(&row.kind).ok_or_else(|| wrong(row.kind.clone()))?,
            state: ReunionState::from_key(&row.state).ok_or_else(|| wrong(row.state.clone()))?,
            debut: row.debut.map(at).transpose()?,
            fin: row.fin.map(at).transpose()?,
            fiche: serde_json::from_str(&row.fiche).map_err(|error| wrong(error.to_string()))?,
            created_at: at(row.created_at)?,
            removed_at: row.removed_at.map(at).transpose()?,
            titre: row.titre,
            version: row.version,
        })
    }
}

fn written(cpts: CptsId, one: &Reunion) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        groupe_id: Set(one.groupe.map(|groupe| groupe.0)),
        kind: Set(one.kind.key().to_owned()),
        titre: Set(one.titre.clone()),
        state: Set(one.state.key().to_owned()),
        debut: Set(one.debut.map(instant::stored)),
        fin: Set(one.fin.map(instant::stored)),
        fiche: Set(fiche),
        created_at: Set(instant::stored(one.created_at)),
        version: Set(one.version),
        removed_at: Set(one.removed_at.map(instant::stored)),
    })
}

kept!(Reunion: reunion, written, versioned);

impl ReadTx {
    /// Every meeting of the CPTS, the last first; removed ones are left out. Those without a date come last on one
    /// database and first on the other: sort them where they are shown.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn reunions<P: ReadsGroupes>(&self, proof: &Allowed<P>) -> Result<Vec<Reunion>, StorageError> {
        let rows = own::<Reunion>(proof.cpts())
            .filter(Column::RemovedAt.is_null())
            .order_by_desc(Column::Debut)
            .order_by_desc(Column::Id)
            .all(&self.txn)
            .await?;
        read(rows)
    }

    /// One meeting, removed too.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn reunion<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        id: ReunionId,
    ) -> Result<Option<Reunion>, StorageError> {
        self.one(proof, id.0).await
    }
}

impl WriteTx {
    /// One meeting, to change it or what hangs on it: until the end of the transaction nobody else does in this CPTS.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn reunion_to_edit<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        id: ReunionId,
    ) -> Result<Option<Reunion>, StorageError> {
        self.one_to_edit(proof, id.0).await
    }

    /// Adds a meeting.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_reunion(&self, proof: &Allowed<EditGroupes>, new: &Reunion) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes a meeting back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_reunion(
        &self,
        proof: &Allowed<EditGroupes>,
        changed: &Reunion,
    ) -> Result<bool, StorageError> {
        self.save(proof, changed).await
    }
}
