//! Writing the terms of a contract before its signature, or those of an avenant.

use domain::aci::contrat::{
    Contrat, ContratFiche, RefusTermes, Termes, TermesTapes, lire_montants, lire_termes,
};
use domain::authz::{Allowed, EditContrat};
use domain::ids::ContratId;
use domain::organisation::checked_text;
use serde_json::json;
use storage::ReadTx;

use super::ContratError;
use crate::{App, AppError};

/// Longest name of a contract, in characters.
const NAME_MAX: usize = 120;

/// The record of the association must say that there is one.
async fn is_association(tx: &ReadTx, proof: &Allowed<EditContrat>) -> Result<bool, ContratError> {
    let record = tx.association(proof).await?;
    Ok(record.is_some_and(|one| {
        let filled = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
        filled(&one.legal_name) && (filled(&one.rna) || filled(&one.siret))
    }))
}

fn read(tapes: &TermesTapes, before: Option<&Termes>) -> Result<Termes, ContratError> {
    lire_termes(tapes, before)?.map_err(ContratError::Refused)
}

impl App {
    /// Whether the CPTS is an association, as a contract asks.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn may_contract(&self, proof: &Allowed<EditContrat>) -> Result<bool, ContratError> {
        is_association(&self.store.read().await?, proof).await
    }

    /// Begins a contract with the terms that were typed, and the amounts that the tariff proposes.
    ///
    /// # Errors
    /// When the CPTS is no association, what was typed is wrong, or the database does not answer.
    pub async fn begin_contrat(
        &self,
        proof: &Allowed<EditContrat>,
        titre: &str,
        tapes: &TermesTapes,
    ) -> Result<ContratId, ContratError> {
        if !self.may_contract(proof).await? {
            return Err(ContratError::Association);
        }
        let termes = read(tapes, None)?;
        let titre = checked_text(titre, NAME_MAX)
            .map_err(|_| ContratError::Refused(vec![("titre".into(), RefusTermes::Long(NAME_MAX))]))?;
        let titre = if titre.is_empty() { "Contrat ACI".to_owned() } else { titre };
        let fiche = ContratFiche { brouillon: Some(termes), ..ContratFiche::default() };
        let id = ContratId(self.next_id());
        let one = Contrat { id, titre, fiche, created_at: self.now(), version: 1, removed_at: None };
        let tx = self.store.write().await?;
        tx.add_contrat(proof, &one).await?;
        tx.audit(proof, self.change("contrat", id, json!({ "created": true }))).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Corrects the terms that are being written, as they stood at a version. Amounts stay, except those of years whose
    /// size class or tariff changed.
    ///
    /// # Errors
    /// When no terms are being written, what was typed is wrong, or somebody changed them meanwhile.
    pub async fn write_termes(
        &self,
        proof: &Allowed<EditContrat>,
        at: (ContratId, i64),
        tapes: &TermesTapes,
    ) -> Result<(), ContratError> {
        let tx = self.store.write().await?;
        let mut lu = self.contrat_held(&tx, proof, at).await?;
        let before = lu.contrat.fiche.brouillon.take().ok_or(ContratError::SansBrouillon)?;
        let mut termes = read(tapes, Some(&before))?;
        // The day of the signature is the pivot of everything: an avenant does not move it.
        if let Some(signed) = lu.signes() {
            termes.signature = signed.signature;
        }
        lu.contrat.fiche.brouillon = Some(termes);
        self.keep_contrat(tx, proof, (&lu.contrat, json!({ "fields": ["termes"] }))).await
    }

    /// Corrects the amounts of a year that is being written; the years after it take them too when `onwards` says so and
    /// they have the same size class.
    ///
    /// # Errors
    /// When no terms are being written, there is no such year, an amount is wrong, or somebody changed them meanwhile.
    pub async fn write_montants(
        &self,
        proof: &Allowed<EditContrat>,
        at: (ContratId, i64),
        (annee, onwards): (u8, bool),
        typed: impl Fn(&str) -> String + Send,
    ) -> Result<(), ContratError> {
        let tx = self.store.write().await?;
        let mut lu = self.contrat_held(&tx, proof, at).await?;
        let termes = lu.contrat.fiche.brouillon.as_mut().ok_or(ContratError::SansBrouillon)?;
        let montants = lire_montants(&termes.postes(), &typed).map_err(ContratError::Refused)?;
        let size = termes.annee(annee).ok_or(AppError::NotFound)?.taille;
        if annee == 1 {
            let start = typed("demarrage");
            termes.demarrage = match start.trim() {
                "" => None,
                text => Some(domain::montant::Montant::lire(text).map_err(|error| {
                    ContratError::Refused(vec![("demarrage".into(), RefusTermes::Montant(error))])
                })?),
            };
        }
        let takes = |numero: u8, taille| numero == annee || (onwards && numero > annee && taille == size);
        for one in termes.annees.iter_mut().filter(|one| takes(one.numero, one.taille)) {
            one.montants.clone_from(&montants);
        }
        let changes = json!({ "fields": ["montants"], "annee": annee, "onwards": onwards });
        self.keep_contrat(tx, proof, (&lu.contrat, changes)).await
    }

    /// Removes a contract that nobody signed, or brings it back.
    ///
    /// # Errors
    /// [`ContratError::Signe`] for one that is signed: it is kept.
    pub async fn remove_contrat(
        &self,
        proof: &Allowed<EditContrat>,
        (id, away): (ContratId, bool),
    ) -> Result<(), ContratError> {
        let tx = self.store.write().await?;
        let mut lu = tx.contrat_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        if lu.contrat.removed_at.is_some() == away {
            return Ok(());
        }
        if lu.signes().is_some() {
            return Err(ContratError::Signe);
        }
        lu.contrat.removed_at = away.then(|| self.now());
        let changes = if away { json!({ "removed": true }) } else { json!({ "restored": true }) };
        self.keep_contrat(tx, proof, (&lu.contrat, changes)).await
    }
}
