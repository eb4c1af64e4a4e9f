//! People of the community: their sheets, their steps, what they ask about their data.

mod compte;
mod droits;
mod etapes;
mod fiche;

pub use compte::AccountChoice;
pub use fiche::{NewPerson, PersonneError};

use domain::authz::{Allowed, ReadCommunaute};
use domain::communaute::{Annuaire, Fonction, Groupe, Personne, PresenceState};
use domain::ids::PersonneId;
use jiff::civil::Date;
use serde_json::Value;
use storage::WriteTx;

use crate::{App, AppError};

/// A seat of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The group.
    pub groupe: Groupe,
    /// What they do there.
    pub fonction: Fonction,
    /// First day.
    pub depuis: Date,
    /// Last day; `None` when nobody set one.
    pub jusque: Option<Date>,
}

/// What the rest of the community knows of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Life {
    /// Seats, over ones too, by first day.
    pub seats: Vec<Seat>,
    /// Meetings where a presence was counted.
    pub meetings: usize,
}

impl App {
    /// Everybody of the CPTS, merged and removed sheets too.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn annuaire(&self, proof: &Allowed<ReadCommunaute>) -> Result<Annuaire, AppError> {
        Ok(self.store.read().await?.annuaire(proof).await?)
    }

    /// The sheet that stands for an identifier: merged sheets lead to theirs; a removed one is there too.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the CPTS has none, or the database does not answer.
    pub async fn personne(
        &self,
        proof: &Allowed<ReadCommunaute>,
        id: PersonneId,
    ) -> Result<Personne, AppError> {
        let tx = self.store.read().await?;
        let mut found = tx.personne(proof, id).await?.ok_or(AppError::NotFound)?;
        // A merge cannot make a ring; the count keeps a damaged one from turning for ever.
        for _ in 0..MOST_MERGES {
            match found.fusionnee {
                Some(next) => found = tx.personne(proof, next).await?.ok_or(AppError::NotFound)?,
                None => return Ok(found),
            }
        }
        Err(AppError::NotFound)
    }

    /// Seats and presences of a person, those of the sheets that were merged into theirs too.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn life(&self, proof: &Allowed<ReadCommunaute>, id: PersonneId) -> Result<Life, AppError> {
        let tx = self.store.read().await?;
        let own = tx.merged_into(proof, id).await?;
        let groupes = tx.groupes(proof).await?;
        let mandats = tx.mandats(proof).await?;
        let held = mandats.into_iter().filter(|mandat| own.contains(&mandat.personne));
        let seats = held.filter_map(|mandat| {
            let groupe = groupes.iter().find(|groupe| groupe.id == mandat.groupe)?.clone();
            let (fonction, depuis, jusque) = (mandat.fonction, mandat.depuis, mandat.jusque);
            Some(Seat { groupe, fonction, depuis, jusque })
        });
        let presences = tx.presences_of(proof, &own).await?;
        let counted = presences.iter().filter(|presence| presence.state == PresenceState::Comptee);
        let mut meetings: Vec<_> = counted.map(|presence| presence.reunion).collect();
        meetings.sort_unstable();
        meetings.dedup();
        Ok(Life { seats: seats.collect(), meetings: meetings.len() })
    }

    /// Writes a sheet that changed, and what changed of it.
    pub(super) async fn save_changed(
        &self,
        (tx, proof): (&WriteTx, &Allowed<domain::authz::EditCommunaute>),
        changed: &Personne,
        changes: Value,
    ) -> Result<(), AppError> {
        let changed = Personne { changed_at: self.now(), ..changed.clone() };
        if !tx.save_personne(proof, &changed).await? {
            return Err(AppError::Conflict);
        }
        Ok(tx.audit(proof, self.change("personne", changed.id, changes)).await?)
    }
}

/// Longest chain of merges that is followed.
const MOST_MERGES: usize = 64;

/// A sheet that stands, to change it.
pub(super) fn standing(annuaire: &Annuaire, id: PersonneId) -> Result<Personne, AppError> {
    let found = annuaire.get(id).filter(|one| one.id == id && one.removed_at.is_none());
    found.cloned().ok_or(AppError::NotFound)
}

/// The same, when nobody changed it since it was shown.
pub(super) fn unchanged(annuaire: &Annuaire, (id, version): (PersonneId, i64)) -> Result<Personne, AppError> {
    let found = standing(annuaire, id)?;
    if found.version == version { Ok(found) } else { Err(AppError::Conflict) }
}
