//! Sending: what stands now becomes a file that never changes, given to institutions.

use documents::courriel::dialogue as courriel;
use domain::aci::dialogue::{Destinataire, Dialogue, DialogueRedige, Envoi, EtatDialogue};
use domain::authz::{Allowed, InstitutionKind, JudgeDialogues, ReadDialogues, SendDialogues};
use domain::ids::{ContratId, DestinataireId, InstitutionId};
use serde_json::json;
use storage::{EnvoiContenu, Institution, NewEnvoi, WriteTx};

use super::{DialogueError, Matiere, RefusDialogue};
use crate::mail::Outgoing;
use crate::preuves::empreinte;
use crate::{App, AppError};

/// The documents of a dialogue, made from its one value.
pub(super) async fn made(redige: DialogueRedige) -> Result<EnvoiContenu, AppError> {
    let contenu = serde_json::to_string(&redige).map_err(|error| AppError::Document(error.to_string()))?;
    // Away from the threads that answer requests: typesetting takes a while.
    let work = tokio::task::spawn_blocking(move || {
        let pdf = documents::dialogue_pdf(&redige)?;
        let xlsx = documents::dialogue_xlsx(&redige)?;
        Ok::<_, documents::DocumentError>((pdf, xlsx, documents::rapport_activite_docx(&redige)?))
    });
    let (pdf, xlsx, docx) = work.await.map_err(|error| AppError::Document(error.to_string()))??;
    Ok(EnvoiContenu { contenu, pdf, xlsx, docx })
}

impl App {
    /// Institutions to which a dialogue can be sent: CPAM and ARS of the instance, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn dialogue_institutions(
        &self,
        _: &Allowed<ReadDialogues>,
    ) -> Result<Vec<Institution>, AppError> {
        let mut all = self.store.read().await?.institution_list().await?;
        all.retain(|one| matches!(one.kind, InstitutionKind::Cpam | InstitutionKind::Ars));
        Ok(all)
    }

    /// Sends the dialogue of a contract year as it stands to institutions: values, evidence with fingerprints and terms
    /// are frozen. Those that have it already see the new sending. Its number.
    ///
    /// # Errors
    /// When no institution is chosen or one is of another kind, the year is closed, or something changed while the
    /// documents were made.
    pub async fn send_dialogue(
        &self,
        proof: &Allowed<SendDialogues>,
        at: (ContratId, u8),
        institutions: &[InstitutionId],
    ) -> Result<i64, DialogueError> {
        let tx = self.store.read().await?;
        let known = tx.institution_list().await?;
        let may = |id: &InstitutionId| {
            let found = known.iter().find(|one| one.id == *id);
            found.is_some_and(|one| matches!(one.kind, InstitutionKind::Cpam | InstitutionKind::Ars))
        };
        if institutions.is_empty() || !institutions.iter().all(may) {
            return Err(DialogueError::at("institutions", RefusDialogue::Destinataire));
        }
        let matiere = Matiere::read(&tx, proof, at).await?;
        let sent = match &matiere.dialogue {
            Some(one) => tx.dialogue_envois(proof, one.id).await?,
            None => Vec::new(),
        };
        let cpts = tx.cpts(proof.cpts()).await?.ok_or(AppError::NotFound)?;
        drop(tx);
        let numero = sent.last().map_or(0, |one| one.numero) + 1;
        let redige = matiere.rediger(at.1, (self.today(), Some(numero))).ok_or(AppError::NotFound)?;
        let pieces = redige.preuves.len();
        let documents = made(redige).await?;
        let envoi = Envoi {
            numero,
            at: self.now(),
            by: proof.author().clone(),
            sha256: empreinte(documents.contenu.as_bytes()),
        };
        let tx = self.store.write().await?;
        let dialogue = self.keep_sent(&tx, proof, (at, &matiere), (&envoi, documents)).await?;
        let given = self.open_to(&tx, proof, (&dialogue, institutions)).await?;
        let changes = json!({
            "year": at.1, "sent_number": numero, "sha256": envoi.sha256, "pieces": pieces, "institutions": given,
        });
        tx.audit(proof, self.change("dialogue", dialogue.id, changes)).await?;
        self.tell_recipients(&tx, proof, (&dialogue, numero, &cpts.name)).await?;
        tx.commit().await?;
        Ok(numero)
    }

    /// Writes a sending down, unless something changed since it was put together.
    async fn keep_sent(
        &self,
        tx: &WriteTx,
        proof: &Allowed<SendDialogues>,
        (at, matiere): ((ContratId, u8), &Matiere),
        (envoi, documents): (&Envoi, EnvoiContenu),
    ) -> Result<Dialogue, DialogueError> {
        let held = self.dialogue_held(tx, proof, at).await?;
        let indicateurs = tx.indicateurs_to_edit(proof, at.0).await?;
        let preuves = tx.preuves_to_edit(proof, at.0).await?;
        let same = held.contrat == matiere.contrat
            && held.dialogue == matiere.dialogue
            && indicateurs == matiere.indicateurs
            && preuves.iter().eq(matiere.preuves.iter().map(|(one, _)| one));
        if !same {
            return Err(DialogueError::Replaced);
        }
        let mut dialogue = self.begun(&held, at);
        dialogue.etat = EtatDialogue::Envoye;
        self.keep_dialogue(tx, proof, (&held, &dialogue)).await?;
        let new = NewEnvoi { id: self.next_id(), dialogue: dialogue.id, envoi: envoi.clone(), documents };
        tx.add_dialogue_envoi(proof, new).await?;
        Ok(dialogue)
    }

    /// Gives it to those that do not have it. How many.
    async fn open_to(
        &self,
        tx: &WriteTx,
        proof: &Allowed<SendDialogues>,
        (dialogue, institutions): (&Dialogue, &[InstitutionId]),
    ) -> Result<usize, DialogueError> {
        let mut there: Vec<InstitutionId> = tx
            .destinataires_to_edit(proof, dialogue.id)
            .await?
            .into_iter()
            .filter(|one| one.until.is_none())
            .map(|one| one.institution)
            .collect();
        let before = there.len();
        for institution in institutions {
            if there.contains(institution) {
                continue;
            }
            let new = Destinataire {
                id: DestinataireId(self.next_id()),
                cpts: proof.cpts(),
                dialogue: dialogue.id,
                institution: *institution,
                since: self.now(),
                until: None,
                by: proof.author().clone(),
                version: 1,
            };
            tx.add_destinataire(proof, &new).await?;
            there.push(*institution);
        }
        Ok(there.len() - before)
    }

    /// Writes to those who judge it, in each institution that has it: a link and nothing else.
    async fn tell_recipients(
        &self,
        tx: &WriteTx,
        proof: &Allowed<SendDialogues>,
        (dialogue, numero, cpts): (&Dialogue, i64, &str),
    ) -> Result<(), AppError> {
        let base = &self.settings.public_url;
        for one in tx.destinataires_to_edit(proof, dialogue.id).await? {
            if one.until.is_some() {
                continue;
            }
            let institution = tx.institution_name(one.institution).await?.unwrap_or_default();
            let url = format!("{base}/i/{}/dialogues/{}", one.institution, dialogue.id);
            let content = courriel::envoye((cpts, dialogue.annee, numero), &url, &institution);
            for (user, to) in tx.seat_addresses::<JudgeDialogues>(one.institution, self.now()).await? {
                let mail = Outgoing {
                    cpts: Some(proof.cpts()),
                    user: Some(user),
                    to,
                    template: "dialogue_envoye",
                    about: Some(format!("dialogue_envoye:{}", dialogue.id)),
                    content: content.clone(),
                };
                self.queue_mail(tx, &mail).await?;
            }
        }
        Ok(())
    }

    /// Takes the dialogue back from an institution: it does not see it any more, what it said stays.
    ///
    /// # Errors
    /// When the year is closed or the CPTS has none of that identifier.
    pub async fn end_dialogue_sharing(
        &self,
        proof: &Allowed<SendDialogues>,
        at: (ContratId, u8),
        id: DestinataireId,
    ) -> Result<(), DialogueError> {
        let tx = self.store.write().await?;
        let held = self.dialogue_held(&tx, proof, at).await?;
        let dialogue = held.dialogue.ok_or(AppError::NotFound)?;
        let all = tx.destinataires_to_edit(proof, dialogue.id).await?;
        let open = |one: &Destinataire| one.id == id && one.until.is_none();
        let mut one = all.into_iter().find(open).ok_or(AppError::NotFound)?;
        one.until = Some(self.now());
        if !tx.save_destinataire(proof, &one).await? {
            return Err(DialogueError::Replaced);
        }
        let changes = json!({ "year": at.1, "taken_back": true, "institution": one.institution });
        tx.audit(proof, self.change("dialogue", dialogue.id, changes)).await?;
        Ok(tx.commit().await?)
    }
}
