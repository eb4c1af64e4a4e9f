//! Meetings: made, dated, called, held, written down.

mod agenda;
mod compte_rendu;
mod convoquer;
mod creer;
mod dates;
mod lire;
mod ordre;
mod pieces;
mod repondre;
mod taches;

use domain::authz::{Allowed, EditGouvernance, EditGroupes};
use domain::communaute::{Fuseau, Reunion, ReunionState};
use domain::ids::ReunionId;
use domain::organisation::{TextError, checked_text};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;
use storage::{FUSEAU, ReadTx, ReadsCommunaute, StorageError, WriteTx};

use super::groupes::Reach;
use crate::{App, AppError};

pub use compte_rendu::{Approbation, CompteRenduVue};
pub use convoquer::{CONVOCATIONS, Envois};
pub use creer::{NewReunion, ReunionInput};
pub use dates::PROPOSITIONS_MAX;
pub use lire::{Convoque, ReunionVue};
pub use ordre::{OrdreChange, POINTS_MAX};
pub use repondre::{Answer, MaReunion};
pub use taches::{DECISION_MAX, NewDecision, TacheLigne};

/// Longest title of a meeting or of a point, in characters.
pub const TITRE_MAX: usize = 160;
/// Longest text of a meeting, in characters.
pub const TEXTE_MAX: usize = 20_000;

/// Why a change of a meeting was refused.
#[derive(Debug, thiserror::Error)]
pub enum ReunionError {
    /// A text cannot be kept: the name of its field.
    #[error("{1}")]
    Text(&'static str, TextError),
    /// It ends before it starts.
    #[error("the end comes before the start")]
    EndBeforeStart,
    /// It lasts longer than a day.
    #[error("longer than a day")]
    TooLong,
    /// The address of the video meeting is not one.
    #[error("not an address")]
    NotAnAddress,
    /// The group is closed.
    #[error("the group is closed")]
    GroupClosed,
    /// What is asked does not go with where the meeting stands.
    #[error("not while the meeting is {0:?}")]
    State(ReunionState),
    /// It has begun, or its time is over.
    #[error("the meeting has begun")]
    Begun,
    /// It was not cancelled.
    #[error("the meeting was not cancelled")]
    NotCancelled,
    /// Nobody is called.
    #[error("nobody is called")]
    NobodyCalled,
    /// Nobody of that identifier is in the community.
    #[error("no such person")]
    UnknownPerson,
    /// Somebody wrote the same text meanwhile: theirs.
    #[error("written by somebody else meanwhile")]
    Overwritten(String),
    /// The minutes are sealed.
    #[error("sealed")]
    Sealed,
    /// The document cannot be kept.
    #[error(transparent)]
    Piece(crate::pieces::PieceError),
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StorageError> for ReunionError {
    fn from(error: StorageError) -> Self {
        ReunionError::App(error.into())
    }
}

impl From<&'static domain::source::RulesError> for ReunionError {
    fn from(error: &'static domain::source::RulesError) -> Self {
        ReunionError::App(error.into())
    }
}

/// A text of a field, tidied.
fn text(field: &'static str, typed: &str, max: usize) -> Result<String, ReunionError> {
    checked_text(typed, max).map_err(|error| ReunionError::Text(field, error))
}

/// The same, which cannot be empty, on one line.
fn line(field: &'static str, typed: &str) -> Result<String, ReunionError> {
    let text = text(field, &typed.split_whitespace().collect::<Vec<_>>().join(" "), TITRE_MAX)?;
    if text.is_empty() { Err(ReunionError::Text(field, TextError::Empty)) } else { Ok(text) }
}

/// A start and an end that make sense.
fn checked_times((debut, fin): (Timestamp, Timestamp)) -> Result<(Timestamp, Timestamp), ReunionError> {
    if fin <= debut {
        Err(ReunionError::EndBeforeStart)
    } else if fin.duration_since(debut) > jiff::SignedDuration::from_hours(24) {
        Err(ReunionError::TooLong)
    } else {
        Ok((debut, fin))
    }
}

pub(crate) async fn zone_of<P: ReadsCommunaute>(
    tx: &ReadTx,
    proof: &Allowed<P>,
) -> Result<TimeZone, AppError> {
    let chosen: Option<String> = tx.reglage(proof, FUSEAU).await?;
    Ok(zone_named(chosen.as_deref()))
}

/// The zone of a name; that of Paris without one.
pub(crate) fn zone_named(name: Option<&str>) -> TimeZone {
    name.and_then(|name| TimeZone::get(name).ok()).unwrap_or_else(crate::paris)
}

impl App {
    /// The time zone of a CPTS: that of Paris unless it chose another one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn zone<P: ReadsCommunaute>(&self, proof: &Allowed<P>) -> Result<TimeZone, AppError> {
        zone_of(&self.store.read().await?, proof).await
    }

    /// The time zone that a CPTS chose; that of mainland France while it chose none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn fuseau(&self, proof: &Allowed<EditGouvernance>) -> Result<Fuseau, AppError> {
        let chosen: Option<String> = self.store.read().await?.reglage(proof, FUSEAU).await?;
        Ok(chosen.and_then(|name| Fuseau::from_key(&name)).unwrap_or(Fuseau::Metropole))
    }

    /// Chooses the time zone of the CPTS. Meetings stay at their instants: the hour that is said of them changes.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn choose_zone(
        &self,
        proof: &Allowed<EditGouvernance>,
        fuseau: Fuseau,
    ) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        tx.set_reglage(proof, (FUSEAU, &fuseau.key()), self.now()).await?;
        let changes = serde_json::json!({ "key": fuseau.key() });
        tx.audit(proof, self.change("reglage", FUSEAU, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// A meeting that this person may change, inside a transaction that holds it.
    async fn reunion_mine(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditGroupes>,
        (id, reach): (ReunionId, &Reach),
    ) -> Result<Reunion, AppError> {
        let found = tx.reunion_to_edit(proof, id).await?.filter(|one| one.removed_at.is_none());
        let reunion = found.ok_or(AppError::NotFound)?;
        reach.check(reunion.groupe)?;
        Ok(reunion)
    }

    async fn keep_reunion(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditGroupes>,
        (reunion, changes): (&Reunion, Value),
    ) -> Result<(), AppError> {
        if !tx.save_reunion(proof, reunion).await? {
            return Err(AppError::Conflict);
        }
        Ok(tx.audit(proof, self.change("reunion", reunion.id, changes)).await?)
    }
}
