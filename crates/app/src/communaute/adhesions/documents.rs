//! The certificate of a member and the receipt of their dues.

use domain::authz::{Allowed, ReadAdhesions};
use domain::communaute::adhesions::{AdhesionState, montant};
use domain::ids::AdhesionId;
use domain::nombres::date;
use domain::professions::professions;

use super::AdhesionError;
use crate::{App, AppError};

impl App {
    /// The certificate of a membership that was accepted.
    ///
    /// # Errors
    /// [`AdhesionError::NotRunning`] for one that was not, or when the database does not answer.
    pub async fn certificat(
        &self,
        proof: &Allowed<ReadAdhesions>,
        id: AdhesionId,
    ) -> Result<::documents::Certificat, AdhesionError> {
        let known = self.adhesions(proof).await?;
        let one = known.get(id).ok_or(AppError::NotFound)?;
        if one.state != AdhesionState::Acceptee {
            return Err(AdhesionError::NotRunning);
        }
        let personne = known.annuaire.get(one.personne).ok_or(AppError::NotFound)?;
        let code = personne.profession.as_deref().unwrap_or_default();
        let cpts = self.cpts(proof.cpts()).await?;
        Ok(::documents::Certificat {
            organisation: cpts.name,
            fictitious: cpts.fictitious,
            nom: personne.nom_texte(),
            profession: professions()?.label(code).unwrap_or_default().to_owned(),
            rpps: personne.rpps.as_ref().map(|rpps| rpps.as_str().to_owned()).unwrap_or_default(),
            annee: one.annee,
            decidee: one.fiche.decidee,
            du_cents: one.fiche.du_cents,
            reste_cents: one.left_cents(),
            date: self.today(),
        })
    }

    /// The receipt of what was paid.
    ///
    /// # Errors
    /// [`AdhesionError::NoAmount`] when nothing was, or when the database does not answer.
    pub async fn recu(
        &self,
        proof: &Allowed<ReadAdhesions>,
        id: AdhesionId,
    ) -> Result<::documents::Recu, AdhesionError> {
        let known = self.adhesions(proof).await?;
        let one = known.get(id).ok_or(AppError::NotFound)?;
        if one.paid_cents() <= 0 {
            return Err(AdhesionError::NoAmount);
        }
        let cpts = self.cpts(proof.cpts()).await?;
        let line = |one: &domain::communaute::adhesions::Paiement| {
            [date(one.le), one.moyen.label().to_owned(), one.reference.clone(), montant(one.cents)]
        };
        Ok(::documents::Recu {
            organisation: cpts.name,
            fictitious: cpts.fictitious,
            nom: known.annuaire.get(one.personne).map(|one| one.nom_texte()).unwrap_or_default(),
            annee: one.annee,
            paiements: one.fiche.paiements.iter().map(line).collect(),
            du: one.fiche.du_cents.map(montant).unwrap_or_default(),
            paye: montant(one.paid_cents()),
            reste: one.left_cents().map(montant).unwrap_or_default(),
            date: self.today(),
        })
    }

    /// Writes in the journal that the list left the program.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn note_adhesions_export(&self, proof: &Allowed<ReadAdhesions>) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        let changes = serde_json::json!({ "exported": "csv" });
        tx.audit(proof, self.change("adhesions", proof.cpts(), changes)).await?;
        Ok(tx.commit().await?)
    }
}
