//! Sheets that may be of one person: found, set apart, merged, and the way back.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use domain::authz::{Allowed, EditCommunaute, ReadCommunaute};
use domain::communaute::Personne;
use domain::communaute::doublons::{Index, Paire};
use domain::communaute::fusion::{ChampFusion, Irreversible, defaire, fusionner};
use domain::ids::{CptsId, FusionId, PersonneId};
use serde_json::json;
use storage::{Fusion, StorageError, WriteTx};

use super::personnes::standing;
use crate::{App, AppError};

/// Why a merge was not done or not taken back.
#[derive(Debug, thiserror::Error)]
pub enum FusionError {
    /// It cannot be taken back.
    #[error(transparent)]
    Irreversible(#[from] Irreversible),
    /// The RPPS number of the other sheet was given to a third one.
    #[error("the number was given to another sheet")]
    NumberTaken,
    /// One of the sheets changed since the page was shown.
    #[error("changed by somebody else meanwhile")]
    Changed,
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StorageError> for FusionError {
    fn from(error: StorageError) -> Self {
        match error {
            // The only unique key of these rows, but for their identifier, is the number.
            StorageError::AlreadyExists => FusionError::NumberTaken,
            other => FusionError::App(other.into()),
        }
    }
}

/// What pairs depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    sheets: (i64, i64, i64),
    apart: BTreeSet<(PersonneId, PersonneId)>,
}

/// How many pairs were found last in each CPTS, for the page that only counts them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Doubles(Arc<Mutex<HashMap<CptsId, (Stamp, usize)>>>);

impl Doubles {
    fn get(&self, cpts: CptsId, stamp: &Stamp) -> Option<usize> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&cpts).filter(|(of, _)| of == stamp).map(|(_, count)| *count)
    }

    fn keep(&self, cpts: CptsId, found: (Stamp, usize)) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(cpts, found);
    }
}

/// A merge to do, as somebody decided it.
#[derive(Clone, Debug)]
pub struct Merge {
    /// The sheet that stands, and the version in which it was shown.
    pub gardee: (PersonneId, i64),
    /// The sheet that leads to it, and the version in which it was shown.
    pub autre: (PersonneId, i64),
    /// Fields that take the value of the other sheet.
    pub prises: BTreeSet<ChampFusion>,
}

impl App {
    /// Pairs of sheets that may be of one person, the surest first; those that were set apart are left out.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn doublons(&self, proof: &Allowed<ReadCommunaute>) -> Result<Vec<Paire>, AppError> {
        let tx = self.store.read().await?;
        let annuaire = tx.annuaire(proof).await?;
        let apart = tx.doublons_ecartes(proof).await?;
        Ok(Index::new(&annuaire)?.pairs(&apart))
    }

    /// How many pairs [`App::doublons`] finds. They are looked for again when a sheet or a pair set apart changed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn doublons_count(&self, proof: &Allowed<ReadCommunaute>) -> Result<usize, AppError> {
        let tx = self.store.read().await?;
        let apart = tx.doublons_ecartes(proof).await?;
        let stamp = Stamp { sheets: tx.personnes_stamp(proof).await?, apart };
        drop(tx);
        if let Some(count) = self.doubles.get(proof.cpts(), &stamp) {
            return Ok(count);
        }
        let count = self.doublons(proof).await?.len();
        self.doubles.keep(proof.cpts(), (stamp, count));
        Ok(count)
    }

    /// Remembers that two sheets are of two people, or forgets it.
    ///
    /// # Errors
    /// When the CPTS has not both of them, or the database does not answer.
    pub async fn set_apart(
        &self,
        proof: &Allowed<EditCommunaute>,
        pair: (PersonneId, PersonneId),
        apart: bool,
    ) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let (one, other) = (standing(&annuaire, pair.0)?, standing(&annuaire, pair.1)?);
        if one.id == other.id {
            return Err(AppError::NotFound);
        }
        if apart {
            tx.set_doublon_apart(proof, pair, self.now()).await?;
        } else {
            tx.unset_doublon_apart(proof, pair).await?;
        }
        let changes = json!({ "apart": apart, "other": pair.1.to_string() });
        tx.audit(proof, self.change("personne", pair.0, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// Merges two sheets of one person.
    ///
    /// # Errors
    /// When one of them changed since it was shown, the CPTS has not both, or the database does not answer.
    pub async fn merge_people(
        &self,
        proof: &Allowed<EditCommunaute>,
        merge: &Merge,
    ) -> Result<FusionId, FusionError> {
        let tx = self.store.write().await?;
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let (mut gardee, mut autre) =
            (standing(&annuaire, merge.gardee.0)?, standing(&annuaire, merge.autre.0)?);
        if (gardee.version, autre.version) != (merge.gardee.1, merge.autre.1) {
            return Err(FusionError::Changed);
        }
        if gardee.id == autre.id {
            return Err(AppError::NotFound.into());
        }
        let trace = fusionner(&mut gardee, &mut autre, &merge.prises);
        let made = Fusion {
            id: FusionId(self.next_id()),
            gardee: gardee.id,
            autre: autre.id,
            trace,
            at: self.now(),
            author: proof.author().clone(),
            undone_at: None,
        };
        // The other sheet first: it gives its number back before the kept one takes it.
        self.write_both((&tx, proof), [&autre, &gardee]).await?;
        tx.add_fusion(proof, &made).await?;
        let changes = json!({ "merged": made.autre.to_string(), "fusion": made.id.to_string() });
        tx.audit(proof, self.change("personne", gardee.id, changes)).await.map_err(AppError::from)?;
        tx.commit().await.map_err(AppError::from)?;
        Ok(made.id)
    }

    /// The merges of the CPTS, taken back ones too, the last one first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn fusions(&self, proof: &Allowed<ReadCommunaute>) -> Result<Vec<Fusion>, AppError> {
        Ok(self.store.read().await?.fusions(proof).await?)
    }

    /// Takes a merge back; the sheet that stood.
    ///
    /// # Errors
    /// When it cannot be, was already, or the database does not answer.
    pub async fn undo_merge(
        &self,
        proof: &Allowed<EditCommunaute>,
        id: FusionId,
    ) -> Result<PersonneId, FusionError> {
        let tx = self.store.write().await?;
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let made = tx.fusion_to_edit(proof, id).await?.filter(|made| made.undone_at.is_none());
        let made = made.ok_or(AppError::NotFound)?;
        let found = |id| annuaire.sheet(id).cloned().ok_or(AppError::NotFound);
        let (mut gardee, mut autre) = (found(made.gardee)?, found(made.autre)?);
        defaire(&mut gardee, &mut autre, &made.trace)?;
        self.write_both((&tx, proof), [&gardee, &autre]).await?;
        tx.fusion_undone(proof, id, self.now()).await?;
        let changes = json!({ "unmerged": made.autre.to_string() });
        tx.audit(proof, self.change("personne", gardee.id, changes)).await.map_err(AppError::from)?;
        tx.commit().await.map_err(AppError::from)?;
        Ok(gardee.id)
    }

    async fn write_both(
        &self,
        (tx, proof): (&WriteTx, &Allowed<EditCommunaute>),
        sheets: [&Personne; 2],
    ) -> Result<(), FusionError> {
        for sheet in sheets {
            let changed = Personne { changed_at: self.now(), ..sheet.clone() };
            if !tx.save_personne(proof, &changed).await? {
                return Err(FusionError::Changed);
            }
        }
        Ok(())
    }
}
