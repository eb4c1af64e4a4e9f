//! Memberships, one a person and civil year.

use domain::authz::Allowed;
use domain::communaute::adhesions::{Adhesion, AdhesionState};
use domain::ids::{AdhesionId, CptsId, PersonneId};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder};

use super::ReadsCommunaute;
use crate::entities::adhesion::{ActiveModel, Column, Model};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "adhesion";

impl TryFrom<Model> for Adhesion {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        Ok(Self {
            id: AdhesionId(row.id),
            personne: PersonneId(row.personne_id),
            annee: i16::try_from(row.annee).map_err(|error| wrong(error.to_string()))?,
            state: AdhesionState::from_key(&row.state).ok_or_else(|| wrong(row.state.clone()))?,
            fiche: serde_json::from_str(&row.fiche).map_err(|error| wrong(error.to_string()))?,
            created_at: instant::read(TABLE, row.id, row.created_at)?,
            version: row.version,
        })
    }
}

fn written(cpts: CptsId, one: &Adhesion) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        personne_id: Set(one.personne.0),
        annee: Set(i64::from(one.annee)),
        state: Set(one.state.key().to_owned()),
        fiche: Set(fiche),
        created_at: Set(instant::stored(one.created_at)),
        version: Set(one.version),
    })
}

kept!(Adhesion: adhesion, written, versioned);

async fn all(db: &impl ConnectionTrait, cpts: CptsId) -> Result<Vec<Model>, DbErr> {
    let mine = own::<Adhesion>(cpts);
    mine.order_by_asc(Column::Annee).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(db).await
}

impl ReadTx {
    /// Every membership of the CPTS, by year, oldest request first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn adhesions<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<Adhesion>, StorageError> {
        read(all(&self.txn, proof.cpts()).await?)
    }
}

impl WriteTx {
    /// Every membership, to add or change some: until the end of the transaction nobody else does in this CPTS.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn adhesions_to_edit<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<Adhesion>, StorageError> {
        self.hold_community(proof.cpts()).await?;
        read(self.run(all(&self.txn, proof.cpts())).await?)
    }

    /// Adds a membership; fails with [`StorageError::AlreadyExists`] when the person has one for the year.
    ///
    /// # Errors
    /// As said, or when the database refuses.
    pub async fn add_adhesion<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        new: &Adhesion,
    ) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes a membership back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_adhesion<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        changed: &Adhesion,
    ) -> Result<bool, StorageError> {
        self.save(proof, changed).await
    }
}
