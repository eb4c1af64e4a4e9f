//! Writing an expense, correcting its amounts by lines, cutting it again.

use domain::aci::argent::{
    Depense, DepenseTapee, Ecriture, GenreDepense, PartTapee, RefusDepense, Ventilation, lire_depense,
    lire_parts, natures,
};
use domain::authz::{Allowed, EditArgent};
use domain::ids::{ContratId, DepenseId, ObjectifId};
use domain::montant::{Montant, RefusSomme};
use domain::texte::read_day;
use serde_json::json;
use storage::WriteTx;

use super::{ArgentError, actions};
use crate::{App, AppError};

/// A correction of an amount, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CorrectionTapee {
    /// Key of what it says: committed or paid.
    pub genre: String,
    /// The right total.
    pub montant: String,
    /// The day.
    pub le: String,
    /// Why; not asked of a first payment.
    pub motif: String,
}

/// Characters of a reason.
const MOTIF_MAX: usize = 200;

fn reason(text: &str, needed: bool) -> Result<String, RefusDepense> {
    match text.trim() {
        "" if needed => Err(RefusDepense::Motif),
        text if text.chars().count() > MOTIF_MAX => Err(RefusDepense::Long),
        text => Ok(text.to_owned()),
    }
}

impl App {
    async fn action_ids(&self, proof: &Allowed<EditArgent>) -> Result<Vec<ObjectifId>, AppError> {
        let all = self.store.read().await?.objectifs(proof).await?;
        Ok(actions(&all).into_iter().map(|(id, _)| id).collect())
    }

    /// Writes an expense of a signed contract.
    ///
    /// # Errors
    /// When what was typed is wrong, the contract is not signed or the database does not answer.
    pub async fn add_depense(
        &self,
        proof: &Allowed<EditArgent>,
        id: ContratId,
        typed: &DepenseTapee,
    ) -> Result<DepenseId, ArgentError> {
        let ids = self.action_ids(proof).await?;
        let tx = self.store.write().await?;
        let contrat = self.signed_contract_held(&tx, proof, id).await?;
        let termes = contrat.signes().ok_or(ArgentError::NonSigne)?;
        let now = (self.today(), proof.author().clone(), self.now());
        let read = lire_depense(typed, (termes, &ids, natures()?), now);
        let (libelle, fiche) = read.map_err(ArgentError::Depense)?;
        let one = Depense {
            id: DepenseId(self.next_id()),
            contrat: id,
            libelle,
            fiche,
            created_at: self.now(),
            version: 1,
        };
        tx.add_depense(proof, &one).await?;
        tx.audit(proof, self.change("depense", one.id, json!({ "created": true }))).await?;
        tx.commit().await?;
        Ok(one.id)
    }

    async fn held_depense(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditArgent>,
        (id, depense, version): (ContratId, DepenseId, i64),
    ) -> Result<Depense, ArgentError> {
        let one = tx.depense_to_edit(proof, depense).await?.filter(|one| one.contrat == id);
        let one = one.ok_or(AppError::NotFound)?;
        if one.version == version { Ok(one) } else { Err(ArgentError::Replaced) }
    }

    pub(super) async fn keep_depense(
        &self,
        tx: WriteTx,
        proof: &Allowed<EditArgent>,
        (one, changes): (&Depense, serde_json::Value),
    ) -> Result<(), ArgentError> {
        if !tx.save_depense(proof, one).await? {
            return Err(ArgentError::Replaced);
        }
        tx.audit(proof, self.change("depense", one.id, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// Notes a payment, or corrects what was committed or paid: one line more brings the total to what it must be.
    ///
    /// # Errors
    /// When what was typed is wrong, more would be paid than committed, somebody changed the expense meanwhile.
    pub async fn correct_depense(
        &self,
        proof: &Allowed<EditArgent>,
        at: (ContratId, DepenseId, i64),
        typed: &CorrectionTapee,
    ) -> Result<(), ArgentError> {
        let tx = self.store.write().await?;
        self.signed_contract_held(&tx, proof, at.0).await?;
        let mut one = self.held_depense(&tx, proof, at).await?;
        let refused = |field, refus| ArgentError::Depense(vec![(field, refus)]);
        let genre = GenreDepense::from_key(&typed.genre).ok_or(refused("genre", RefusDepense::Vide))?;
        let right = Montant::lire(&typed.montant);
        let right = right.map_err(|refus: RefusSomme| refused("montant", RefusDepense::Montant(refus)))?;
        let le = read_day(&typed.le).ok_or(refused("le", RefusDepense::Jour))?;
        if le > self.today() {
            return Err(refused("le", RefusDepense::AVenir));
        }
        let before = one.total(genre);
        // A first payment, or one more, is no correction.
        let needed = genre == GenreDepense::Engage || right < before;
        let motif = reason(&typed.motif, needed).map_err(|refus| refused("motif", refus))?;
        let line =
            Ecriture { genre, montant: Montant::ZERO, le, motif, by: proof.author().clone(), at: self.now() };
        one.corriger(genre, right, line).map_err(ArgentError::Depense)?;
        let kind = genre.key();
        let changes =
            if needed { json!({ "corrected": true, "kind": kind }) } else { json!({ "kind": kind }) };
        self.keep_depense(tx, proof, (&one, changes)).await
    }

    /// Cuts an expense again: the cut before is kept, with the reason.
    ///
    /// # Errors
    /// When the parts do not add up to what was committed, no reason is given, somebody changed the expense meanwhile.
    pub async fn split_depense(
        &self,
        proof: &Allowed<EditArgent>,
        at: (ContratId, DepenseId, i64),
        (parts, motif): (&[PartTapee], &str),
    ) -> Result<(), ArgentError> {
        let ids = self.action_ids(proof).await?;
        let tx = self.store.write().await?;
        let contrat = self.signed_contract_held(&tx, proof, at.0).await?;
        let termes = contrat.signes().ok_or(ArgentError::NonSigne)?;
        let mut one = self.held_depense(&tx, proof, at).await?;
        let read = lire_parts(one.total(GenreDepense::Engage), parts, (termes, &ids));
        let parts = read.map_err(ArgentError::Depense)?;
        let motif =
            reason(motif, true).map_err(|refus| ArgentError::Depense(vec![("motif_parts", refus)]))?;
        one.fiche.ventilations.push(Ventilation { parts, motif, by: proof.author().clone(), at: self.now() });
        self.keep_depense(tx, proof, (&one, json!({ "ventilation": true }))).await
    }
}
