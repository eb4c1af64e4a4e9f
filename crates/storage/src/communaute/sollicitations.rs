//! People solicited by campaigns.

use domain::authz::Allowed;
use domain::communaute::Personne;
use domain::communaute::mobilisation::{Ecart, Reponse, Sollicitation};
use domain::ids::{CampagneId, CptsId, PersonneId, SollicitationId};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::{HoldsCampagnes, ReadsCommunaute};
use crate::entities::personne;
use crate::entities::sollicitation::{ActiveModel, Column, Entity, Model};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "sollicitation";

impl TryFrom<Model> for Sollicitation {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        let at = |micros| instant::read(TABLE, row.id, micros);
        let ecart = |key: &str| Ecart::from_key(key).ok_or_else(|| wrong(key.to_owned()));
        let reponse = |key: &str| Reponse::from_key(key).ok_or_else(|| wrong(key.to_owned()));
        Ok(Self {
            id: SollicitationId(row.id),
            campagne: CampagneId(row.campagne_id),
            personne: PersonneId(row.personne_id),
            ecart: row.ecart.as_deref().map(ecart).transpose()?,
            contacte_at: row.contacte_at.map(at).transpose()?,
            reponse: row.reponse.as_deref().map(reponse).transpose()?,
            repondu_at: row.repondu_at.map(at).transpose()?,
            fiche: serde_json::from_str(&row.fiche).map_err(|error| wrong(error.to_string()))?,
        })
    }
}

fn written(cpts: CptsId, one: &Sollicitation) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        campagne_id: Set(one.campagne.0),
        personne_id: Set(one.personne.0),
        ecart: Set(one.ecart.map(|why| why.key().to_owned())),
        contacte_at: Set(one.contacte_at.map(instant::stored)),
        reponse: Set(one.reponse.map(|own| own.key().to_owned())),
        repondu_at: Set(one.repondu_at.map(instant::stored)),
        fiche: Set(fiche),
    })
}

kept!(Sollicitation: sollicitation, written);

async fn of(
    db: &impl ConnectionTrait,
    cpts: CptsId,
    campagne: Option<CampagneId>,
) -> Result<Vec<Model>, DbErr> {
    let mut mine = own::<Sollicitation>(cpts);
    if let Some(campagne) = campagne {
        mine = mine.filter(Column::CampagneId.eq(campagne.0));
    }
    mine.order_by_asc(Column::Id).all(db).await
}

impl ReadTx {
    /// The people of one campaign, left out ones too, or of all: in the order in which they were added.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn sollicitations<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        campagne: Option<CampagneId>,
    ) -> Result<Vec<Sollicitation>, StorageError> {
        read(of(&self.txn, proof.cpts(), campagne).await?)
    }

    /// Whose an e-mail of a campaign is. Read by the job that sends it, before any proof exists.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn sollicitation_cpts(&self, id: SollicitationId) -> Result<Option<CptsId>, StorageError> {
        Ok(Entity::find_by_id(id.0).one(&self.txn).await?.map(|row| CptsId(row.cpts_id)))
    }
}

impl WriteTx {
    /// The people of one campaign, to change them: until the end of the transaction nobody else does in this CPTS.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn sollicitations_to_edit<P: HoldsCampagnes>(
        &self,
        proof: &Allowed<P>,
        campagne: CampagneId,
    ) -> Result<Vec<Sollicitation>, StorageError> {
        self.hold_community(proof.cpts()).await?;
        read(self.run(of(&self.txn, proof.cpts(), Some(campagne))).await?)
    }

    /// One of them, under the same lock.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn sollicitation_to_edit<P: HoldsCampagnes>(
        &self,
        proof: &Allowed<P>,
        id: SollicitationId,
    ) -> Result<Option<Sollicitation>, StorageError> {
        self.one_to_edit(proof, id.0).await
    }

    /// The sheet that stands for a person, merged or not, to change it under the same lock.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn personne_solicited<P: HoldsCampagnes>(
        &self,
        proof: &Allowed<P>,
        id: PersonneId,
    ) -> Result<Option<Personne>, StorageError> {
        /// Merges of merges are short; the count keeps a damaged chain from turning for ever.
        const LONGEST_CHAIN: usize = 50;
        self.hold_community(proof.cpts()).await?;
        let mut next = id;
        for _ in 0..LONGEST_CHAIN {
            let find = personne::Entity::find_by_id(next.0)
                .filter(personne::Column::CptsId.eq(proof.cpts().0))
                .one(&self.txn);
            let Some(row) = self.run(find).await? else { return Ok(None) };
            let found = Personne::try_from(row)?;
            match found.fusionnee {
                Some(other) => next = other,
                None => return Ok(found.removed_at.is_none().then_some(found)),
            }
        }
        Ok(None)
    }

    /// Adds people to a campaign; fails with [`StorageError::AlreadyExists`] when one is already there.
    ///
    /// # Errors
    /// As said, or when the database refuses.
    pub async fn add_sollicitations<P: HoldsCampagnes>(
        &self,
        proof: &Allowed<P>,
        new: &[Sollicitation],
    ) -> Result<(), StorageError> {
        self.add_all(proof, new).await
    }

    /// Writes one back; `false` when the CPTS has none of that id.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_sollicitation<P: HoldsCampagnes>(
        &self,
        proof: &Allowed<P>,
        changed: &Sollicitation,
    ) -> Result<bool, StorageError> {
        self.replace(proof, changed).await
    }
}
