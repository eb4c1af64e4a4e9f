//! Values that people write down: recorded, corrected, withdrawn, never overwritten.

use domain::authz::{Allowed, EditDiagnostic, ReadDiagnostic};
use domain::diagnostic::catalogue::{Indicateur, catalogue};
use domain::diagnostic::controles::regles;
use domain::diagnostic::controles::saisie::{Alerte, Champ, Contexte, Refus, alerts, completed, refusals};
use domain::diagnostic::releve::standing;
use domain::diagnostic::{Place, Releve, Saisie};
use domain::ids::ReleveId;
use serde_json::json;
use storage::{StorageError, WriteTx};

use super::terrain::{Terrain, variante_of};
use crate::{App, AppError};

/// Why a value was not kept.
#[derive(Debug, thiserror::Error)]
pub enum ReleveError {
    /// It is wrong: all that is, in the order of the form.
    #[error("refused: {0:?}")]
    Refused(Vec<Refus>),
    /// It is doubtful, and nobody confirmed it.
    #[error("to confirm: {0:?}")]
    ToConfirm(Vec<Alerte>),
    /// Somebody else corrected the same value meanwhile.
    #[error("corrected by somebody else meanwhile")]
    Replaced,
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StorageError> for ReleveError {
    fn from(error: StorageError) -> Self {
        match error {
            // The only unique key of these rows, but for their identifier, is the value that they replace.
            StorageError::AlreadyExists => ReleveError::Replaced,
            other => ReleveError::App(other.into()),
        }
    }
}

impl From<&'static domain::source::RulesError> for ReleveError {
    fn from(error: &'static domain::source::RulesError) -> Self {
        ReleveError::App(error.into())
    }
}

/// A value to write down and the alerts that its author confirms, by their keys.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The value.
    pub saisie: Saisie,
    /// Confirmed alerts.
    pub confirmed: Vec<String>,
}

/// The kind of a place, for the journal.
fn place_key(place: Place) -> &'static str {
    match place {
        Place::Variante { .. } => "territoire",
        Place::Commune { .. } => "commune",
        Place::Iris { .. } => "iris",
        Place::Departement { .. } => "departement",
        Place::Region { .. } => "region",
        Place::France => "france",
    }
}

/// A value with everything that is doubtful about it, unless it is refused.
pub(super) fn checked(
    saisie: Saisie,
    terrain: &mut Terrain,
    context: &Contexte<'_>,
) -> Result<(Saisie, Vec<Alerte>), ReleveError> {
    let Some(indicateur) = catalogue()?.get(&saisie.indicateur) else {
        return Err(ReleveError::Refused(vec![Refus::UnknownIndicator(saisie.indicateur)]));
    };
    let saisie = Saisie { source: saisie.source.trim().to_owned(), ..saisie };
    let mut refused = refusals(&saisie, indicateur, context);
    let lieu = terrain.lieu(&saisie, indicateur).map_err(|refus| refused.push(refus));
    let (Ok(lieu), true) = (lieu, refused.is_empty()) else {
        return Err(ReleveError::Refused(refused));
    };
    let saisie = completed(saisie, indicateur);
    let doubts = alerts(&saisie, indicateur, (context, &lieu));
    Ok((saisie, doubts))
}

fn confirmed(doubts: Vec<Alerte>, keys: &[String]) -> Result<(), ReleveError> {
    let all = doubts.iter().all(|alert| keys.iter().any(|key| key == alert.key()));
    if all { Ok(()) } else { Err(ReleveError::ToConfirm(doubts)) }
}

/// A reason, trimmed.
fn reason_of(text: &str) -> Result<String, ReleveError> {
    let max = regles()?.texts.reason_max;
    let refus = match text.trim() {
        "" => Refus::Missing(Champ::Motif),
        long if long.chars().count() > max => Refus::TooLong { champ: Champ::Motif, max },
        reason => return Ok(reason.to_owned()),
    };
    Err(ReleveError::Refused(vec![refus]))
}

impl App {
    /// Every recorded value of the CPTS, replaced ones too, oldest first.
    ///
    /// # Errors
    /// When the database does not answer or a row makes no sense.
    pub async fn releves(&self, proof: &Allowed<ReadDiagnostic>) -> Result<Vec<Releve>, AppError> {
        Ok(self.store.read().await?.releves(proof).await?)
    }

    /// Writes a value down.
    ///
    /// # Errors
    /// When it is wrong, doubtful and not confirmed, its document is unknown, or the database does not answer.
    pub async fn record_releve(
        &self,
        proof: &Allowed<EditDiagnostic>,
        entry: Entry,
    ) -> Result<ReleveId, ReleveError> {
        let mut terrain = self.terrain(proof, variante_of(entry.saisie.place)).await?;
        let tx = self.store.write().await?;
        let all = tx.releves_to_edit(proof).await?;
        let known = standing(&all);
        let context = Contexte { rules: regles()?, today: self.today(), standing: &known };
        let (saisie, doubts) = checked(entry.saisie, &mut terrain, &context)?;
        confirmed(doubts, &entry.confirmed)?;
        let new = self.releve(proof, saisie);
        self.write_releve(&tx, proof, (&new, "recorded")).await?;
        tx.commit().await.map_err(AppError::from)?;
        Ok(new.id)
    }

    /// Writes down what a value should have been. The value that it replaces stays in the history.
    ///
    /// # Errors
    /// As [`App::record_releve`], or when there is no reason, nothing changes, or somebody else was faster.
    pub async fn correct_releve(
        &self,
        proof: &Allowed<EditDiagnostic>,
        (id, reason): (ReleveId, &str),
        entry: Entry,
    ) -> Result<ReleveId, ReleveError> {
        let reason = reason_of(reason);
        let mut terrain = self.terrain(proof, variante_of(entry.saisie.place)).await?;
        let tx = self.store.write().await?;
        let all = tx.releves_to_edit(proof).await?;
        let before = last(&all, id)?;
        let known: Vec<&Releve> = standing(&all).into_iter().filter(|one| one.id != id).collect();
        let context = Contexte { rules: regles()?, today: self.today(), standing: &known };
        let entered = Saisie { indicateur: before.saisie.indicateur.clone(), ..entry.saisie };
        let (checked, reason) = both(checked(entered, &mut terrain, &context), reason)?;
        let (saisie, doubts) = checked;
        if saisie == before.saisie {
            return Err(ReleveError::Refused(vec![Refus::Unchanged]));
        }
        confirmed(doubts, &entry.confirmed)?;
        let new = Releve { replaces: Some(id), reason: Some(reason), ..self.releve(proof, saisie) };
        self.write_releve(&tx, proof, (&new, "corrected")).await?;
        tx.commit().await.map_err(AppError::from)?;
        Ok(new.id)
    }

    /// Withdraws a value: it counts no more, and stays in the history.
    ///
    /// # Errors
    /// When there is no reason, somebody else was faster, or the database does not answer.
    pub async fn withdraw_releve(
        &self,
        proof: &Allowed<EditDiagnostic>,
        id: ReleveId,
        reason: &str,
    ) -> Result<ReleveId, ReleveError> {
        let reason = reason_of(reason)?;
        let tx = self.store.write().await?;
        let all = tx.releves_to_edit(proof).await?;
        let before = last(&all, id)?;
        if before.saisie.is_withdrawal() {
            return Err(ReleveError::Refused(vec![Refus::Unchanged]));
        }
        let saisie = Saisie {
            value: None,
            numerator: None,
            denominator: None,
            hidden: false,
            ..before.saisie.clone()
        };
        let new = Releve { replaces: Some(id), reason: Some(reason), ..self.releve(proof, saisie) };
        self.write_releve(&tx, proof, (&new, "withdrawn")).await?;
        tx.commit().await.map_err(AppError::from)?;
        Ok(new.id)
    }

    pub(super) fn releve(&self, proof: &Allowed<EditDiagnostic>, saisie: Saisie) -> Releve {
        Releve {
            id: ReleveId(self.next_id()),
            saisie,
            author: proof.author().clone(),
            recorded_at: self.now(),
            replaces: None,
            reason: None,
        }
    }

    async fn write_releve(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditDiagnostic>,
        (new, act): (&Releve, &'static str),
    ) -> Result<(), ReleveError> {
        if let Some(document) = new.saisie.document {
            tx.piece_to_link::<domain::pieces::OfDiagnostic>(proof, document)
                .await?
                .ok_or(AppError::NotFound)?;
        }
        tx.add_releve(proof, new).await?;
        // Sources and reasons are free texts: they stay with the value, out of the journal.
        let changes = json!({
            act: true,
            "indicateur": new.saisie.indicateur,
            "lieu": place_key(new.saisie.place),
            "periode": new.saisie.period.label(),
        });
        tx.audit(proof, self.change("releve", new.id, changes)).await.map_err(AppError::from)?;
        Ok(())
    }
}

/// A value that nothing replaced yet.
fn last(all: &[Releve], id: ReleveId) -> Result<&Releve, ReleveError> {
    let before = all.iter().find(|one| one.id == id).ok_or(AppError::NotFound)?;
    let replaced = all.iter().any(|one| one.replaces == Some(id));
    if replaced { Err(ReleveError::Replaced) } else { Ok(before) }
}

/// Both results; what is wrong with each is said together.
fn both<A, B>(a: Result<A, ReleveError>, b: Result<B, ReleveError>) -> Result<(A, B), ReleveError> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(ReleveError::Refused(mut one)), Err(ReleveError::Refused(other))) => {
            one.extend(other);
            Err(ReleveError::Refused(one))
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

/// The indicators whose values people may write down, in the order of the catalogue.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn recordable() -> Result<Vec<&'static Indicateur>, AppError> {
    Ok(catalogue()?.all().iter().filter(|indicateur| indicateur.is_recordable()).collect())
}
