//! Dossiers, their filed versions, and the institutions that look at them.
//!
//! A CPTS reaches its own dossiers by its own proof. An institution reaches those that were addressed to it: the
//! `saisine` of its dossier is the filter of each query, and comes from its proof.

mod avis;
mod corrections;
mod depots;
mod redactions;
mod saisi;
mod saisines;

use domain::authz::{Allowed, EditDossiers, FileDossiers, Permission, ReadDossiers};
use domain::dossier::{Dossier, DossierKind, EtatDossier};
use domain::ids::{CptsId, DossierId, InstitutionId, TerritoireId};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

pub use depots::{DepotContenu, NewDepot};
pub use saisi::Saisi;

use crate::entities::dossier::{ActiveModel, Column, Model};
use crate::entities::territoire;
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "dossier";

/// Permissions whose use cases read dossiers.
pub trait ReadsDossiers: Permission {}
impl ReadsDossiers for ReadDossiers {}
impl ReadsDossiers for EditDossiers {}
impl ReadsDossiers for FileDossiers {}

impl TryFrom<Model> for Dossier {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        let at = |micros| instant::read(TABLE, row.id, micros);
        Ok(Self {
            id: DossierId(row.id),
            kind: DossierKind::from_key(&row.kind).ok_or_else(|| wrong(row.kind.clone()))?,
            etat: EtatDossier::from_key(&row.etat).ok_or_else(|| wrong(row.etat.clone()))?,
            guichet: row.guichet_id.map(InstitutionId),
            fiche: serde_json::from_str(&row.fiche).map_err(|error| wrong(error.to_string()))?,
            created_at: at(row.created_at)?,
            removed_at: row.removed_at.map(at).transpose()?,
            titre: row.titre,
            version: row.version,
        })
    }
}

fn written(cpts: CptsId, one: &Dossier) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        kind: Set(one.kind.key().to_owned()),
        titre: Set(one.titre.clone()),
        etat: Set(one.etat.key().to_owned()),
        guichet_id: Set(one.guichet.map(|id| id.0)),
        fiche: Set(fiche),
        created_at: Set(instant::stored(one.created_at)),
        version: Set(one.version),
        removed_at: Set(one.removed_at.map(instant::stored)),
    })
}

kept!(Dossier: dossier, written, versioned);

impl ReadTx {
    /// Every dossier of the CPTS, oldest first; removed ones are left out.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn dossiers<P: ReadsDossiers>(&self, proof: &Allowed<P>) -> Result<Vec<Dossier>, StorageError> {
        let mine = own::<Dossier>(proof.cpts()).filter(Column::RemovedAt.is_null());
        let rows: Result<Vec<Model>, DbErr> =
            mine.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(&self.txn).await;
        read(rows?)
    }

    /// A dossier of the CPTS, removed or not.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn dossier_cpts<P: ReadsDossiers>(
        &self,
        proof: &Allowed<P>,
        id: DossierId,
    ) -> Result<Option<Dossier>, StorageError> {
        self.one(proof, id.0).await
    }
}

impl WriteTx {
    /// A dossier of the CPTS, to change it or what hangs on it: until the end of the transaction nobody else does.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn dossier_to_edit<P: ReadsDossiers>(
        &self,
        proof: &Allowed<P>,
        id: DossierId,
    ) -> Result<Option<Dossier>, StorageError> {
        self.one_to_edit(proof, id.0).await
    }

    /// Every dossier of the CPTS, removed ones too: until the end of the transaction nobody else adds one.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn dossiers_to_edit(
        &self,
        proof: &Allowed<EditDossiers>,
    ) -> Result<Vec<Dossier>, StorageError> {
        self.hold_community(proof.cpts()).await?;
        read(self.run(own::<Dossier>(proof.cpts()).all(&self.txn)).await?)
    }

    /// Whether the CPTS has this territory.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn has_territoire(
        &self,
        proof: &Allowed<EditDossiers>,
        id: TerritoireId,
    ) -> Result<bool, StorageError> {
        let own = territoire::Entity::find_by_id(id.0)
            .filter(territoire::Column::CptsId.eq(proof.cpts().0))
            .filter(territoire::Column::RemovedAt.is_null());
        Ok(self.run(own.one(&self.txn)).await?.is_some())
    }

    /// Adds a dossier.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_dossier(
        &self,
        proof: &Allowed<EditDossiers>,
        new: &Dossier,
    ) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes a dossier back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_dossier<P: ReadsDossiers>(
        &self,
        proof: &Allowed<P>,
        changed: &Dossier,
    ) -> Result<bool, StorageError> {
        self.save(proof, changed).await
    }
}
