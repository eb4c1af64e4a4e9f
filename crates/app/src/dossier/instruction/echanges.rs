//! The side of the CPTS: what institutions ask of it, what it answers, what was decided.

use documents::courriel::dossier::Evenement;
use domain::authz::{Allowed, FileDossiers, ReadDossiers};
use domain::dossier::correction::{Correction, EtatCorrection, sans_reponse};
use domain::dossier::delais::{Jours, jours, regles};
use domain::dossier::instruction::Decision;
use domain::dossier::lettre::Redigee;
use domain::dossier::{Depot, Dossier, EtatDossier, RoleSaisine, Saisine};
use domain::ids::{CorrectionId, DossierId};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;
use storage::{Cpts, ReadsDossiers, WriteTx};

use super::bureau::{lu, read_lettre};
use super::{InstructionError, Refus, said};
use crate::communaute::reunions::zone_named;
use crate::{App, AppError};

/// What the CPTS sees of the instruction of one of its dossiers.
#[derive(Clone, Debug)]
pub struct Echanges {
    /// The dossier, in the state where it stands today.
    pub dossier: Dossier,
    /// Filed versions, first filed first.
    pub depots: Vec<Depot>,
    /// The letter of the current version; `None` when the CPTS filed a document of its own, or nothing.
    pub lettre: Option<Redigee>,
    /// Corrections that were sent, first asked first.
    pub corrections: Vec<Correction>,
    /// Name of the desk to which it was filed.
    pub guichet: Option<String>,
    /// Days with each party.
    pub jours: Jours,
    /// The last day of the legal delay that runs.
    pub echeance: Option<Date>,
    /// The decision.
    pub decision: Option<Decision>,
    /// The hour of the CPTS.
    pub zone: TimeZone,
}

impl Echanges {
    /// Corrections without a written answer.
    pub fn sans_reponse(&self) -> usize {
        sans_reponse(&self.corrections).count()
    }
}

impl App {
    /// What the CPTS sees of the instruction of a dossier.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an unknown or removed one, or when the database does not answer.
    pub async fn echanges(&self, proof: &Allowed<ReadDossiers>, id: DossierId) -> Result<Echanges, AppError> {
        let tx = self.store.read().await?;
        let dossier = tx.dossier_cpts(proof, id).await?.filter(|one| one.removed_at.is_none());
        let dossier = dossier.ok_or(AppError::NotFound)?;
        let zone = zone_named(tx.fuseau_of(proof).await?.as_deref());
        let dossier = lu(dossier, (&zone, self.now()))?;
        let depots = tx.depots(proof, id).await?;
        let documents = match depots.last() {
            Some(last) => tx.depot_documents(proof, last.id).await?,
            None => None,
        };
        let lettre = read_lettre(documents.and_then(|one| one.contenu).as_deref())?;
        let guichet = match dossier.guichet {
            Some(desk) => tx.institution(desk).await?.map(|one| one.name),
            None => None,
        };
        Ok(Echanges {
            corrections: tx.corrections(proof, id).await?,
            decision: tx.decision_of(proof, id).await?,
            jours: jours(&dossier.fiche.passages, &zone, self.now()),
            echeance: regles()?.echeance(&dossier),
            dossier,
            depots,
            lettre,
            guichet,
            zone,
        })
    }

    /// A dossier of the CPTS in the state where it stands today: what the silence of the agency has validated is
    /// accepted, even before the night has written it down.
    ///
    /// # Errors
    /// When the database or the rules do not answer.
    pub async fn dossier_lu<P: ReadsDossiers>(
        &self,
        proof: &Allowed<P>,
        dossier: Dossier,
    ) -> Result<Dossier, AppError> {
        let zone = zone_named(self.store.read().await?.fuseau_of(proof).await?.as_deref());
        lu(dossier, (&zone, self.now()))
    }

    /// Answers a correction. An answer may be written again until the new version is filed.
    ///
    /// # Errors
    /// [`Refus::Etat`] unless the dossier is to be completed, [`Refus::Correction`] for one that is lifted,
    /// [`Refus::Texte`], [`AppError::NotFound`], or when the database does not answer.
    pub async fn answer_correction(
        &self,
        proof: &Allowed<FileDossiers>,
        (id, correction): (DossierId, CorrectionId),
        typed: &str,
    ) -> Result<(), InstructionError> {
        let cpts = self.cpts(proof.cpts()).await?;
        let tx = self.store.write().await?;
        let dossier = tx.dossier_to_edit(proof, id).await?.filter(|one| one.removed_at.is_none());
        let dossier = dossier.ok_or(AppError::NotFound)?;
        let mut all = tx.corrections_to_answer(proof, id).await?;
        let one = all.iter_mut().find(|one| one.id == correction).ok_or(AppError::NotFound)?;
        let texte = said("reponse", typed)?;
        if dossier.etat != EtatDossier::ACompleter {
            return Err(InstructionError::at("reponse", Refus::Etat));
        }
        let waited = one.etat.waits_for_cpts();
        one.turn(EtatCorrection::Repondue, &texte, (proof.author(), self.now()))
            .map_err(|_| InstructionError::at("reponse", Refus::Correction))?;
        if !tx.save_correction(proof, one).await? {
            return Err(InstructionError::Replaced);
        }
        let change = self.change("correction", correction, json!({ "answered": true }));
        tx.audit(proof, change).await?;
        // Once for all of them, when the last one has its answer.
        if waited && sans_reponse(&all).next().is_none() {
            self.tell_desk_of(&tx, proof, (&cpts, &dossier), &Evenement::Repondues).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Corrections of a dossier that have no written answer: filing warns of them and goes on.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn unanswered_corrections<P: ReadsDossiers>(
        &self,
        proof: &Allowed<P>,
        id: DossierId,
    ) -> Result<Vec<Correction>, AppError> {
        let mut all = self.store.read().await?.corrections(proof, id).await?;
        all.retain(|one| one.etat.waits_for_cpts());
        Ok(all)
    }

    /// A version was filed: corrections follow it as answered, and the desk is written to. For who files, in their
    /// transaction, once the request of the desk is there.
    ///
    /// # Errors
    /// When somebody changed a correction meanwhile, or the database refuses.
    pub async fn version_filed(
        &self,
        tx: &WriteTx,
        proof: &Allowed<FileDossiers>,
        (cpts, dossier, numero): (&Cpts, &Dossier, i64),
    ) -> Result<(), AppError> {
        for mut one in tx.corrections_to_answer(proof, dossier.id).await? {
            let moved = one.carry(numero, (proof.author(), self.now()));
            if moved && !tx.save_correction(proof, &one).await? {
                return Err(AppError::Conflict);
            }
        }
        let filed = Evenement::Depose { version: numero };
        self.tell_desk_of(tx, proof, (cpts, dossier), &filed).await
    }

    async fn tell_desk_of(
        &self,
        tx: &WriteTx,
        proof: &Allowed<FileDossiers>,
        about: (&Cpts, &Dossier),
        what: &Evenement,
    ) -> Result<(), AppError> {
        let all = tx.saisines_to_edit(proof, about.1.id).await?;
        let desk = |one: &&Saisine| one.role == RoleSaisine::Guichet && one.until.is_none();
        if let Some(desk) = all.iter().find(desk) {
            self.tell_institution(tx, about, desk, what).await?;
        }
        Ok(())
    }

    /// The letter of the decision with its fingerprint, as it was made.
    ///
    /// # Errors
    /// [`AppError::NotFound`] without one, or when the database does not answer.
    pub async fn decision_letter(
        &self,
        proof: &Allowed<ReadDossiers>,
        id: DossierId,
    ) -> Result<(String, Vec<u8>), AppError> {
        let tx = self.store.read().await?;
        let decision = tx.decision_of(proof, id).await?.ok_or(AppError::NotFound)?;
        let bytes = tx.decision_letter(proof, id).await?.ok_or(AppError::NotFound)?;
        Ok((decision.sha256, bytes))
    }
}
