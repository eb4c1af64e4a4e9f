//! Decisions and tasks.

use domain::authz::Allowed;
use domain::communaute::{Decision, DecisionKind};
use domain::ids::{CptsId, DecisionId, GroupeId, PersonneId, ReunionId};
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter, QueryOrder};

use super::{ReadsGroupes, day};
use crate::entities::decision::{ActiveModel, Column, Model};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "decision";

impl TryFrom<Model> for Decision {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        let at = |micros| instant::read(TABLE, row.id, micros);
        let on = |text: &Option<String>| text.as_deref().map(|text| day(TABLE, row.id, text)).transpose();
        Ok(Self {
            id: DecisionId(row.id),
            groupe: row.groupe_id.map(GroupeId),
            reunion: row.reunion_id.map(ReunionId),
            point: row.point.map(u32::try_from).transpose().map_err(|error| wrong(error.to_string()))?,
            kind: DecisionKind::from_key(&row.kind).ok_or_else(|| wrong(row.kind.clone()))?,
            qui: row.personne_id.map(PersonneId),
            pour_le: on(&row.pour_le)?,
            faite_le: on(&row.faite_le)?,
            created_at: at(row.created_at)?,
            removed_at: row.removed_at.map(at).transpose()?,
            texte: row.texte,
            version: row.version,
        })
    }
}

fn written(cpts: CptsId, one: &Decision) -> ActiveModel {
    ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        groupe_id: Set(one.groupe.map(|groupe| groupe.0)),
        reunion_id: Set(one.reunion.map(|reunion| reunion.0)),
        point: Set(one.point.map(i64::from)),
        kind: Set(one.kind.key().to_owned()),
        texte: Set(one.texte.clone()),
        personne_id: Set(one.qui.map(|personne| personne.0)),
        pour_le: Set(one.pour_le.map(|day| day.to_string())),
        faite_le: Set(one.faite_le.map(|day| day.to_string())),
        created_at: Set(instant::stored(one.created_at)),
        version: Set(one.version),
        removed_at: Set(one.removed_at.map(instant::stored)),
    }
}

kept!(Decision: decision, |cpts, one| Ok(written(cpts, one)), versioned);

impl ReadTx {
    /// Every decision and task of the CPTS, oldest first; removed ones are left out.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn decisions<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<Decision>, StorageError> {
        let rows = own::<Decision>(proof.cpts())
            .filter(Column::RemovedAt.is_null())
            .order_by_asc(Column::CreatedAt)
            .order_by_asc(Column::Id)
            .all(&self.txn)
            .await?;
        read(rows)
    }
}

impl WriteTx {
    /// One decision or task, to change it: until the end of the transaction nobody else does in this CPTS.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn decision_to_edit<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        id: DecisionId,
    ) -> Result<Option<Decision>, StorageError> {
        self.one_to_edit(proof, id.0).await
    }

    /// Adds a decision or a task.
    ///
    /// # Errors
    /// When the database refuses: the group, the meeting or the person is unknown.
    pub async fn add_decision<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        new: &Decision,
    ) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes one back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_decision<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        changed: &Decision,
    ) -> Result<bool, StorageError> {
        self.save(proof, changed).await
    }
}
