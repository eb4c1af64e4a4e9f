//! Dossiers addressed to institutions: checked, corrected, given opinions on, decided. And what the CPTS answers.

mod avis;
mod bureau;
mod completude;
mod courriels;
mod decision;
mod echanges;
mod horloge;

use domain::authz::{AllowedIn, InstitutionPermission};
use domain::dossier::avis::RefusSaisine;
use domain::dossier::delais::regles;
use domain::dossier::instruction::RefusDecision;
use domain::dossier::{Depot, Dossier, WrongMove};
use domain::ids::DossierId;
use domain::organisation::{TextError, checked_text};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;
use storage::{Cpts, Institution, Saisi, WriteTx};

pub use bureau::{Attente, Copie, Ligne, Version, Vue};
pub use completude::{Jugement, NewCorrection};
pub use echanges::Echanges;
pub use horloge::INSTRUCTION;

use crate::communaute::reunions::zone_named;
use crate::{App, AppError};

/// Longest request, answer or reason, in characters.
const TEXTE_MAX: usize = 4_000;
/// Longest passage of a letter that is quoted, in characters.
const EXTRAIT_MAX: usize = 1_000;

/// What is wrong with what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refus {
    /// A text cannot be kept.
    Texte(TextError),
    /// The dossier is not in a state in which one does that.
    Etat,
    /// The delay of the law is over: the project is deemed validated since that day.
    Silence(Date),
    /// The day is past.
    JourPasse,
    /// The day is to come, or before the version was filed on that day.
    Reception(Date),
    /// So many corrections are not lifted yet.
    CorrectionsEnCours(usize),
    /// No correction is ready to be sent.
    SansCorrection,
    /// The field is not one of the letter.
    Champ,
    /// The correction is not one on which one does that.
    Correction,
    /// No institution was chosen.
    SansInstitution,
    /// The opinion of the institution cannot be asked.
    Saisine(RefusSaisine),
    /// Nothing was chosen.
    Choix,
    /// Only the desk and the agency record the decision.
    PasDecideur,
    /// The decision cannot be recorded.
    Decision(RefusDecision),
}

/// Why something about an instruction was not done.
#[derive(Debug, thiserror::Error)]
pub enum InstructionError {
    /// Something that was typed, or a state, is wrong: the field and why.
    #[error("{0}: {1:?}")]
    Refused(&'static str, Refus),
    /// The version is no longer the current one: another was filed meanwhile.
    #[error("the version is no longer current")]
    NotCurrent,
    /// Somebody else changed the same thing meanwhile.
    #[error("changed by somebody else meanwhile")]
    Replaced,
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl InstructionError {
    fn at(field: &'static str, refus: Refus) -> Self {
        Self::Refused(field, refus)
    }
}

impl From<storage::StorageError> for InstructionError {
    fn from(error: storage::StorageError) -> Self {
        Self::App(error.into())
    }
}

impl From<&'static domain::source::RulesError> for InstructionError {
    fn from(error: &'static domain::source::RulesError) -> Self {
        Self::App(error.into())
    }
}

impl From<WrongMove> for InstructionError {
    fn from(_: WrongMove) -> Self {
        Self::Refused("etat", Refus::Etat)
    }
}

/// A text that may be empty.
fn text(field: &'static str, typed: &str) -> Result<String, InstructionError> {
    checked_text(typed, TEXTE_MAX).map_err(|error| InstructionError::at(field, Refus::Texte(error)))
}

/// A text that says something.
fn said(field: &'static str, typed: &str) -> Result<String, InstructionError> {
    let text = text(field, typed)?;
    match text.is_empty() {
        true => Err(InstructionError::at(field, Refus::Texte(TextError::Empty))),
        false => Ok(text),
    }
}

/// What is known around a dossier before one acts on it.
struct Autour {
    cpts: Cpts,
    institution: Institution,
    zone: TimeZone,
}

/// A dossier held to act on it.
struct EnMain {
    saisi: Saisi,
    dossier: Dossier,
    depots: Vec<Depot>,
}

impl EnMain {
    /// The current version: the last one filed.
    fn courante(&self) -> Result<&Depot, InstructionError> {
        self.depots.last().ok_or_else(|| InstructionError::at("etat", Refus::Etat))
    }
}

impl App {
    async fn autour<P: InstitutionPermission>(
        &self,
        proof: &AllowedIn<P>,
        id: DossierId,
    ) -> Result<Autour, InstructionError> {
        let tx = self.store.read().await?;
        let saisi = tx.saisi(proof, id).await?.ok_or(AppError::NotFound)?;
        Ok(Autour {
            cpts: tx.cpts(saisi.cpts()).await?.ok_or(AppError::NotFound)?,
            institution: tx.institution(proof.institution()).await?.ok_or(AppError::NotFound)?,
            zone: zone_named(tx.fuseau_in(&saisi).await?.as_deref()),
        })
    }

    /// Today at the hour of the CPTS.
    fn today_in(&self, zone: &TimeZone) -> Date {
        self.now().to_zoned(zone.clone()).date()
    }

    /// Holds a dossier to act on it. What the silence of the agency has validated is acted on no more.
    async fn en_main<P: InstitutionPermission>(
        &self,
        tx: &WriteTx,
        proof: &AllowedIn<P>,
        (id, zone): (DossierId, &TimeZone),
    ) -> Result<EnMain, InstructionError> {
        let saisi = tx.saisi_to_act(proof, id).await?.ok_or(AppError::NotFound)?;
        let dossier = tx.dossier_to_instruct(&saisi).await?.filter(|one| one.removed_at.is_none());
        let dossier = dossier.ok_or(AppError::NotFound)?;
        if let Some(end) = regles()?.repute_valide(&dossier, self.today_in(zone)) {
            return Err(InstructionError::at("etat", Refus::Silence(end)));
        }
        let depots = tx.depots_to_instruct(&saisi).await?;
        Ok(EnMain { saisi, dossier, depots })
    }

    /// The same for what only the desk does.
    async fn au_guichet<P: InstitutionPermission>(
        &self,
        tx: &WriteTx,
        proof: &AllowedIn<P>,
        of: (DossierId, &TimeZone),
    ) -> Result<EnMain, InstructionError> {
        let held = self.en_main(tx, proof, of).await?;
        if held.saisi.is_guichet() { Ok(held) } else { Err(AppError::NotFound.into()) }
    }

    async fn keep_dossier(&self, tx: &WriteTx, held: &EnMain) -> Result<(), InstructionError> {
        match tx.save_dossier_in(&held.saisi, &held.dossier).await? {
            true => Ok(()),
            false => Err(InstructionError::Replaced),
        }
    }

    /// Writes an act down in the journal of the CPTS.
    async fn note_instruction<P: InstitutionPermission>(
        &self,
        tx: &WriteTx,
        (proof, saisi): (&AllowedIn<P>, &Saisi),
        changes: Value,
    ) -> Result<(), InstructionError> {
        let change = self.change("depot", saisi.dossier(), changes);
        Ok(tx.audit_on(proof, saisi, change).await?)
    }
}
