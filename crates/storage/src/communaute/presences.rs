//! Presences at meetings.

use domain::authz::Allowed;
use domain::communaute::{Moyen, Presence, PresenceState};
use domain::ids::{CptsId, PersonneId, PresenceId, ReunionId};
use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter, QueryOrder};

use super::{HoldsReunions, ReadsGroupes};
use crate::entities::presence::{ActiveModel, Column, Model};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "presence";

impl TryFrom<Model> for Presence {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent(TABLE, row.id, detail);
        let at = |micros| instant::read(TABLE, row.id, micros);
        Ok(Self {
            id: PresenceId(row.id),
            reunion: ReunionId(row.reunion_id),
            personne: row.personne_id.map(PersonneId),
            moyen: Moyen::from_key(&row.moyen).ok_or_else(|| wrong(row.moyen.clone()))?,
            state: PresenceState::from_key(&row.state).ok_or_else(|| wrong(row.state.clone()))?,
            arrivee: at(row.arrivee)?,
            depart: row.depart.map(at).transpose()?,
            recue_at: at(row.recue_at)?,
            fiche: serde_json::from_str(&row.fiche).map_err(|error| wrong(error.to_string()))?,
            jeton: row.jeton,
        })
    }
}

fn written(cpts: CptsId, one: &Presence) -> Result<ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent(TABLE, one.id, error))?;
    Ok(ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        reunion_id: Set(one.reunion.0),
        personne_id: Set(one.personne.map(|personne| personne.0)),
        moyen: Set(one.moyen.key().to_owned()),
        state: Set(one.state.key().to_owned()),
        arrivee: Set(instant::stored(one.arrivee)),
        depart: Set(one.depart.map(instant::stored)),
        jeton: Set(one.jeton.clone()),
        recue_at: Set(instant::stored(one.recue_at)),
        fiche: Set(fiche),
    })
}

kept!(Presence: presence, written);

impl ReadTx {
    /// Presences at one meeting, by arrival.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn presences<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        reunion: ReunionId,
    ) -> Result<Vec<Presence>, StorageError> {
        let rows = own::<Presence>(proof.cpts())
            .filter(Column::ReunionId.eq(reunion.0))
            .order_by_asc(Column::Arrivee)
            .order_by_asc(Column::Id)
            .all(&self.txn)
            .await?;
        read(rows)
    }

    /// The presences of some people, in no order.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn presences_of<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        people: &[PersonneId],
    ) -> Result<Vec<Presence>, StorageError> {
        let mut found = Vec::new();
        // Both databases bound the number of values of a statement.
        for some in people.chunks(500) {
            let rows = own::<Presence>(proof.cpts())
                .filter(Column::PersonneId.is_in(some.iter().map(|id| id.0)))
                .all(&self.txn)
                .await?;
            for row in rows {
                found.push(Presence::try_from(row)?);
            }
        }
        Ok(found)
    }

    /// Presences of the CPTS from an instant to another one (excluded), by arrival.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn presences_between<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        (from, to): (Timestamp, Timestamp),
    ) -> Result<Vec<Presence>, StorageError> {
        let rows = own::<Presence>(proof.cpts())
            .filter(Column::Arrivee.gte(instant::stored(from)))
            .filter(Column::Arrivee.lt(instant::stored(to)))
            .order_by_asc(Column::Arrivee)
            .order_by_asc(Column::Id)
            .all(&self.txn)
            .await?;
        read(rows)
    }
}

impl WriteTx {
    /// Adds a presence; fails with [`StorageError::AlreadyExists`] when the person or the scan is already there.
    ///
    /// # Errors
    /// As said, or when the database refuses.
    pub async fn add_presence<P: HoldsReunions>(
        &self,
        proof: &Allowed<P>,
        new: &Presence,
    ) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes a presence back; `false` when the CPTS has none of that id.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_presence<P: HoldsReunions>(
        &self,
        proof: &Allowed<P>,
        changed: &Presence,
    ) -> Result<bool, StorageError> {
        self.replace(proof, changed).await
    }
}
