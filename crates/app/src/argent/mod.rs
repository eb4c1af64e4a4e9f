//! The money of a contract: what will be paid, what was notified and received, what was committed and paid.

mod depenses;
mod fichiers;
mod mouvements;
mod pieces;

use std::collections::BTreeMap;

use domain::aci::argent::{
    Alerte, Cle, Depense, Echeance, Effet, EtSi, GenreMouvement, Hypothese, Mouvement, NatureEcheance,
    Prevision, RefusDepense, RefusEtSi, RefusMouvement, Retenus, SubventionRendue, alertes, calendrier,
    et_si, prevision,
};
use domain::aci::contrat::{ContratLu, Suivi, Termes};
use domain::aci::dialogue::Dialogue;
use domain::aci::indicateur::Indicateur;
use domain::authz::{Allowed, ReadArgent};
use domain::ids::{ContratId, DepenseId, ObjectifId};
use domain::montant::Montant;
use domain::objectifs::Objectifs;
use storage::{ReadTx, ReadsArgent, StorageError};

use crate::pieces::PieceError;
use crate::{App, AppError};

pub use depenses::CorrectionTapee;

/// Why a use case of money did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum ArgentError {
    /// What was typed of something notified or received is wrong: the name of each field and what is wrong with it.
    #[error("refused: {0:?}")]
    Mouvement(Vec<(&'static str, RefusMouvement)>),
    /// What was typed of an expense is wrong.
    #[error("refused: {0:?}")]
    Depense(Vec<(&'static str, RefusDepense)>),
    /// The contract is not signed: no money moves.
    #[error("the contract is not signed")]
    NonSigne,
    /// A document that cannot be kept.
    #[error(transparent)]
    Piece(#[from] PieceError),
    /// Somebody else changed it meanwhile.
    #[error("changed by somebody else meanwhile")]
    Replaced,
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StorageError> for ArgentError {
    fn from(error: StorageError) -> Self {
        Self::App(error.into())
    }
}

impl From<&'static domain::source::RulesError> for ArgentError {
    fn from(error: &'static domain::source::RulesError) -> Self {
        Self::App(error.into())
    }
}

/// Everything that is known of the money of a contract.
#[derive(Clone, Debug)]
pub struct ArgentLu {
    /// The contract.
    pub contrat: ContratLu,
    /// Its terms: those that were signed, or those that are being written.
    pub termes: Termes,
    /// What evaluations retained.
    pub retenus: Retenus,
    /// Its payments, in the order of their dates.
    pub echeances: Vec<Echeance>,
    /// What was notified and received, first written first.
    pub mouvements: Vec<Mouvement>,
    /// Its expenses, first written first.
    pub depenses: Vec<Depense>,
    /// Its indicators.
    pub indicateurs: Vec<Indicateur>,
    /// The actions of the project that an expense can serve.
    pub actions: Vec<(ObjectifId, String)>,
    /// What to look at today.
    pub alertes: Vec<Alerte>,
}

impl ArgentLu {
    /// Whether the parties signed: nothing is due before.
    pub fn signe(&self) -> bool {
        self.contrat.signes().is_some()
    }

    /// What happened.
    pub fn suivi(&self) -> &Suivi {
        self.contrat.suivi()
    }

    /// An expense of this contract.
    pub fn depense(&self, id: DepenseId) -> Option<&Depense> {
        self.depenses.iter().find(|one| one.id == id)
    }

    /// What comes month by month.
    pub fn prevision(&self, hypothese: Hypothese) -> Prevision {
        prevision(self.termes.signature, &self.echeances, &self.mouvements, hypothese)
    }

    /// Identifiers of the actions.
    pub fn action_ids(&self) -> Vec<ObjectifId> {
        self.actions.iter().map(|(id, _)| *id).collect()
    }
}

/// What evaluations retained: what a dialogue that is closed says, and above it what the Assurance Maladie notified.
fn retenus(dialogues: &[Dialogue], indicateurs: &[Indicateur], mouvements: &[Mouvement]) -> Retenus {
    let mut montants: BTreeMap<(u8, String), Montant> = BTreeMap::new();
    for one in dialogues {
        let Some(closed) = &one.fiche.cloture else { continue };
        for indicateur in indicateurs.iter().filter(|indicateur| indicateur.annee == one.annee) {
            let kept = closed.retenus.get(&indicateur.id).copied();
            if let Some(kept) = kept {
                *montants.entry((one.annee, indicateur.mission.clone())).or_default() += kept;
            }
        }
    }
    let mut notified: BTreeMap<(u8, String), Montant> = BTreeMap::new();
    for one in mouvements.iter().filter(|one| one.genre == GenreMouvement::Notifie) {
        let Cle { annee, nature: NatureEcheance::Variable, mission: Some(mission) } = &one.echeance else {
            continue;
        };
        *notified.entry((*annee, mission.clone())).or_default() += one.montant;
    }
    montants.extend(notified.into_iter().filter(|(_, montant)| *montant > Montant::ZERO));
    Retenus { montants }
}

/// The lines of the project that were not removed.
fn actions(objectifs: &Objectifs) -> Vec<(ObjectifId, String)> {
    let here = objectifs.all().iter().filter(|one| one.removed_at.is_none());
    here.map(|one| (one.id, one.texte.clone())).collect()
}

impl App {
    /// The money of a contract, as it stands today.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the CPTS has none of that identifier, it was removed or nothing is written of it.
    pub async fn argent<P: ReadsArgent>(
        &self,
        proof: &Allowed<P>,
        id: ContratId,
    ) -> Result<ArgentLu, AppError> {
        let tx = self.store.read().await?;
        let contrat = tx.contrat(proof, id).await?.filter(|one| one.contrat.removed_at.is_none());
        let contrat = contrat.ok_or(AppError::NotFound)?;
        let termes = contrat.termes().cloned().ok_or(AppError::NotFound)?;
        let mouvements = tx.mouvements(proof, id).await?;
        let indicateurs = tx.indicateurs(proof, id).await?;
        let retenus = retenus(&tx.dialogues(proof, id).await?, &indicateurs, &mouvements);
        let today = self.today();
        let subventions = self.subventions_rendues(&tx, proof).await?;
        Ok(ArgentLu {
            echeances: calendrier(&termes, contrat.suivi(), &retenus, today)?,
            alertes: alertes((&termes, contrat.suivi()), &mouvements, &subventions, today)?,
            depenses: tx.depenses(proof, id).await?,
            actions: actions(&tx.objectifs(proof).await?),
            contrat,
            termes,
            retenus,
            mouvements,
            indicateurs,
        })
    }

    /// The requests for subsidies that say when their budget year ends.
    async fn subventions_rendues<P: ReadsArgent>(
        &self,
        tx: &ReadTx,
        proof: &Allowed<P>,
    ) -> Result<Vec<SubventionRendue>, AppError> {
        let all = tx.subventions(proof).await?.into_iter().filter(|one| one.removed_at.is_none());
        let known = all.filter_map(|one| {
            let exercice_au = one.fiche.date("exercice_au")?;
            Some(SubventionRendue { intitule: one.intitule, exercice_au })
        });
        Ok(known.collect())
    }

    /// What would change. Nothing is written.
    ///
    /// # Errors
    /// The outer one when the contract is not there or the database does not answer; the inner one when what is supposed
    /// makes no sense.
    pub async fn argent_et_si(
        &self,
        proof: &Allowed<ReadArgent>,
        (id, what, hypothese): (ContratId, &EtSi, Hypothese),
    ) -> Result<Result<Effet, RefusEtSi>, AppError> {
        let lu = self.argent(proof, id).await?;
        Ok(et_si((&lu.termes, lu.suivi(), &lu.retenus), what, hypothese, self.today())?)
    }
}
