//! Objectives: from needs to first actions.

use domain::authz::{Allowed, EditObjectifs, Permission, ReadObjectifs};
use domain::ids::{CptsId, ObjectifId};
use domain::objectifs::{Niveau, Objectif, Objectifs};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder};

use crate::entities::objectif::{ActiveModel, Column, Model};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "objectif";

/// Permissions whose use cases read objectives.
pub trait ReadsObjectifs: Permission {}
impl ReadsObjectifs for ReadObjectifs {}
impl ReadsObjectifs for EditObjectifs {}

impl TryFrom<Model> for Objectif {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        let at = |micros| instant::read(TABLE, row.id, micros);
        Ok(Self {
            id: ObjectifId(row.id),
            parent: row.parent_id.map(ObjectifId),
            niveau: Niveau::from_key(&row.niveau).ok_or_else(|| wrong(row.niveau.clone()))?,
            fiche: serde_json::from_str(&row.fiche).map_err(|error| wrong(error.to_string()))?,
            created_at: at(row.created_at)?,
            removed_at: row.removed_at.map(at).transpose()?,
            mission: row.mission,
            texte: row.texte,
            ordre: row.ordre,
            version: row.version,
        })
    }
}

fn written(cpts: CptsId, one: &Objectif) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        parent_id: Set(one.parent.map(|parent| parent.0)),
        niveau: Set(one.niveau.key().to_owned()),
        mission: Set(one.mission.clone()),
        texte: Set(one.texte.clone()),
        fiche: Set(fiche),
        ordre: Set(one.ordre),
        created_at: Set(instant::stored(one.created_at)),
        version: Set(one.version),
        removed_at: Set(one.removed_at.map(instant::stored)),
    })
}

kept!(Objectif: objectif, written, versioned);

async fn all(db: &impl ConnectionTrait, cpts: CptsId) -> Result<Vec<Model>, DbErr> {
    own::<Objectif>(cpts).order_by_asc(Column::Ordre).order_by_asc(Column::Id).all(db).await
}

impl ReadTx {
    /// Every objective of the CPTS, removed ones too.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn objectifs<P: ReadsObjectifs>(&self, proof: &Allowed<P>) -> Result<Objectifs, StorageError> {
        Ok(Objectifs::new(read(all(&self.txn, proof.cpts()).await?)?))
    }
}

impl WriteTx {
    /// The same, to change some: until the end of the transaction nobody else does in this CPTS.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn objectifs_to_edit(&self, proof: &Allowed<EditObjectifs>) -> Result<Objectifs, StorageError> {
        self.hold_community(proof.cpts()).await?;
        let rows = self.run(all(&self.txn, proof.cpts())).await?;
        Ok(Objectifs::new(read(rows)?))
    }

    /// Adds an objective.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_objectif(
        &self,
        proof: &Allowed<EditObjectifs>,
        new: &Objectif,
    ) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes an objective back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_objectif(
        &self,
        proof: &Allowed<EditObjectifs>,
        changed: &Objectif,
    ) -> Result<bool, StorageError> {
        self.save(proof, changed).await
    }
}
