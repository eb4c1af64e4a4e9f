//! Memberships: asked for, decided, paid, renewed, left.

mod bareme;
mod cotiser;
mod decider;
mod demander;
mod documents;
mod quitter;
mod renouveler;

use domain::authz::Allowed;
use domain::communaute::Annuaire;
use domain::communaute::adhesions::{Adhesion, Bareme, BaremeError, Verification};
use domain::ids::AdhesionId;
use storage::ReadsCommunaute;

pub use decider::Decision;
pub use demander::{Demandeur, NewAdhesion};
pub use renouveler::{Renewal, RenewalsSent};

use crate::{App, AppError};

/// Why something about memberships was not done.
#[derive(Debug, thiserror::Error)]
pub enum AdhesionError {
    /// The scale of dues cannot stand.
    #[error(transparent)]
    Bareme(#[from] BaremeError),
    /// A name is missing.
    #[error("a name is missing")]
    NoName,
    /// What must be agreed to was not.
    #[error("{0:?} was not agreed to")]
    Unchecked(Vec<Verification>),
    /// The person has a membership for the year.
    #[error("the person has a membership for the year")]
    Already(AdhesionId),
    /// A refusal without a reason.
    #[error("a refusal without a reason")]
    NoReason,
    /// It was decided before.
    #[error("it was decided before")]
    Decided,
    /// The membership is not accepted, or the person left.
    #[error("the membership does not run")]
    NotRunning,
    /// A payment of nothing.
    #[error("a payment of nothing")]
    NoAmount,
    /// A correction of more than was paid.
    #[error("more is taken back than was paid")]
    TooMuchBack,
    /// A day to come, or before the person was a member.
    #[error("the day does not fit")]
    Day,
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<storage::StorageError> for AdhesionError {
    fn from(error: storage::StorageError) -> Self {
        AdhesionError::App(error.into())
    }
}

impl From<&'static domain::source::RulesError> for AdhesionError {
    fn from(error: &'static domain::source::RulesError) -> Self {
        AdhesionError::App(error.into())
    }
}

/// The memberships of a CPTS and what is needed to read them.
#[derive(Clone, Debug)]
pub struct AdhesionsLues {
    /// Everybody.
    pub annuaire: Annuaire,
    /// Memberships, by year, oldest request first, under the sheets of today.
    pub adhesions: Vec<Adhesion>,
    /// The scale of dues.
    pub bareme: Bareme,
}

impl AdhesionsLues {
    /// One membership.
    pub fn get(&self, id: AdhesionId) -> Option<&Adhesion> {
        self.adhesions.iter().find(|one| one.id == id)
    }
}

impl App {
    /// The memberships of the CPTS.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn adhesions<P: ReadsCommunaute>(&self, proof: &Allowed<P>) -> Result<AdhesionsLues, AppError> {
        let tx = self.store.read().await?;
        let annuaire = tx.annuaire(proof).await?;
        let mut adhesions = tx.adhesions(proof).await?;
        for one in &mut adhesions {
            one.personne = annuaire.resolve(one.personne);
        }
        let bareme = tx.reglage(proof, bareme::KEY).await?.unwrap_or_default();
        Ok(AdhesionsLues { annuaire, adhesions, bareme })
    }
}
