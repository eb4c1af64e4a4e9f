//! Who is called to a meeting, what was sent, what was answered.

use std::collections::BTreeMap;

use domain::authz::Allowed;
use domain::communaute::{Choix, Convocation, Envoi, Reponse};
use domain::ids::{ConvocationId, CptsId, PersonneId, ReunionId};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};

use super::ReadsGroupes;
use crate::entities::convocation::{ActiveModel, Column, Model};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "convocation";

/// What the column `fiche` holds.
#[derive(Default, Serialize, Deserialize)]
struct Fiche {
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    choix: BTreeMap<u32, Choix>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    envois: Vec<Envoi>,
}

impl TryFrom<Model> for Convocation {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        let reponse = |key: &String| Reponse::from_key(key).ok_or_else(|| wrong(key.clone()));
        let fiche: Fiche = serde_json::from_str(&row.fiche).map_err(|error| wrong(error.to_string()))?;
        Ok(Self {
            id: ConvocationId(row.id),
            reunion: ReunionId(row.reunion_id),
            personne: PersonneId(row.personne_id),
            reponse: row.reponse.as_ref().map(reponse).transpose()?,
            repondue_at: row.repondue_at.map(|at| instant::read(TABLE, row.id, at)).transpose()?,
            choix: fiche.choix,
            envois: fiche.envois,
        })
    }
}

fn written(cpts: CptsId, one: &Convocation) -> Result<ActiveModel, StorageError> {
    let fiche = Fiche { choix: one.choix.clone(), envois: one.envois.clone() };
    let fiche =
        serde_json::to_string(&fiche).map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        reunion_id: Set(one.reunion.0),
        personne_id: Set(one.personne.0),
        reponse: Set(one.reponse.map(|reponse| reponse.key().to_owned())),
        repondue_at: Set(one.repondue_at.map(instant::stored)),
        fiche: Set(fiche),
    })
}

kept!(Convocation: convocation, written);

async fn rows(
    db: &impl ConnectionTrait,
    cpts: CptsId,
    reunion: Option<ReunionId>,
) -> Result<Vec<Model>, DbErr> {
    let mut find = own::<Convocation>(cpts);
    if let Some(reunion) = reunion {
        find = find.filter(Column::ReunionId.eq(reunion.0));
    }
    find.order_by_asc(Column::Id).all(db).await
}

impl ReadTx {
    /// Who was called to a meeting or answered: one line a person.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn convocations<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        reunion: ReunionId,
    ) -> Result<Vec<Convocation>, StorageError> {
        read(rows(&self.txn, proof.cpts(), Some(reunion)).await?)
    }

    /// The same for every meeting of the CPTS.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn all_convocations<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<Convocation>, StorageError> {
        read(rows(&self.txn, proof.cpts(), None).await?)
    }
}

impl WriteTx {
    /// Who was called to a meeting, inside the transaction that holds the meeting.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn convocations_to_edit<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        reunion: ReunionId,
    ) -> Result<Vec<Convocation>, StorageError> {
        read(self.run(rows(&self.txn, proof.cpts(), Some(reunion))).await?)
    }

    /// Adds a line; fails with [`StorageError::AlreadyExists`] when the person has one.
    ///
    /// # Errors
    /// As said, or when the database refuses.
    pub async fn add_convocation<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        new: &Convocation,
    ) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes a line back; `false` when the CPTS has none of that id. The caller holds the meeting.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_convocation<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        changed: &Convocation,
    ) -> Result<bool, StorageError> {
        self.replace(proof, changed).await
    }
}
