//! From needs to first actions: the thread that the letter and the projet de santé take up.

mod besoins;
mod ecrire;
mod ranger;

use std::collections::BTreeMap;

use domain::aci::missions::missions;
use domain::authz::{Allowed, ReadObjectifs};
use domain::ids::{GroupeId, ObjectifId};
use domain::objectifs::fil::assemble;
use domain::objectifs::{Fil, Objectif, Objectifs, RefusObjectif};
use storage::{ReadTx, StorageError};

use crate::{App, AppError};

pub use ecrire::{NewObjectif, Under};

/// Why a use case of objectives did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum ObjectifError {
    /// What was typed is wrong: the name of each field and what is wrong with it.
    #[error("refused: {0:?}")]
    Refused(Vec<(&'static str, RefusObjectif)>),
    /// Somebody else changed it meanwhile.
    #[error("changed by somebody else meanwhile")]
    Replaced,
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StorageError> for ObjectifError {
    fn from(error: StorageError) -> Self {
        Self::App(error.into())
    }
}

impl From<&'static domain::source::RulesError> for ObjectifError {
    fn from(error: &'static domain::source::RulesError) -> Self {
        Self::App(error.into())
    }
}

impl ObjectifError {
    fn at(field: &'static str, refus: RefusObjectif) -> Self {
        Self::Refused(vec![(field, refus)])
    }
}

/// An objective and what is around it, for its page.
#[derive(Clone, Debug)]
pub struct ObjectifLu {
    /// The objective.
    pub objectif: Objectif,
    /// What it stands under, from the general objective down.
    pub au_dessus: Vec<Objectif>,
    /// Those under which it may stand, with the one under which it stands.
    pub places: Vec<Objectif>,
    /// How many stand under it and go with it.
    pub en_dessous: usize,
}

/// The groups of the CPTS that were not removed, by name.
async fn groupes(
    tx: &ReadTx,
    proof: &Allowed<ReadObjectifs>,
) -> Result<BTreeMap<GroupeId, String>, AppError> {
    let all = tx.groupes(proof).await?.into_iter().filter(|one| one.removed_at.is_none());
    Ok(all.map(|one| (one.id, one.nom)).collect())
}

impl App {
    /// The whole thread: missions, their objectives and first actions, the needs that these answer and those that wait.
    ///
    /// # Errors
    /// When the table of missions is malformed or the database does not answer.
    pub async fn fil(&self, proof: &Allowed<ReadObjectifs>) -> Result<Fil, AppError> {
        let tx = self.store.read().await?;
        let (objectifs, difficultes) = (tx.objectifs(proof).await?, tx.difficultes(proof).await?);
        Ok(assemble(missions()?, &objectifs, &difficultes, &groupes(&tx, proof).await?))
    }

    /// The groups that may lead an objective, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn groupes_pilotes(
        &self,
        proof: &Allowed<ReadObjectifs>,
    ) -> Result<Vec<(GroupeId, String)>, AppError> {
        let mut all: Vec<_> = groupes(&self.store.read().await?, proof).await?.into_iter().collect();
        all.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(all)
    }

    /// An objective that shows, and what is around it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the CPTS has none of that id or it was removed, or the database does not answer.
    pub async fn objectif(
        &self,
        proof: &Allowed<ReadObjectifs>,
        id: ObjectifId,
    ) -> Result<ObjectifLu, AppError> {
        let all = self.store.read().await?.objectifs(proof).await?;
        let objectif = all.get(id).filter(|one| all.is_visible(one.id)).ok_or(AppError::NotFound)?.clone();
        let mut au_dessus: Vec<Objectif> = all.ancestors(id).into_iter().cloned().collect();
        au_dessus.reverse();
        let above = objectif.niveau.above();
        let places = all.visible().filter(|one| Some(one.niveau) == above).cloned().collect();
        let en_dessous = all.descendants(id).into_iter().filter(|id| all.is_visible(*id)).count();
        Ok(ObjectifLu { objectif, au_dessus, places, en_dessous })
    }

    /// Those that were removed and can be brought back.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn objectifs_retires(&self, proof: &Allowed<ReadObjectifs>) -> Result<Vec<Objectif>, AppError> {
        let all: Objectifs = self.store.read().await?.objectifs(proof).await?;
        Ok(all.removed().into_iter().cloned().collect())
    }
}
