//! What an institution sees of the dialogues that it was given, and what it says of their lines.

use domain::aci::dialogue::{Dialogue, DialogueRedige, Envoi, EtatDialogue, Position, PreuveDialogue, juger};
use domain::authz::{AllowedIn, JudgeDialogues, ReadDialoguesRecus};
use domain::ids::{DialogueId, IndicateurId, PositionId, PreuveId};
use domain::montant::Montant;
use domain::organisation::checked_text;
use serde_json::json;
use storage::{DialogueRecu, EnvoiContenu, Institution, ReadTx};

use super::fichiers::{archive, intact, one_of};
use super::{Copie, DialogueError, RefusDialogue, frozen};
use crate::{App, AppError};

/// Longest reason, in characters.
const MOTIF_MAX: usize = 4_000;

/// A dialogue as the list of an institution shows it.
#[derive(Clone, Debug)]
pub struct RecuLigne {
    /// Name of its CPTS.
    pub cpts: String,
    /// The dialogue.
    pub dialogue: Dialogue,
    /// Its last sending.
    pub envoi: Envoi,
    /// What was sent.
    pub redige: DialogueRedige,
    /// What the institution said of the lines of that sending.
    pub positions: Vec<Position>,
}

impl RecuLigne {
    /// Lines of which the institution said nothing yet.
    pub fn en_attente(&self) -> usize {
        self.redige.lignes().filter(|line| self.position(line.indicateur).is_none()).count()
    }

    /// What the institution said of a line.
    pub fn position(&self, id: IndicateurId) -> Option<&Position> {
        self.positions.iter().find(|one| one.indicateur == id)
    }
}

/// A dialogue with all that the institution may see of it.
#[derive(Clone, Debug)]
pub struct Recu {
    /// What the list shows of it.
    pub ligne: RecuLigne,
    /// The institution that looks.
    pub institution: Institution,
    /// Every sending, first sent first.
    pub envois: Vec<Envoi>,
    /// Amounts retained once it is closed.
    pub clos: bool,
}

/// The last sending of a dialogue, its documents and what it froze.
async fn dernier(
    tx: &ReadTx,
    recu: &DialogueRecu,
) -> Result<(Vec<Envoi>, EnvoiContenu, DialogueRedige), AppError> {
    let all = tx.envois_in(recu).await?;
    let numero = all.last().ok_or(AppError::NotFound)?.numero;
    let documents = tx.envoi_in(recu, numero).await?.ok_or(AppError::NotFound)?;
    let redige = frozen(&documents.contenu)?;
    Ok((all, documents, redige))
}

async fn ligne(tx: &ReadTx, recu: &DialogueRecu) -> Result<(RecuLigne, Vec<Envoi>), AppError> {
    let dialogue = tx.dialogue_in(recu).await?.ok_or(AppError::NotFound)?;
    let (all, _, redige) = dernier(tx, recu).await?;
    let envoi = all.last().cloned().ok_or(AppError::NotFound)?;
    let mut positions = tx.positions_in(recu).await?;
    positions.retain(|one| one.numero == envoi.numero);
    Ok((RecuLigne { cpts: redige.cpts.clone(), dialogue, envoi, redige, positions }, all))
}

impl App {
    /// The dialogues given to the institution, last given first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn dialogues_recus(
        &self,
        proof: &AllowedIn<ReadDialoguesRecus>,
    ) -> Result<Vec<RecuLigne>, AppError> {
        let tx = self.store.read().await?;
        let mut all = Vec::new();
        for recu in tx.dialogues_recus(proof).await? {
            all.push(ligne(&tx, &recu).await?.0);
        }
        Ok(all)
    }

    /// One dialogue given to the institution: what was last sent, and nothing of what is written since.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it was not given to it, or when the database does not answer.
    pub async fn dialogue_recu(
        &self,
        proof: &AllowedIn<ReadDialoguesRecus>,
        id: DialogueId,
    ) -> Result<Recu, AppError> {
        let tx = self.store.read().await?;
        let recu = tx.dialogue_recu(proof, id).await?.ok_or(AppError::NotFound)?;
        let institution = tx.institution(proof.institution()).await?.ok_or(AppError::NotFound)?;
        let (ligne, envois) = ligne(&tx, &recu).await?;
        let clos = ligne.dialogue.etat == EtatDialogue::Clos;
        Ok(Recu { ligne, institution, envois, clos })
    }

    /// A document of a sending given to the institution, as it was sent.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it was not given to it, or when the database does not answer.
    pub async fn dialogue_recu_file(
        &self,
        proof: &AllowedIn<ReadDialoguesRecus>,
        (id, numero): (DialogueId, i64),
        copie: Copie,
    ) -> Result<(Envoi, Vec<u8>), AppError> {
        let tx = self.store.read().await?;
        let recu = tx.dialogue_recu(proof, id).await?.ok_or(AppError::NotFound)?;
        let sent = tx.envois_in(&recu).await?;
        let envoi = sent.into_iter().find(|one| one.numero == numero).ok_or(AppError::NotFound)?;
        let documents = tx.envoi_in(&recu, numero).await?.ok_or(AppError::NotFound)?;
        if copie != Copie::Zip {
            return Ok((envoi, one_of(documents, copie).ok_or(AppError::NotFound)?));
        }
        let (redige, mut pieces) = (frozen(&documents.contenu)?, Vec::new());
        for piece in &redige.preuves {
            pieces.push(intact(tx.preuve_content_in(&recu, piece.id).await?, &piece.sha256));
        }
        // Who sent it is a person of the CPTS: the institution reads the name of the CPTS.
        let zip = archive((&envoi, redige.cpts.clone()), (&redige, &documents), &pieces)?;
        Ok((envoi, zip))
    }

    /// A piece of the last sending given to the institution, byte for byte as it was frozen.
    ///
    /// # Errors
    /// [`DialogueError::Alteree`] when it changed since; [`AppError::NotFound`] when the sending does not name it or was
    /// not given to the institution.
    pub async fn dialogue_recu_preuve(
        &self,
        proof: &AllowedIn<ReadDialoguesRecus>,
        (id, preuve): (DialogueId, PreuveId),
    ) -> Result<(PreuveDialogue, Vec<u8>), DialogueError> {
        let tx = self.store.read().await?;
        let recu = tx.dialogue_recu(proof, id).await?.ok_or(AppError::NotFound)?;
        let (_, _, redige) = dernier(&tx, &recu).await?;
        let one = redige.preuve(preuve).cloned().ok_or(AppError::NotFound)?;
        let bytes = intact(tx.preuve_content_in(&recu, preuve).await?, &one.sha256);
        Ok((one, bytes.ok_or(DialogueError::Alteree)?))
    }

    /// Says what the institution accepts of a line of the last sending, or says it again.
    ///
    /// # Errors
    /// When the amount cannot be read or is more than the line can pay, another amount than the one counted has no
    /// reason, the dialogue is closed, something was sent meanwhile, or it was not given to the institution.
    pub async fn judge_dialogue(
        &self,
        proof: &AllowedIn<JudgeDialogues>,
        (id, numero, indicateur): (DialogueId, i64, IndicateurId),
        (accepte, motif): (&str, &str),
    ) -> Result<(), DialogueError> {
        let tx = self.store.read().await?;
        let recu = tx.dialogue_recu(proof, id).await?.ok_or(AppError::NotFound)?;
        let (_, _, redige) = dernier(&tx, &recu).await?;
        drop(tx);
        let line = redige.ligne(indicateur).ok_or(AppError::NotFound)?;
        let accepte =
            Montant::lire(accepte).map_err(|_| DialogueError::at("accepte", RefusDialogue::Montant))?;
        let motif = checked_text(motif, MOTIF_MAX)
            .map_err(|error| DialogueError::at("motif", RefusDialogue::Texte(error)))?;
        juger((line.compte, line.montant), accepte, &motif).map_err(|refus| {
            let refus = RefusDialogue::from(refus);
            DialogueError::at(if refus == RefusDialogue::Motif { "motif" } else { "accepte" }, refus)
        })?;
        self.keep_position(proof, (id, numero, indicateur), (accepte, motif)).await
    }

    async fn keep_position(
        &self,
        proof: &AllowedIn<JudgeDialogues>,
        (id, numero, indicateur): (DialogueId, i64, IndicateurId),
        (accepte, motif): (Montant, String),
    ) -> Result<(), DialogueError> {
        let tx = self.store.write().await?;
        let (recu, dialogue) = tx.dialogue_recu_to_act(proof, id).await?.ok_or(AppError::NotFound)?;
        if dialogue.etat != EtatDialogue::Envoye {
            return Err(DialogueError::Clos);
        }
        let last = tx.envois_to_judge(&recu).await?.pop();
        if last.is_none_or(|last| last.numero != numero) {
            return Err(DialogueError::Replaced);
        }
        let said = tx.positions_to_judge(&recu).await?;
        let before = said.into_iter().find(|one| one.numero == numero && one.indicateur == indicateur);
        let given = recu.destinataire();
        let new = Position {
            id: before.as_ref().map_or_else(|| PositionId(self.next_id()), |one| one.id),
            dialogue: id,
            destinataire: given.id,
            institution: given.institution,
            indicateur,
            numero,
            accepte,
            motif,
            by: proof.author().clone(),
            at: self.now(),
            version: before.as_ref().map_or(1, |one| one.version),
        };
        let again = before.is_some();
        match before {
            None => tx.add_position_in(&recu, &new).await?,
            Some(_) if tx.save_position_in(&recu, &new).await? => {}
            Some(_) => return Err(DialogueError::Replaced),
        }
        // What it accepts stays in the dialogue: the journal says that it spoke.
        let changes = json!({ "judged": numero, "indicator": indicateur, "again": again });
        tx.audit_on_dialogue(proof, &recu, self.change("dialogue", id, changes)).await?;
        Ok(tx.commit().await?)
    }
}
