//! Copying indicators from another year, or from the contract that another CPTS published.

use domain::aci::indicateur::Indicateur;
use domain::authz::{Allowed, EditContrat, ReadContrat, SignContrat};
use domain::ids::ContratId;
use serde_json::json;

use super::{ContratPublie, IndicateurError};
use crate::contrats::ContratError;
use crate::{App, AppError};

/// What is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Modele {
    /// A year of the same contract; those that were not reached are marked as contracted again.
    Annee(u8),
    /// A year of a contract that another CPTS published.
    Publie(ContratId, u8),
}

impl App {
    /// The contracts that other CPTS published, first published first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn contrats_publies(
        &self,
        proof: &Allowed<ReadContrat>,
    ) -> Result<Vec<ContratPublie>, AppError> {
        let mut all = self.store.read().await?.contrats_publies(proof).await?;
        all.retain(|one| one.cpts != proof.cpts());
        Ok(all)
    }

    /// One of them.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for one that is not published.
    pub async fn contrat_publie(
        &self,
        proof: &Allowed<ReadContrat>,
        id: ContratId,
    ) -> Result<ContratPublie, AppError> {
        self.store.read().await?.contrat_publie(proof, id).await?.ok_or(AppError::NotFound)
    }

    /// What is copied, as it stands where it comes from.
    async fn modeles(
        &self,
        proof: &Allowed<EditContrat>,
        (to, from): (ContratId, Modele),
    ) -> Result<Vec<Indicateur>, IndicateurError> {
        let tx = self.store.read().await?;
        let mut found = match from {
            Modele::Annee(year) => {
                let all = tx.indicateurs(proof, to).await?;
                all.into_iter().filter(|one| one.is_of(year)).collect::<Vec<_>>()
            }
            Modele::Publie(id, year) => {
                let one = tx.contrat_publie(proof, id).await?.ok_or(AppError::NotFound)?;
                one.indicateurs.into_iter().filter(|one| one.is_of(year)).collect()
            }
        };
        super::ranger(&mut found)?;
        Ok(found)
    }

    /// Copies indicators into a year, after those that stand there: what is asked and what it pays, no value nor remark.
    /// How many.
    ///
    /// # Errors
    /// When there is nothing to copy, the year is settled, or the database does not answer.
    pub async fn copy_indicateurs(
        &self,
        proof: &Allowed<EditContrat>,
        at: (ContratId, u8),
        from: Modele,
    ) -> Result<usize, IndicateurError> {
        if from == Modele::Annee(at.1) {
            return Err(IndicateurError::RienACopier);
        }
        let models = self.modeles(proof, (at.0, from)).await?;
        if models.is_empty() {
            return Err(IndicateurError::RienACopier);
        }
        let tx = self.store.write().await?;
        let year = self.annee_open(&tx, proof, at).await?;
        Self::room(&year, models.len())?;
        let copied = |(rank, one): (i64, &Indicateur)| {
            let mut fiche = one.fiche.clone();
            fiche.mesures.clear();
            fiche.commentaire.clear();
            fiche.promesse.clear();
            // Documents do not matter here: what no value reached, or nobody measured, is contracted again.
            let missed = one.atteint().is_none_or(|amount| amount < one.fiche.montant);
            fiche.reprend = (matches!(from, Modele::Annee(_)) && missed).then_some(one.id);
            if matches!(from, Modele::Publie(..)) {
                fiche.lie_a = None;
            }
            self.fresh_indicateur(&year, (one.mission.clone(), one.intitule.clone(), fiche), rank)
        };
        let all: Vec<Indicateur> = (0i64..).zip(&models).map(copied).collect();
        tx.add_indicateurs(proof, &all).await?;
        let changes = json!({ "copied": all.len(), "annee": at.1 });
        tx.audit(proof, self.change("contrat", at.0, changes)).await?;
        tx.commit().await?;
        Ok(all.len())
    }

    /// Publishes the indicators of a signed contract for other CPTS, or withdraws them: their copies stay.
    ///
    /// # Errors
    /// When the contract is not signed, or somebody changed it meanwhile.
    pub async fn publish_contrat(
        &self,
        proof: &Allowed<SignContrat>,
        at: (ContratId, i64),
        published: bool,
    ) -> Result<(), ContratError> {
        let tx = self.store.write().await?;
        let mut lu = self.contrat_held(&tx, proof, at).await?;
        if lu.signes().is_none() {
            return Err(ContratError::SansBrouillon);
        }
        lu.contrat.fiche.publie_le = published.then(|| self.today());
        let changes = if published { json!({ "published": true }) } else { json!({ "withdrawn": true }) };
        self.keep_contrat(tx, proof, (&lu.contrat, changes)).await
    }
}
