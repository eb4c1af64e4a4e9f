//! The signature of a contract and of its avenants: each is a version that never changes.

use domain::aci::contrat::{ContratLu, Termes, VersionContrat, annees};
use domain::aci::poste::Poste;
use domain::authz::{Allowed, EditContrat, SignContrat};
use domain::ids::{ContratId, VersionContratId};
use domain::organisation::checked_text;
use jiff::civil::Date;
use serde_json::json;

use super::ContratError;
use crate::{App, AppError};

/// Longest subject of an avenant, in characters.
const SUBJECT_MAX: usize = 500;

/// What is said of an avenant that is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AvenantTape {
    /// The day of its signature.
    pub signe_le: Date,
    /// The day from which it holds.
    pub effet_le: Date,
    /// What it is about.
    pub objet: String,
}

/// The amounts that terms must say and do not. A crisis that nobody can foresee may be left out.
fn manquants(termes: &Termes) -> Vec<(u8, Poste)> {
    let postes: Vec<Poste> =
        termes.postes().into_iter().filter(|poste| *poste != Poste::EvenementCrise).collect();
    let of = |annee: &domain::aci::contrat::AnneeContrat| {
        let absent = |poste: &&Poste| annee.montant(poste).is_none();
        let (numero, absent) = (annee.numero, postes.iter().filter(absent).cloned().collect::<Vec<_>>());
        absent.into_iter().map(move |poste| (numero, poste))
    };
    termes.annees.iter().flat_map(of).collect()
}

/// A year that was over when an avenant took effect keeps its amounts.
fn touched(before: &Termes, after: &Termes, effect: Date) -> Option<u8> {
    let years = annees(before.signature, u8::try_from(before.annees.len()).unwrap_or(u8::MAX));
    let over = years.into_iter().filter(|year| year.au <= effect);
    over.map(|year| year.numero).find(|numero| before.annee(*numero) != after.annee(*numero))
}

impl App {
    fn version_of(
        &self,
        proof: &Allowed<SignContrat>,
        lu: &ContratLu,
        termes: Termes,
        said: AvenantTape,
    ) -> VersionContrat {
        VersionContrat {
            id: VersionContratId(self.next_id()),
            contrat: lu.contrat.id,
            numero: i64::try_from(lu.versions.len()).unwrap_or(i64::MAX),
            signe_le: said.signe_le,
            effet_le: said.effet_le,
            objet: said.objet,
            termes,
            by: proof.author().clone(),
            created_at: self.now(),
        }
    }

    /// Records that the contract was signed, with the terms that were written: they do not change any more.
    ///
    /// # Errors
    /// When it is signed, the day is to come, or amounts that a contract must say are missing.
    pub async fn sign_contrat(
        &self,
        proof: &Allowed<SignContrat>,
        at: (ContratId, i64),
    ) -> Result<(), ContratError> {
        let tx = self.store.write().await?;
        let mut lu = self.contrat_held(&tx, proof, at).await?;
        if lu.signes().is_some() {
            return Err(ContratError::Signe);
        }
        let termes = lu.contrat.fiche.brouillon.take().ok_or(ContratError::SansBrouillon)?;
        if termes.signature > self.today() {
            return Err(ContratError::Signature);
        }
        let missing = manquants(&termes);
        if !missing.is_empty() {
            return Err(ContratError::Montants(missing));
        }
        let (signe_le, objet) = (termes.signature, String::new());
        let said = AvenantTape { signe_le, effet_le: signe_le, objet };
        tx.add_contrat_version(proof, &self.version_of(proof, &lu, termes, said)).await?;
        let changes = json!({ "signed": true, "le": signe_le.to_string() });
        self.keep_contrat(tx, proof, (&lu.contrat, changes)).await
    }

    /// Begins an avenant from the terms that hold.
    ///
    /// # Errors
    /// When the contract is not signed, or an avenant is being written.
    pub async fn begin_avenant(
        &self,
        proof: &Allowed<EditContrat>,
        at: (ContratId, i64),
    ) -> Result<(), ContratError> {
        let tx = self.store.write().await?;
        let mut lu = self.contrat_held(&tx, proof, at).await?;
        let held = lu.signes().cloned().ok_or(ContratError::SansBrouillon)?;
        if lu.contrat.fiche.brouillon.is_some() {
            return Err(ContratError::Signe);
        }
        lu.contrat.fiche.brouillon = Some(held);
        self.keep_contrat(tx, proof, (&lu.contrat, json!({ "avenant": "begun" }))).await
    }

    /// Gives up the avenant that is being written.
    ///
    /// # Errors
    /// When the contract is not signed, or none is being written.
    pub async fn drop_avenant(
        &self,
        proof: &Allowed<EditContrat>,
        at: (ContratId, i64),
    ) -> Result<(), ContratError> {
        let tx = self.store.write().await?;
        let mut lu = self.contrat_held(&tx, proof, at).await?;
        if lu.signes().is_none() || lu.contrat.fiche.brouillon.take().is_none() {
            return Err(ContratError::SansBrouillon);
        }
        self.keep_contrat(tx, proof, (&lu.contrat, json!({ "avenant": "dropped" }))).await
    }

    /// Records that an avenant was signed: a version more.
    ///
    /// # Errors
    /// When none is being written, its days make no sense, it says nothing of what it is about, it lacks amounts, or it
    /// changes a year that was over when it took effect.
    pub async fn sign_avenant(
        &self,
        proof: &Allowed<SignContrat>,
        at: (ContratId, i64),
        said: AvenantTape,
    ) -> Result<(), ContratError> {
        let tx = self.store.write().await?;
        let mut lu = self.contrat_held(&tx, proof, at).await?;
        let termes = lu.contrat.fiche.brouillon.take().ok_or(ContratError::SansBrouillon)?;
        let held = lu.signes().ok_or(ContratError::SansBrouillon)?;
        let last = lu.versions.last().map_or(held.signature, |version| version.effet_le);
        if said.signe_le > self.today() || said.signe_le < held.signature || said.effet_le < last {
            return Err(ContratError::Signature);
        }
        let objet = checked_text(&said.objet, SUBJECT_MAX).unwrap_or_default();
        if objet.is_empty() {
            let empty = domain::aci::contrat::RefusTermes::Vide;
            return Err(ContratError::Refused(vec![("objet".into(), empty)]));
        }
        let missing = manquants(&termes);
        if !missing.is_empty() {
            return Err(ContratError::Montants(missing));
        }
        if let Some(numero) = touched(held, &termes, said.effet_le) {
            return Err(ContratError::AnneePassee(numero));
        }
        let said = AvenantTape { objet, ..said };
        let version = self.version_of(proof, &lu, termes, said);
        tx.add_contrat_version(proof, &version).await?;
        let changes = json!({ "avenant": version.numero, "effet": version.effet_le.to_string() });
        self.keep_contrat(tx, proof, (&lu.contrat, changes)).await
    }

    /// One signed version, for its page.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the contract has none of that number.
    pub fn version_de_contrat(lu: &ContratLu, numero: i64) -> Result<&VersionContrat, AppError> {
        lu.versions.iter().find(|version| version.numero == numero).ok_or(AppError::NotFound)
    }
}
