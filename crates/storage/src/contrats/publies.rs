//! Contracts whose indicators their CPTS published: others read and copy them, and nothing else of the contract.

use std::collections::BTreeMap;

use domain::aci::contrat::Contrat;
use domain::aci::indicateur::Indicateur;
use domain::authz::Allowed;
use domain::ids::{ContratId, CptsId};
use jiff::civil::Date;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::ReadsContrats;
use crate::entities::{contrat, cpts, indicateur};
use crate::{ReadTx, StorageError};

/// A published contract: whose, since when, its indicators without values nor remarks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContratPublie {
    /// The contract.
    pub id: ContratId,
    /// Whose it is.
    pub cpts: CptsId,
    /// Name of the CPTS.
    pub nom: String,
    /// What the contract is called.
    pub titre: String,
    /// Since when it is published.
    pub depuis: Date,
    /// Its indicators that were not removed, by year and place.
    pub indicateurs: Vec<Indicateur>,
}

/// What others see of an indicator: what is asked and what it pays.
fn bare(mut one: Indicateur) -> Indicateur {
    one.fiche.mesures.clear();
    one.fiche.commentaire.clear();
    one.fiche.promesse.clear();
    (one.fiche.reprend, one.fiche.lie_a) = (None, None);
    one
}

async fn published(db: &impl ConnectionTrait, which: Condition) -> Result<Vec<ContratPublie>, StorageError> {
    let open = contrat::Entity::find()
        .filter(contrat::Column::PublieLe.is_not_null())
        .filter(contrat::Column::RemovedAt.is_null())
        .filter(which)
        .order_by_asc(contrat::Column::PublieLe)
        .order_by_asc(contrat::Column::Id);
    let rows = open.all(db).await?;
    let owners = cpts::Entity::find()
        .filter(cpts::Column::Id.is_in(rows.iter().map(|row| row.cpts_id)))
        .select_only()
        .columns([cpts::Column::Id, cpts::Column::Name]);
    let names: BTreeMap<Uuid, String> =
        owners.into_tuple::<(Uuid, String)>().all(db).await?.into_iter().collect();
    let own = indicateur::Entity::find()
        .filter(indicateur::Column::ContratId.is_in(rows.iter().map(|row| row.id)))
        .filter(indicateur::Column::RemovedAt.is_null())
        .order_by_asc(indicateur::Column::Annee)
        .order_by_asc(indicateur::Column::Ordre)
        .order_by_asc(indicateur::Column::Id);
    let all = own.all(db).await?.into_iter().map(Indicateur::try_from);
    let all: Vec<Indicateur> = all.collect::<Result<_, _>>()?;
    let one = |row: contrat::Model| {
        let (owner, nom) = (CptsId(row.cpts_id), names.get(&row.cpts_id).cloned().unwrap_or_default());
        let read = Contrat::try_from(row)?;
        let depuis = read.fiche.publie_le;
        let depuis = depuis.ok_or_else(|| StorageError::inconsistent("contrat", read.id, "publie_le"))?;
        let indicateurs = all.iter().filter(|one| one.contrat == read.id).cloned().map(bare).collect();
        Ok(ContratPublie { id: read.id, cpts: owner, nom, titre: read.titre, depuis, indicateurs })
    };
    rows.into_iter().map(one).collect()
}

impl ReadTx {
    /// The contracts that CPTS of the instance published, first published first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn contrats_publies<P: ReadsContrats>(
        &self,
        _proof: &Allowed<P>,
    ) -> Result<Vec<ContratPublie>, StorageError> {
        published(&self.txn, Condition::all()).await
    }

    /// One of them.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn contrat_publie<P: ReadsContrats>(
        &self,
        _proof: &Allowed<P>,
        id: ContratId,
    ) -> Result<Option<ContratPublie>, StorageError> {
        Ok(published(&self.txn, Condition::all().add(contrat::Column::Id.eq(id.0))).await?.pop())
    }
}
