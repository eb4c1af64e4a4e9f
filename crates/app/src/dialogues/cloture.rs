//! Closing: what is retained of a year is written down, and its variable part can be paid; undoing it while nothing
//! of it was paid.

use std::collections::BTreeMap;

use domain::aci::dialogue::{Cloture, EtatDialogue};
use domain::authz::{Allowed, SendDialogues};
use domain::ids::{ContratId, IndicateurId};
use domain::montant::Montant;
use domain::organisation::checked_text;
use jiff::civil::Date;
use serde_json::json;

use super::{DialogueError, RefusDialogue, frozen};
use crate::{App, AppError};

/// Longest reason to open it again, in characters.
const MOTIF_MAX: usize = 300;

impl App {
    /// Closes the dialogue of a contract year with the amount that was retained for each line of the last sending: the
    /// evaluation of the year is over.
    ///
    /// # Errors
    /// When it was not sent or is closed, the day is to come or before the year, an amount is missing or more than its
    /// line can pay, or somebody changed the contract meanwhile.
    pub async fn close_dialogue(
        &self,
        proof: &Allowed<SendDialogues>,
        at: (ContratId, u8),
        (le, typed): (Option<Date>, &BTreeMap<IndicateurId, String>),
    ) -> Result<Montant, DialogueError> {
        let tx = self.store.read().await?;
        let all = tx.dialogues(proof, at.0).await?;
        let one = all.into_iter().find(|one| one.annee == at.1).ok_or(AppError::NotFound)?;
        let last = tx.dialogue_envois(proof, one.id).await?.pop().ok_or(DialogueError::PasEnvoye)?;
        let documents = tx.dialogue_envoi(proof, (one.id, last.numero)).await?.ok_or(AppError::NotFound)?;
        drop(tx);
        let sent = frozen(&documents.contenu)?;
        let mut wrong = Vec::new();
        let le = match le {
            None => Err(RefusDialogue::SansDate),
            Some(le) if le > self.today() => Err(RefusDialogue::AVenir),
            Some(le) if le < sent.du => Err(RefusDialogue::AvantAnnee(sent.du)),
            Some(le) => Ok(le),
        };
        let mut retenus = BTreeMap::new();
        for line in sent.lignes() {
            let text = typed.get(&line.indicateur).map_or("", String::as_str);
            let amount = match Montant::lire(text) {
                Ok(amount) if amount > line.montant => Err(RefusDialogue::TropHaut(line.montant)),
                Ok(amount) => Ok(amount),
                Err(domain::montant::RefusSomme::Vide) => Err(RefusDialogue::Retenu),
                Err(_) => Err(RefusDialogue::Montant),
            };
            match amount {
                Ok(amount) => _ = retenus.insert(line.indicateur, amount),
                Err(refus) => wrong.push((format!("retenu-{}", line.indicateur), refus)),
            }
        }
        let (Ok(le), true) = (le, wrong.is_empty()) else {
            wrong.extend(le.err().map(|refus| ("le".to_owned(), refus)));
            return Err(DialogueError::Refused(wrong));
        };
        let cloture = Cloture { le, by: proof.author().clone(), at: self.now(), retenus };
        self.keep_closed(proof, at, (last.numero, cloture)).await
    }

    async fn keep_closed(
        &self,
        proof: &Allowed<SendDialogues>,
        at: (ContratId, u8),
        (numero, cloture): (i64, Cloture),
    ) -> Result<Montant, DialogueError> {
        let tx = self.store.write().await?;
        let mut held = self.dialogue_held(&tx, proof, at).await?;
        let mut one = held.dialogue.clone().ok_or(DialogueError::PasEnvoye)?;
        // Something was sent again since the form was read: other amounts are at stake.
        let last = tx.dialogue_envois_to_edit(proof, one.id).await?.pop();
        if last.is_none_or(|last| last.numero != numero) {
            return Err(DialogueError::Replaced);
        }
        let total = cloture.total();
        held.contrat.contrat.fiche.suivi.evaluees.insert(at.1, cloture.le);
        (one.etat, one.fiche.cloture) = (EtatDialogue::Clos, Some(cloture));
        self.keep_dialogue(&tx, proof, (&held, &one)).await?;
        if !tx.save_contrat(proof, &held.contrat.contrat).await? {
            return Err(DialogueError::Replaced);
        }
        tx.audit(proof, self.change("dialogue", one.id, json!({ "year": at.1, "closed": numero }))).await?;
        tx.commit().await?;
        Ok(total)
    }

    /// Opens the dialogue of a closed year again, with a reason: its variable part waits for an evaluation again. What
    /// had been retained stays with the reason.
    ///
    /// # Errors
    /// When no reason is given, the year is not closed, something variable of it was notified or received, or somebody
    /// changed the contract meanwhile.
    pub async fn reopen_dialogue(
        &self,
        proof: &Allowed<SendDialogues>,
        at: (ContratId, u8),
        motif: &str,
    ) -> Result<(), DialogueError> {
        let motif = checked_text(motif, MOTIF_MAX).unwrap_or_default();
        if motif.is_empty() {
            return Err(DialogueError::at("motif", RefusDialogue::MotifReouverture(MOTIF_MAX)));
        }
        let tx = self.store.write().await?;
        let mut held = self.dialogue_in_hand(&tx, proof, at).await?;
        let mut one = held.dialogue.clone().ok_or(DialogueError::PasClos)?;
        if tx.variable_notee(proof, at).await? {
            return Err(DialogueError::VariableNotee);
        }
        if !one.rouvrir(motif.clone(), (proof.author().clone(), self.now())) {
            return Err(DialogueError::PasClos);
        }
        held.contrat.contrat.fiche.suivi.evaluees.remove(&at.1);
        self.keep_dialogue(&tx, proof, (&held, &one)).await?;
        if !tx.save_contrat(proof, &held.contrat.contrat).await? {
            return Err(DialogueError::Replaced);
        }
        let changes = json!({ "year": at.1, "reopened": true, "reason": motif });
        tx.audit(proof, self.change("dialogue", one.id, changes)).await?;
        Ok(tx.commit().await?)
    }
}
