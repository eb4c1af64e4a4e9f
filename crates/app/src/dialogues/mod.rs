//! The yearly dialogue on a contract year: prepared, sent, answered by institutions, closed.

mod cloture;
mod ecrire;
mod envoyer;
mod fichiers;
mod recu;

use domain::aci::contrat::ContratLu;
use domain::aci::dialogue::{
    Destinataire, Dialogue, DialogueRedige, Envoi, EtatDialogue, Position, RefusPosition, Sources, rediger,
};
use domain::aci::indicateur::Indicateur;
use domain::aci::preuve::{EtatPreuve, Preuve};
use domain::authz::{Allowed, ReadDialogues};
use domain::ids::{ContratId, IndicateurId, InstitutionId};
use domain::montant::Montant;
use domain::organisation::TextError;
use storage::{Institution, ReadTx, ReadsDialogues, StorageError};

pub use ecrire::{IndicateurTape, TEXTE_MAX};
pub use fichiers::Copie;
pub use recu::{Recu, RecuLigne};

use crate::preuves::{contrat_open, lues};
use crate::{App, AppError};

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusDialogue {
    /// A text cannot be kept.
    Texte(TextError),
    /// The value is no number of at most three decimals.
    Nombre,
    /// The amount cannot be read.
    Montant,
    /// More than the indicator can pay.
    TropHaut(Montant),
    /// A value says the day that it describes.
    SansDate,
    /// The day is to come.
    AVenir,
    /// The day is before the signature of the contract.
    AvantSignature(jiff::civil::Date),
    /// The evaluation of a year comes after the year began.
    AvantAnnee(jiff::civil::Date),
    /// No institution was chosen, or one that is neither a CPAM nor an ARS.
    Destinataire,
    /// Another amount than the one counted, without a reason.
    Motif,
    /// The amount that is retained is not said.
    Retenu,
    /// Opening a closed year again says why, in so many characters at most.
    MotifReouverture(usize),
}

/// Why a use case of dialogues did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum DialogueError {
    /// What was typed is wrong: the name of each field and why.
    #[error("refused: {0:?}")]
    Refused(Vec<(String, RefusDialogue)>),
    /// It is closed: nothing changes it any more.
    #[error("closed")]
    Clos,
    /// It was not sent: there is nothing to close.
    #[error("not sent")]
    PasEnvoye,
    /// It is not closed: there is nothing to open again.
    #[error("not closed")]
    PasClos,
    /// Something variable of the year was notified or received: its evaluation stands.
    #[error("the variable part was notified or received")]
    VariableNotee,
    /// Somebody else changed it meanwhile.
    #[error("changed by somebody else meanwhile")]
    Replaced,
    /// A piece is not the one that entered the vault any more.
    #[error("altered")]
    Alteree,
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl DialogueError {
    fn at(field: impl Into<String>, refus: RefusDialogue) -> Self {
        Self::Refused(vec![(field.into(), refus)])
    }
}

impl From<StorageError> for DialogueError {
    fn from(error: StorageError) -> Self {
        Self::App(error.into())
    }
}

impl From<RefusPosition> for RefusDialogue {
    fn from(refus: RefusPosition) -> Self {
        match refus {
            RefusPosition::TropHaut(most) => Self::TropHaut(most),
            RefusPosition::Motif => Self::Motif,
        }
    }
}

/// The dialogue of a contract year as the CPTS sees it.
#[derive(Clone, Debug)]
pub struct DialogueLu {
    /// The contract.
    pub contrat: ContratLu,
    /// The dialogue; `None` before anything was written in it.
    pub dialogue: Option<Dialogue>,
    /// As it stands now, with the values and the evidence of today.
    pub redige: DialogueRedige,
    /// The indicators of the year, with their versions.
    pub indicateurs: Vec<Indicateur>,
    /// What was sent, first sent first, each with the name of who sent it.
    pub envois: Vec<(Envoi, String)>,
    /// What was last sent, as it was frozen.
    pub envoye: Option<DialogueRedige>,
    /// Institutions that look at it, or did, with their names.
    pub destinataires: Vec<(Destinataire, Institution)>,
    /// What they said of lines, of every sending.
    pub positions: Vec<Position>,
}

impl DialogueLu {
    /// Where it stands.
    pub fn etat(&self) -> EtatDialogue {
        self.dialogue.as_ref().map_or(EtatDialogue::Preparation, |one| one.etat)
    }

    /// Count of its changes; 0 before anything was written.
    pub fn version(&self) -> i64 {
        self.dialogue.as_ref().map_or(0, |one| one.version)
    }

    /// Number of the last sending.
    pub fn dernier(&self) -> Option<i64> {
        self.envois.last().map(|(one, _)| one.numero)
    }

    /// Institutions that look at it now.
    pub fn ouverts(&self) -> impl Iterator<Item = &(Destinataire, Institution)> {
        self.destinataires.iter().filter(|(one, _)| one.until.is_none())
    }

    /// What institutions said of a line of the last sending.
    pub fn positions_de(&self, id: IndicateurId) -> impl Iterator<Item = &Position> {
        let last = self.dernier();
        self.positions.iter().filter(move |one| one.indicateur == id && Some(one.numero) == last)
    }

    /// Name of an institution that looks at it, or did.
    pub fn nom(&self, id: InstitutionId) -> &str {
        let found = self.destinataires.iter().find(|(_, one)| one.id == id);
        found.map_or("", |(_, one)| one.name.as_str())
    }
}

/// What a dialogue is made of, read at once.
pub(crate) struct Matiere {
    pub(crate) contrat: ContratLu,
    pub(crate) indicateurs: Vec<Indicateur>,
    pub(crate) preuves: Vec<(Preuve, EtatPreuve)>,
    pub(crate) dialogue: Option<Dialogue>,
    pub(crate) cpts: (String, bool),
}

impl Matiere {
    pub(crate) async fn read<P: ReadsDialogues>(
        tx: &ReadTx,
        proof: &Allowed<P>,
        (contrat, annee): (ContratId, u8),
    ) -> Result<Self, AppError> {
        let cpts = tx.cpts(proof.cpts()).await?.ok_or(AppError::NotFound)?;
        Ok(Self {
            contrat: contrat_open(tx, proof, contrat).await?,
            indicateurs: tx.indicateurs(proof, contrat).await?,
            preuves: lues(tx, proof, contrat).await?,
            dialogue: tx.dialogues(proof, contrat).await?.into_iter().find(|one| one.annee == annee),
            cpts: (cpts.name, cpts.fictitious),
        })
    }

    pub(crate) fn rediger(
        &self,
        annee: u8,
        (jour, numero): (jiff::civil::Date, Option<i64>),
    ) -> Option<DialogueRedige> {
        let empty = domain::aci::dialogue::DialogueFiche::default();
        rediger(&Sources {
            cpts: (&self.cpts.0, self.cpts.1),
            contrat: &self.contrat,
            annee,
            indicateurs: &self.indicateurs,
            preuves: &self.preuves,
            fiche: self.dialogue.as_ref().map_or(&empty, |one| &one.fiche),
            jour,
            numero,
        })
    }
}

/// What was frozen, read back.
pub(crate) fn frozen(contenu: &str) -> Result<DialogueRedige, AppError> {
    serde_json::from_str(contenu).map_err(|error| AppError::Document(error.to_string()))
}

impl App {
    /// The dialogues of a contract that were begun, by year.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the CPTS has no such contract, or the database does not answer.
    pub async fn dialogues(
        &self,
        proof: &Allowed<ReadDialogues>,
        contrat: ContratId,
    ) -> Result<(ContratLu, Vec<Dialogue>), AppError> {
        let tx = self.store.read().await?;
        let open = contrat_open(&tx, proof, contrat).await?;
        Ok((open, tx.dialogues(proof, contrat).await?))
    }

    /// The dialogue of a contract year.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the CPTS has no such contract, it is not signed or does not have that year, or the
    /// database does not answer.
    pub async fn dialogue(
        &self,
        proof: &Allowed<ReadDialogues>,
        (contrat, annee): (ContratId, u8),
    ) -> Result<DialogueLu, AppError> {
        let tx = self.store.read().await?;
        let matiere = Matiere::read(&tx, proof, (contrat, annee)).await?;
        let redige = matiere.rediger(annee, (self.today(), None)).ok_or(AppError::NotFound)?;
        let (mut envois, mut destinataires, mut positions, mut envoye) = (vec![], vec![], vec![], None);
        if let Some(one) = &matiere.dialogue {
            envois = tx.dialogue_envois(proof, one.id).await?;
            positions = tx.positions(proof, one.id).await?;
            for given in tx.destinataires(proof, one.id).await? {
                let institution = tx.institution(given.institution).await?.ok_or(AppError::NotFound)?;
                destinataires.push((given, institution));
            }
            if let Some(last) = envois.last() {
                let documents = tx.dialogue_envoi(proof, (one.id, last.numero)).await?;
                envoye = documents.map(|documents| frozen(&documents.contenu)).transpose()?;
            }
        }
        drop(tx);
        let names = self.names(proof, envois.iter().map(|one| &one.by)).await?;
        let named = |one: Envoi| (names.of(&one.by).unwrap_or_default().to_owned(), one);
        let Matiere { contrat, mut indicateurs, dialogue, .. } = matiere;
        indicateurs.retain(|one| one.is_of(annee));
        Ok(DialogueLu {
            contrat,
            dialogue,
            redige,
            indicateurs,
            envois: envois.into_iter().map(named).map(|(name, one)| (one, name)).collect(),
            envoye,
            destinataires,
            positions,
        })
    }
}
