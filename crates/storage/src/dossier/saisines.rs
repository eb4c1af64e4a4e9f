//! That institutions were given a dossier to look at.

use domain::authz::{Allowed, AllowedIn, FileDossiers, InstitutionPermission};
use domain::dossier::{RoleSaisine, Saisine};
use domain::ids::{CptsId, DossierId, InstitutionId, SaisineId};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::ReadsDossiers;
use crate::entities::saisine::{ActiveModel, Column, Entity, Model};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "saisine";

impl TryFrom<Model> for Saisine {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        let at = |micros| instant::read(TABLE, row.id, micros);
        Ok(Self {
            id: SaisineId(row.id),
            cpts: CptsId(row.cpts_id),
            dossier: DossierId(row.dossier_id),
            institution: InstitutionId(row.institution_id),
            role: RoleSaisine::from_key(&row.role).ok_or_else(|| wrong(row.role.clone()))?,
            fiche: serde_json::from_str(&row.fiche).map_err(|error| wrong(error.to_string()))?,
            since: at(row.since_at)?,
            until: row.until_at.map(at).transpose()?,
            version: row.version,
        })
    }
}

fn written(cpts: CptsId, one: &Saisine) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        dossier_id: Set(one.dossier.0),
        institution_id: Set(one.institution.0),
        role: Set(one.role.key().to_owned()),
        fiche: Set(fiche),
        since_at: Set(instant::stored(one.since)),
        until_at: Set(one.until.map(instant::stored)),
        version: Set(one.version),
    })
}

kept!(Saisine: saisine, written, versioned);

impl ReadTx {
    /// The institutions that look at a dossier of the CPTS, or did, first asked first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn saisines<P: ReadsDossiers>(
        &self,
        proof: &Allowed<P>,
        dossier: DossierId,
    ) -> Result<Vec<Saisine>, StorageError> {
        let mine = own::<Saisine>(proof.cpts()).filter(Column::DossierId.eq(dossier.0));
        read(mine.order_by_asc(Column::SinceAt).order_by_asc(Column::Id).all(&self.txn).await?)
    }

    /// What is addressed to the institution now, first asked first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn saisines_of<P: InstitutionPermission>(
        &self,
        proof: &AllowedIn<P>,
    ) -> Result<Vec<Saisine>, StorageError> {
        let addressed = Entity::find()
            .filter(Column::InstitutionId.eq(proof.institution().0))
            .filter(Column::UntilAt.is_null());
        read(addressed.order_by_asc(Column::SinceAt).order_by_asc(Column::Id).all(&self.txn).await?)
    }
}

impl WriteTx {
    /// The institutions that look at a dossier of the CPTS, or did, to open or end some.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn saisines_to_edit(
        &self,
        proof: &Allowed<FileDossiers>,
        dossier: DossierId,
    ) -> Result<Vec<Saisine>, StorageError> {
        let mine = own::<Saisine>(proof.cpts()).filter(Column::DossierId.eq(dossier.0));
        read(self.run(mine.order_by_asc(Column::SinceAt).all(&self.txn)).await?)
    }

    /// Gives a dossier to an institution.
    ///
    /// # Errors
    /// [`StorageError::BrokenLink`] without such an institution, or the database refuses.
    pub async fn add_saisine(
        &self,
        proof: &Allowed<FileDossiers>,
        new: &Saisine,
    ) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes one back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_saisine(
        &self,
        proof: &Allowed<FileDossiers>,
        changed: &Saisine,
    ) -> Result<bool, StorageError> {
        self.save(proof, changed).await
    }
}
