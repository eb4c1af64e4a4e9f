//! The indicators of each contract year: written, imported, copied, settled, published.

mod annexe;
mod copier;
mod ecrire;

use std::collections::BTreeMap;

use domain::aci::annexe::RefusTable;
use domain::aci::contrat::{Annee, ContratLu, Termes};
use domain::aci::indicateur::{Indicateur, RefusIndicateur, SommeMission, sommes};
use domain::authz::Allowed;
use domain::ids::ContratId;
use jiff::civil::Date;
use storage::{ReadsContrats, StorageError};

use crate::contrats::ContratError;
use crate::{App, AppError};

pub use annexe::PlanLu;
pub use copier::Modele;
pub use storage::ContratPublie;

/// Why a use case of indicators did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum IndicateurError {
    /// What was typed is wrong: the name of each field and what is wrong with it.
    #[error("refused: {0:?}")]
    Refused(Vec<(String, RefusIndicateur)>),
    /// The indicators of the year are settled since that day.
    #[error("settled on {0}")]
    Arretee(Date),
    /// Indicators of these missions do not share their variable part exactly.
    #[error("sums do not agree: {0:?}")]
    Sommes(Vec<SommeMission>),
    /// The file cannot be read.
    #[error(transparent)]
    Fichier(#[from] opendata::ReadError),
    /// The table is no annex.
    #[error(transparent)]
    Table(RefusTable),
    /// Some cells of the annex cannot be read: nothing was written.
    #[error("{0} cells cannot be read")]
    Cellules(usize),
    /// More indicators than a year may have.
    #[error("more than {0} indicators")]
    Trop(usize),
    /// There is nothing to copy.
    #[error("nothing to copy")]
    RienACopier,
    /// Why the year is opened again is not said.
    #[error("no reason")]
    Motif,
    /// Somebody else changed it meanwhile.
    #[error("changed by somebody else meanwhile")]
    Replaced,
    /// The contract refuses it.
    #[error(transparent)]
    Contrat(ContratError),
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StorageError> for IndicateurError {
    fn from(error: StorageError) -> Self {
        Self::App(error.into())
    }
}

impl From<&'static domain::source::RulesError> for IndicateurError {
    fn from(error: &'static domain::source::RulesError) -> Self {
        Self::App(error.into())
    }
}

impl From<ContratError> for IndicateurError {
    fn from(error: ContratError) -> Self {
        match error {
            ContratError::App(error) => Self::App(error),
            ContratError::Replaced => Self::Replaced,
            other => Self::Contrat(other),
        }
    }
}

/// The indicators of a contract year.
#[derive(Clone, Debug)]
pub struct AnneeLue {
    /// The contract.
    pub contrat: ContratLu,
    /// The year, in days.
    pub annee: Annee,
    /// Its indicators, in their order.
    pub indicateurs: Vec<Indicateur>,
    /// Those that were removed.
    pub retires: Vec<Indicateur>,
    /// What those of each mission share.
    pub sommes: Vec<SommeMission>,
    /// Since when they are settled.
    pub arretee: Option<Date>,
}

impl AnneeLue {
    /// The terms that hold, or those that are written before any.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the contract has none.
    pub fn termes(&self) -> Result<&Termes, AppError> {
        self.contrat.termes().ok_or(AppError::NotFound)
    }
}

/// Indicators in the order of the missions of the agreement, then in their own.
fn ranger(all: &mut [Indicateur]) -> Result<(), AppError> {
    let table = domain::aci::missions::missions()?;
    let ranks: BTreeMap<&str, usize> =
        table.missions.iter().enumerate().map(|(rank, one)| (one.cle.as_str(), rank)).collect();
    all.sort_by_key(|one| {
        (ranks.get(one.mission.as_str()).copied().unwrap_or(usize::MAX), one.ordre, one.id)
    });
    Ok(())
}

/// What a contract says of one of its years.
pub(crate) fn lue(contrat: ContratLu, numero: u8, all: Vec<Indicateur>) -> Result<AnneeLue, AppError> {
    let terms = contrat.termes().ok_or(AppError::NotFound)?;
    let annee = terms.calendrier().into_iter().find(|one| one.numero == numero).ok_or(AppError::NotFound)?;
    let signed = terms.annee(numero).ok_or(AppError::NotFound)?;
    let own = all.into_iter().filter(|one| one.annee == numero);
    let (mut indicateurs, retires): (Vec<_>, Vec<_>) = own.partition(|one| one.removed_at.is_none());
    ranger(&mut indicateurs)?;
    let sommes = sommes(signed, &indicateurs);
    let arretee = contrat.suivi().arretees.get(&numero).copied();
    Ok(AnneeLue { annee, indicateurs, retires, sommes, arretee, contrat })
}

impl App {
    /// The indicators of a contract year.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the CPTS has no such contract, or the contract no such year.
    pub async fn annee_contrat<P: ReadsContrats>(
        &self,
        proof: &Allowed<P>,
        (id, numero): (ContratId, u8),
    ) -> Result<AnneeLue, AppError> {
        let tx = self.store.read().await?;
        let contrat = tx.contrat(proof, id).await?.filter(|one| one.contrat.removed_at.is_none());
        let contrat = contrat.ok_or(AppError::NotFound)?;
        let all = tx.indicateurs(proof, id).await?;
        lue(contrat, numero, all)
    }
}
