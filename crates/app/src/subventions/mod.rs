//! Requests for subsidies: prepared part by part, checked, confirmed, frozen.

mod ecrire;
mod figer;

use domain::authz::{Allowed, ReadSubventions};
use domain::ids::SubventionId;
use domain::subvention::{
    Constat, FicheAssociation, Figee, Formulaire, Lecture, Partie, RefusSubvention, Subvention, controler,
    formulaire, lignes, parties,
};
use domain::territoire::NameError;
use storage::{ReadTx, StorageError};

use crate::{App, AppError, paris};

pub use ecrire::Tapee;

/// Why a use case of requests did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum SubventionError {
    /// What was typed is wrong: the name of each field and what is wrong with it.
    #[error("refused: {0:?}")]
    Refused(Vec<(String, RefusSubvention)>),
    /// The name of the request cannot be used.
    #[error(transparent)]
    Name(NameError),
    /// Somebody else saved the same part meanwhile.
    #[error("saved by somebody else meanwhile")]
    Replaced,
    /// So many things are missing: it cannot be frozen.
    #[error("{0} things are missing")]
    Incomplete(usize),
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StorageError> for SubventionError {
    fn from(error: StorageError) -> Self {
        Self::App(error.into())
    }
}

impl From<&'static domain::source::RulesError> for SubventionError {
    fn from(error: &'static domain::source::RulesError) -> Self {
        Self::App(error.into())
    }
}

/// A request, what it lacks, and its final exports.
#[derive(Clone, Debug)]
pub struct SubventionLue {
    /// The request.
    pub subvention: Subvention,
    /// What the record of the association says.
    pub association: FicheAssociation,
    /// What is missing.
    pub constats: Vec<Constat>,
    /// Its final exports, the last first.
    pub figees: Vec<Figee>,
}

/// Where the request of a CPTS stands, for the check of the letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EtatSubvention {
    /// No request was begun.
    Aucune,
    /// One was begun: its identifier, and how many things are missing.
    Incomplete(SubventionId, usize),
    /// One is complete and not frozen yet.
    Complete(SubventionId),
    /// One is complete and its last final export says what it says.
    Prete(SubventionId, Figee),
}

/// The record of the association, as requests read it.
async fn association(tx: &ReadTx, proof: &Allowed<ReadSubventions>) -> Result<FicheAssociation, AppError> {
    let record = tx.association(proof).await?.unwrap_or_default();
    Ok(FicheAssociation {
        nom: record.legal_name,
        rna: record.rna,
        siret: record.siret,
        adresse: record.address,
        courriel: record.email,
        telephone: record.phone,
    })
}

async fn lue(
    tx: &ReadTx,
    proof: &Allowed<ReadSubventions>,
    (subvention, association): (Subvention, FicheAssociation),
) -> Result<SubventionLue, AppError> {
    let constats = controler(formulaire()?, &subvention.fiche, &association);
    let figees = tx.subvention_figees(proof, subvention.id).await?;
    Ok(SubventionLue { subvention, association, constats, figees })
}

/// Euros of charges, products, accounts 86 and 87.
fn totals(form: &Formulaire, one: &Subvention) -> [i64; 4] {
    let fiche = &one.fiche;
    let (charges, produits) = (fiche.total(form, Partie::Charges), fiche.total(form, Partie::Produits));
    [charges, produits, fiche.total_compte("86"), fiche.total_compte("87")]
}

impl App {
    /// The requests that were not removed, the last begun first; and those that were.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn subventions(
        &self,
        proof: &Allowed<ReadSubventions>,
    ) -> Result<(Vec<SubventionLue>, Vec<Subvention>), AppError> {
        let tx = self.store.read().await?;
        let record = association(&tx, proof).await?;
        let (mut here, mut gone) = (Vec::new(), Vec::new());
        for one in tx.subventions(proof).await? {
            if one.removed_at.is_some() {
                gone.push(one);
            } else {
                here.push(lue(&tx, proof, (one, record.clone())).await?);
            }
        }
        Ok((here, gone))
    }

    /// One request.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the CPTS has none of that id or it was removed, or the database does not answer.
    pub async fn subvention(
        &self,
        proof: &Allowed<ReadSubventions>,
        id: SubventionId,
    ) -> Result<SubventionLue, AppError> {
        let tx = self.store.read().await?;
        let one = tx.subvention(proof, id).await?.filter(|one| one.removed_at.is_none());
        let one = one.ok_or(AppError::NotFound)?;
        let record = association(&tx, proof).await?;
        lue(&tx, proof, (one, record)).await
    }

    /// A request as it is printed and exported today.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the CPTS has none of that id, or the database does not answer.
    pub async fn subvention_lecture(
        &self,
        proof: &Allowed<ReadSubventions>,
        id: SubventionId,
    ) -> Result<Lecture, AppError> {
        let one = self.subvention(proof, id).await?;
        let (form, cpts) = (formulaire()?, self.cpts(proof.cpts()).await?);
        let fiche = &one.subvention.fiche;
        let signed = fiche.attestation_valable();
        let names = self.names(proof, signed.map(|one| &one.by)).await?;
        let atteste_par = signed.and_then(|one| names.of(&one.by)).map(str::to_owned);
        let atteste_le = signed.map(|one| one.at.to_zoned(paris()).date());
        let sentences = form.attestations.iter().map(|one| one.texte.clone());
        Ok(Lecture {
            cpts: cpts.name,
            intitule: one.subvention.intitule.clone(),
            formulaire: form.numero.clone(),
            note: form.note.clone(),
            jour: self.today(),
            fictif: cpts.fictitious,
            manques: one.constats.len(),
            parties: parties(form, fiche, &one.association),
            lignes: lignes(form, fiche),
            totaux: totals(form, &one.subvention),
            rendu_le: fiche.date("exercice_au").map(|end| form.rendu_le(end)),
            attestations: if atteste_le.is_some() { sentences.collect() } else { Vec::new() },
            atteste_par,
            atteste_le,
        })
    }

    /// Where the request of the CPTS stands: that which is the furthest, the last begun among equals.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn subvention_etat(
        &self,
        proof: &Allowed<ReadSubventions>,
    ) -> Result<EtatSubvention, AppError> {
        let (all, _) = self.subventions(proof).await?;
        let mut best = EtatSubvention::Aucune;
        for one in all {
            let (id, missing) = (one.subvention.id, one.constats.len());
            best = match (best, missing, one.figees.into_iter().next()) {
                (EtatSubvention::Prete(id, figee), ..) => EtatSubvention::Prete(id, figee),
                (_, 0, Some(figee)) => EtatSubvention::Prete(id, figee),
                (EtatSubvention::Complete(id), ..) => EtatSubvention::Complete(id),
                (_, 0, None) => EtatSubvention::Complete(id),
                (EtatSubvention::Incomplete(other, least), ..) if least <= missing => {
                    EtatSubvention::Incomplete(other, least)
                }
                _ => EtatSubvention::Incomplete(id, missing),
            };
        }
        Ok(best)
    }
}
