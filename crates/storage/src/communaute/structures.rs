//! Structures of the community.

use domain::authz::{Allowed, EditCommunaute};
use domain::communaute::{Structure, StructureKind};
use domain::ids::{CptsId, StructureId};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder};
use territory::text::search_key;

use super::ReadsCommunaute;
use crate::entities::structure::{ActiveModel, Column, Model};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "structure";

impl TryFrom<Model> for Structure {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        let at = |micros| instant::read(TABLE, row.id, micros);
        let commune = row.commune.as_deref().map(str::parse).transpose();
        Ok(Self {
            id: StructureId(row.id),
            kind: StructureKind::from_key(&row.kind).ok_or_else(|| wrong(row.kind.clone()))?,
            commune: commune.map_err(|error: territory::CodeError| wrong(error.to_string()))?,
            fiche: serde_json::from_str(&row.fiche).map_err(|error| wrong(error.to_string()))?,
            created_at: at(row.created_at)?,
            changed_at: at(row.changed_at)?,
            removed_at: row.removed_at.map(at).transpose()?,
            nom: row.nom,
            finess: row.finess,
            version: row.version,
        })
    }
}

fn written(cpts: CptsId, one: &Structure) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        nom: Set(one.nom.clone()),
        search_key: Set(search_key(&one.nom)),
        kind: Set(one.kind.key().to_owned()),
        finess: Set(one.finess.clone()),
        commune: Set(one.commune.map(|code| code.to_string())),
        fiche: Set(fiche),
        created_at: Set(instant::stored(one.created_at)),
        changed_at: Set(instant::stored(one.changed_at)),
        version: Set(one.version),
        removed_at: Set(one.removed_at.map(instant::stored)),
    })
}

kept!(Structure: structure, written, versioned);

async fn all(db: &impl ConnectionTrait, cpts: CptsId) -> Result<Vec<Model>, DbErr> {
    let mine = own::<Structure>(cpts);
    mine.order_by_asc(Column::SearchKey).order_by_asc(Column::Id).all(db).await
}

impl ReadTx {
    /// Every structure of the CPTS by name, removed ones too.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn structures<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<Structure>, StorageError> {
        read(all(&self.txn, proof.cpts()).await?)
    }
}

impl WriteTx {
    /// The same, to add to them or change them: until the end of the transaction nobody else does in this CPTS.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn structures_to_edit<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<Structure>, StorageError> {
        self.hold_community(proof.cpts()).await?;
        let rows = self.run(all(&self.txn, proof.cpts())).await?;
        read(rows)
    }

    /// Adds a structure.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_structure(
        &self,
        proof: &Allowed<EditCommunaute>,
        new: &Structure,
    ) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes a structure back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_structure(
        &self,
        proof: &Allowed<EditCommunaute>,
        changed: &Structure,
    ) -> Result<bool, StorageError> {
        self.save(proof, changed).await
    }
}
