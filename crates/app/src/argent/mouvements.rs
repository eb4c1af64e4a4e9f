//! Noting what the Assurance Maladie announced and what came, and correcting a line by another one.

use domain::aci::argent::{
    Mouvement, MouvementTape, Retenus, calendrier, lire_correction, lire_mouvement, montant_courant,
};
use domain::authz::{Allowed, EditArgent};
use domain::ids::{ContratId, MouvementId};
use serde_json::json;
use storage::WriteTx;

use super::ArgentError;
use crate::{App, AppError};

impl App {
    /// A signed contract that was not removed; nobody else changes what hangs on it meanwhile.
    pub(super) async fn signed_contract_held(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditArgent>,
        id: ContratId,
    ) -> Result<domain::aci::contrat::ContratLu, ArgentError> {
        let found = tx.contrat_to_edit(proof, id).await?.filter(|one| one.contrat.removed_at.is_none());
        let found = found.ok_or(AppError::NotFound)?;
        if found.signes().is_none() { Err(ArgentError::NonSigne) } else { Ok(found) }
    }

    /// Notes something notified or received for a payment.
    ///
    /// # Errors
    /// When what was typed is wrong, the contract is not signed or the database does not answer.
    pub async fn note_mouvement(
        &self,
        proof: &Allowed<EditArgent>,
        id: ContratId,
        typed: &MouvementTape,
    ) -> Result<MouvementId, ArgentError> {
        let tx = self.store.write().await?;
        let contrat = self.signed_contract_held(&tx, proof, id).await?;
        let termes = contrat.signes().ok_or(ArgentError::NonSigne)?;
        let today = self.today();
        let echeances = calendrier(termes, contrat.suivi(), &Retenus::default(), today)?;
        let read = lire_mouvement(typed, &echeances, (termes.signature, today));
        let (echeance, genre, montant, le, reference) = read.map_err(ArgentError::Mouvement)?;
        let one = Mouvement {
            id: MouvementId(self.next_id()),
            contrat: id,
            echeance,
            genre,
            montant,
            le,
            reference,
            corrige: None,
            motif: String::new(),
            by: proof.author().clone(),
            at: self.now(),
            pieces: Vec::new(),
        };
        tx.add_mouvement(proof, &one).await?;
        // Amounts stay in the line: the journal says which payment.
        let changes =
            json!({ "created": true, "echeance": one.echeance.to_string(), "kind": one.genre.key() });
        tx.audit(proof, self.change("mouvement", one.id, changes)).await?;
        tx.commit().await?;
        Ok(one.id)
    }

    /// Corrects a line: one line more brings it to the right amount. Zero when it should not have been written.
    ///
    /// # Errors
    /// When what was typed is wrong, the line is a correction or not of this contract, or the database does not answer.
    pub async fn correct_mouvement(
        &self,
        proof: &Allowed<EditArgent>,
        (id, line): (ContratId, MouvementId),
        typed: (&str, &str),
    ) -> Result<MouvementId, ArgentError> {
        let tx = self.store.write().await?;
        self.signed_contract_held(&tx, proof, id).await?;
        let all = tx.mouvements_to_edit(proof, id).await?;
        let first =
            all.iter().find(|one| one.id == line && one.corrige.is_none()).ok_or(AppError::NotFound)?;
        let read = lire_correction(montant_courant(line, &all), typed);
        let (montant, motif) = read.map_err(ArgentError::Mouvement)?;
        let one = Mouvement {
            id: MouvementId(self.next_id()),
            montant,
            corrige: Some(line),
            motif,
            by: proof.author().clone(),
            at: self.now(),
            pieces: Vec::new(),
            ..first.clone()
        };
        tx.add_mouvement(proof, &one).await?;
        let changes =
            json!({ "echeance": one.echeance.to_string(), "kind": one.genre.key(), "corrected": true });
        tx.audit(proof, self.change("mouvement", one.id, changes)).await?;
        tx.commit().await?;
        Ok(one.id)
    }
}
