//! Closed attendance sheets, and what somebody at the door of a meeting needs.

use std::collections::BTreeMap;

use domain::authz::{Allowed, Author, ManagePresences};
use domain::communaute::{Personne, Presence};
use domain::ids::{CptsId, PersonneId, PresenceId, ReunionId};
use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{HoldsReunions, ReadsCommunaute, ReadsGroupes};
use crate::entities::feuille_presence::{ActiveModel, Column, Entity, Model};
use crate::entities::{personne, presence, reunion};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "feuille_presence";

/// A closed sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeuilleClose {
    /// Identifier.
    pub id: Uuid,
    /// The meeting.
    pub reunion: ReunionId,
    /// From 1.
    pub version: u32,
    /// The sheet, as JSON.
    pub content: String,
    /// SHA-256 of the content, in hexadecimal.
    pub sha256: String,
    /// When.
    pub closed_at: Timestamp,
    /// By whom.
    pub closed_by: Author,
    /// Why there is another version; `None` for the first one.
    pub reason: Option<String>,
}

impl TryFrom<Model> for FeuilleClose {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let version = u32::try_from(row.version);
        Ok(Self {
            id: row.id,
            reunion: ReunionId(row.reunion_id),
            version: version.map_err(|error| StorageError::inconsistent(TABLE, row.id, error))?,
            closed_at: instant::read(TABLE, row.id, row.closed_at)?,
            closed_by: Author::from(row.closed_by),
            content: row.content,
            sha256: row.sha256,
            reason: row.reason,
        })
    }
}

impl ReadTx {
    /// The closed sheets of a meeting, first version first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn feuilles_closes<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        reunion: ReunionId,
    ) -> Result<Vec<FeuilleClose>, StorageError> {
        let rows = Entity::find()
            .filter(Column::CptsId.eq(proof.cpts().0))
            .filter(Column::ReunionId.eq(reunion.0))
            .order_by_asc(Column::Version)
            .all(&self.txn)
            .await?;
        rows.into_iter().map(FeuilleClose::try_from).collect()
    }

    /// One presence.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn presence<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        id: PresenceId,
    ) -> Result<Option<Presence>, StorageError> {
        let find = presence::Entity::find_by_id(id.0).filter(presence::Column::CptsId.eq(proof.cpts().0));
        find.one(&self.txn).await?.map(Presence::try_from).transpose()
    }

    /// Meetings of every CPTS that start between two instants. Read at the door, where somebody types a spoken code
    /// and no proof exists: identifiers only, and `app` alone calls this.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn reunions_around(
        &self,
        (from, to): (Timestamp, Timestamp),
    ) -> Result<Vec<(CptsId, ReunionId)>, StorageError> {
        let rows: Vec<(Uuid, Uuid)> = reunion::Entity::find()
            .select_only()
            .columns([reunion::Column::CptsId, reunion::Column::Id])
            .filter(reunion::Column::Debut.gte(instant::stored(from)))
            .filter(reunion::Column::Debut.lte(instant::stored(to)))
            .filter(reunion::Column::RemovedAt.is_null())
            .order_by_asc(reunion::Column::Id)
            .into_tuple()
            .all(&self.txn)
            .await?;
        Ok(rows.into_iter().map(|(cpts, id)| (CptsId(cpts), ReunionId(id))).collect())
    }
}

/// Most candidates of one name: more would be a search of half the register.
const CANDIDATS: u64 = 200;

impl ReadTx {
    /// People whose sheet stands and whose name holds all these words, by name. The words are those of a search key;
    /// without any, nobody.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn personnes_nommees<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        words: &[&str],
    ) -> Result<Vec<Personne>, StorageError> {
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = personne::Entity::find()
            .filter(personne::Column::CptsId.eq(proof.cpts().0))
            .filter(personne::Column::Fusionnee.is_null())
            .filter(personne::Column::RemovedAt.is_null());
        for word in words {
            query = query.filter(personne::Column::SearchKey.contains(*word));
        }
        let query = query.order_by_asc(personne::Column::SearchKey).order_by_asc(personne::Column::Id);
        let rows = query.limit(CANDIDATS).all(&self.txn).await?;
        rows.into_iter().map(Personne::try_from).collect()
    }
}

impl WriteTx {
    /// Sheets that were merged, and the one that replaced each.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn fusions<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<BTreeMap<PersonneId, PersonneId>, StorageError> {
        let query = personne::Entity::find()
            .select_only()
            .columns([personne::Column::Id, personne::Column::Fusionnee])
            .filter(personne::Column::CptsId.eq(proof.cpts().0))
            .filter(personne::Column::Fusionnee.is_not_null());
        let rows = self.run(query.into_tuple::<(Uuid, Uuid)>().all(&self.txn)).await?;
        Ok(rows.into_iter().map(|(id, into)| (PersonneId(id), PersonneId(into))).collect())
    }

    /// How many versions of the sheet of a meeting are closed.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn versions_closes<P: ReadsGroupes>(
        &self,
        proof: &Allowed<P>,
        reunion: ReunionId,
    ) -> Result<u32, StorageError> {
        let query = Entity::find()
            .select_only()
            .column(Column::Version)
            .filter(Column::CptsId.eq(proof.cpts().0))
            .filter(Column::ReunionId.eq(reunion.0));
        let versions = self.run(query.into_tuple::<i64>().all(&self.txn)).await?;
        Ok(u32::try_from(versions.len()).unwrap_or(u32::MAX))
    }

    /// Presences at one meeting as this transaction sees them, by arrival.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn presences_to_edit<P: HoldsReunions>(
        &self,
        proof: &Allowed<P>,
        reunion: ReunionId,
    ) -> Result<Vec<Presence>, StorageError> {
        let query = presence::Entity::find()
            .filter(presence::Column::CptsId.eq(proof.cpts().0))
            .filter(presence::Column::ReunionId.eq(reunion.0))
            .order_by_asc(presence::Column::Arrivee)
            .order_by_asc(presence::Column::Id);
        self.run(query.all(&self.txn)).await?.into_iter().map(Presence::try_from).collect()
    }

    /// Keeps a closed sheet; fails with [`StorageError::AlreadyExists`] when its version is already there.
    ///
    /// # Errors
    /// As said, or when the database refuses.
    pub async fn add_feuille_close(
        &self,
        proof: &Allowed<ManagePresences>,
        new: &FeuilleClose,
    ) -> Result<(), StorageError> {
        let row = ActiveModel {
            id: Set(new.id),
            cpts_id: Set(proof.cpts().0),
            reunion_id: Set(new.reunion.0),
            version: Set(i64::from(new.version)),
            content: Set(new.content.clone()),
            sha256: Set(new.sha256.clone()),
            closed_at: Set(instant::stored(new.closed_at)),
            closed_by: Set(new.closed_by.to_string()),
            reason: Set(new.reason.clone()),
        };
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }
}
