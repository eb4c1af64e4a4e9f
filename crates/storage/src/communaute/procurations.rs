//! Proxies for meetings.

use domain::authz::Allowed;
use domain::communaute::gouvernance::{MoyenProcuration, Procuration};
use domain::ids::{CptsId, PersonneId, ProcurationId, ReunionId};
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter, QueryOrder};

use super::ReadsCommunaute;
use crate::entities::procuration::{ActiveModel, Column, Model};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

const TABLE: &str = "procuration";

impl TryFrom<Model> for Procuration {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let at = |micros| instant::read(TABLE, row.id, micros);
        let moyen = MoyenProcuration::from_key(&row.moyen)
            .ok_or_else(|| StorageError::inconsistent(TABLE, row.id, &row.moyen))?;
        Ok(Self {
            id: ProcurationId(row.id),
            reunion: ReunionId(row.reunion_id),
            donneur: PersonneId(row.donneur_id),
            porteur: PersonneId(row.porteur_id),
            moyen,
            donnee_at: at(row.donnee_at)?,
            retiree_at: row.retiree_at.map(at).transpose()?,
        })
    }
}

fn written(cpts: CptsId, one: &Procuration) -> ActiveModel {
    ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        reunion_id: Set(one.reunion.0),
        donneur_id: Set(one.donneur.0),
        porteur_id: Set(one.porteur.0),
        donneur_actif: Set(one.is_active().then_some(one.donneur.0)),
        moyen: Set(one.moyen.key().to_owned()),
        donnee_at: Set(instant::stored(one.donnee_at)),
        retiree_at: Set(one.retiree_at.map(instant::stored)),
    }
}

kept!(Procuration: procuration, |cpts, one| Ok(written(cpts, one)));

impl ReadTx {
    /// Proxies for one meeting, those taken back too, oldest first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn procurations<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        reunion: ReunionId,
    ) -> Result<Vec<Procuration>, StorageError> {
        let rows = own::<Procuration>(proof.cpts())
            .filter(Column::ReunionId.eq(reunion.0))
            .order_by_asc(Column::DonneeAt)
            .order_by_asc(Column::Id)
            .all(&self.txn)
            .await?;
        read(rows)
    }

    /// One proxy, taken back too.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn procuration<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        id: ProcurationId,
    ) -> Result<Option<Procuration>, StorageError> {
        self.one(proof, id.0).await
    }
}

impl WriteTx {
    /// Adds a proxy; fails with [`StorageError::AlreadyExists`] when the giver has one that stands.
    ///
    /// # Errors
    /// As said, or when the database refuses.
    pub async fn add_procuration<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        new: &Procuration,
    ) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes a proxy back; `false` when the CPTS has none of that id.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_procuration<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        changed: &Procuration,
    ) -> Result<bool, StorageError> {
        self.replace(proof, changed).await
    }
}
