//! Files of a dialogue: those of today, and those that were sent, byte for byte.

use documents::lettre_intention::bundle::{Colis, Contenu, colis};
use domain::aci::dialogue::{DialogueRedige, Envoi};
use domain::authz::{Allowed, ReadDialogues};
use domain::ids::ContratId;
use storage::EnvoiContenu;

use super::envoyer::made;
use super::{DialogueError, Matiere, frozen};
use crate::preuves::empreinte;
use crate::{App, AppError};

/// Which document of a dialogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copie {
    /// The file, to read and to print.
    Pdf,
    /// Its figures.
    Xlsx,
    /// The activity report, for a word processor.
    Docx,
    /// All of them with the pieces and a manifest that can be verified.
    Zip,
}

/// One of the documents of a sending; the archive is made from them.
pub(super) fn one_of(documents: EnvoiContenu, copie: Copie) -> Option<Vec<u8>> {
    match copie {
        Copie::Pdf => Some(documents.pdf),
        Copie::Xlsx => Some(documents.xlsx),
        Copie::Docx => Some(documents.docx),
        Copie::Zip => None,
    }
}

/// The archive of a sending: the same sending gives the same bytes. A piece that changed since stays out of it, and the
/// manifest that names it says so to whoever verifies.
pub(super) fn archive(
    (envoi, auteur): (&Envoi, String),
    (redige, documents): (&DialogueRedige, &EnvoiContenu),
    pieces: &[Option<Vec<u8>>],
) -> Result<Vec<u8>, AppError> {
    let mut contenus = vec![
        // Its fingerprint is that of the sending, which pages show.
        Contenu::there(
            "dialogue.json",
            "Contenu figé, pour un programme (JSON)",
            documents.contenu.as_bytes(),
        ),
        Contenu::there("dialogue.pdf", "Dossier du dialogue de gestion (PDF)", &documents.pdf),
        Contenu::there("dialogue.xlsx", "Indicateurs, montants et preuves (XLSX)", &documents.xlsx),
        Contenu::there("rapport.docx", "Rapport d'activité (DOCX)", &documents.docx),
    ];
    for (one, bytes) in redige.preuves.iter().zip(pieces) {
        contenus.push(Contenu {
            nom: one.fichier.clone(),
            contenu: format!("Preuve {} : {}", one.numero, one.titre),
            octets: one.octets,
            sha256: one.sha256.clone(),
            bytes: bytes.as_deref().filter(|_| !one.alteree),
        });
    }
    Ok(colis(&Colis {
        cpts: redige.cpts.clone(),
        dossier: format!("Dialogue de gestion, année {}", redige.annee),
        numero: envoi.numero,
        depose_le: envoi.at.to_zoned(crate::paris()).datetime(),
        auteur,
        fictif: redige.fictif,
        contenus,
    })?)
}

/// A content that is still what was frozen.
pub(super) fn intact(bytes: Option<Vec<u8>>, sha256: &str) -> Option<Vec<u8>> {
    bytes.filter(|bytes| empreinte(bytes) == sha256)
}

impl App {
    /// A document of a sending, as it was sent.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the CPTS has no such sending, or the database does not answer.
    pub async fn dialogue_file(
        &self,
        proof: &Allowed<ReadDialogues>,
        (contrat, annee, numero): (ContratId, u8, i64),
        copie: Copie,
    ) -> Result<(Envoi, Vec<u8>), AppError> {
        let tx = self.store.read().await?;
        let all = tx.dialogues(proof, contrat).await?;
        let one = all.into_iter().find(|one| one.annee == annee).ok_or(AppError::NotFound)?;
        let sent = tx.dialogue_envois(proof, one.id).await?;
        let envoi = sent.into_iter().find(|one| one.numero == numero).ok_or(AppError::NotFound)?;
        let documents = tx.dialogue_envoi(proof, (one.id, numero)).await?.ok_or(AppError::NotFound)?;
        if copie != Copie::Zip {
            return Ok((envoi, one_of(documents, copie).ok_or(AppError::NotFound)?));
        }
        let (redige, mut pieces) = (frozen(&documents.contenu)?, Vec::new());
        for piece in &redige.preuves {
            let bytes = match tx.preuve(proof, piece.id).await? {
                Some(known) => tx.preuve_content(proof, &known).await?,
                None => None,
            };
            pieces.push(intact(bytes, &piece.sha256));
        }
        drop(tx);
        let names = self.names(proof, [&envoi.by]).await?;
        let by = names.of(&envoi.by).unwrap_or_default().to_owned();
        let zip = archive((&envoi, by), (&redige, &documents), &pieces)?;
        Ok((envoi, zip))
    }

    /// A document of the dialogue as it stands now, before it is sent.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the CPTS has no such contract year, or for the archive, which only a sending has.
    pub async fn dialogue_draft(
        &self,
        proof: &Allowed<ReadDialogues>,
        at: (ContratId, u8),
        copie: Copie,
    ) -> Result<Vec<u8>, DialogueError> {
        let tx = self.store.read().await?;
        let matiere = Matiere::read(&tx, proof, at).await?;
        drop(tx);
        let redige = matiere.rediger(at.1, (self.today(), None)).ok_or(AppError::NotFound)?;
        Ok(one_of(made(redige).await?, copie).ok_or(AppError::NotFound)?)
    }
}
