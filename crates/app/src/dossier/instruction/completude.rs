//! The desk looks at whether a dossier is complete: declares it so, or asks corrections.

use documents::courriel::dossier::Evenement;
use domain::authz::{AllowedIn, InstructDepots};
use domain::dossier::EtatDossier;
use domain::dossier::correction::{Correction, CorrectionFiche, EtatCorrection};
use domain::dossier::delais::regles;
use domain::ids::{CorrectionId, DepotId, DossierId};
use domain::organisation::checked_text;
use jiff::civil::Date;
use serde_json::json;

use super::bureau::{Copie, read_lettre};
use super::{EXTRAIT_MAX, InstructionError, Refus, said, text};
use crate::{App, AppError};

/// A correction about to be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewCorrection {
    /// Key of the field; empty for the whole document.
    pub champ: String,
    /// The words of the letter that it is about; empty for the whole field.
    pub extrait: String,
    /// What is asked.
    pub texte: String,
}

/// What the desk makes of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jugement<'a> {
    /// It is satisfied.
    Lever,
    /// It still asks; why.
    Maintenir(&'a str),
}

impl App {
    /// Declares the current version complete: institutions may give their opinion. `recu_le` is the day on which the
    /// agency received it; today when nothing was typed.
    ///
    /// # Errors
    /// [`Refus::Etat`], [`Refus::CorrectionsEnCours`], [`Refus::Reception`], [`AppError::NotFound`], or when the
    /// database does not answer.
    pub async fn declare_complete(
        &self,
        proof: &AllowedIn<InstructDepots>,
        id: DossierId,
        recu_le: Option<Date>,
    ) -> Result<(), InstructionError> {
        let around = self.autour(proof, id).await?;
        let tx = self.store.write().await?;
        let mut held = self.au_guichet(&tx, proof, (id, &around.zone)).await?;
        let depot = held.courante()?.clone();
        let today = self.today_in(&around.zone);
        let filed = depot.filed_at.to_zoned(around.zone.clone()).date();
        let recu_le = recu_le.unwrap_or(today);
        if recu_le > today || recu_le < filed {
            return Err(InstructionError::at("recu_le", Refus::Reception(filed)));
        }
        let all = tx.corrections_to_instruct(&held.saisi).await?;
        let open = all.iter().filter(|one| one.etat != EtatCorrection::Levee).count();
        if open > 0 {
            return Err(InstructionError::at("recu_le", Refus::CorrectionsEnCours(open)));
        }
        held.dossier.pass(EtatDossier::EnInstruction, (proof.author(), self.now()), "")?;
        held.dossier.fiche.recu_le = Some(recu_le);
        self.keep_dossier(&tx, &held).await?;
        let changes = json!({ "complete": true, "numero": depot.numero, "received_on": recu_le });
        self.note_instruction(&tx, (proof, &held.saisi), changes).await?;
        Ok(tx.commit().await.map_err(AppError::from)?)
    }

    /// Writes a correction down on a version, which must be the current one. The CPTS sees it once it is sent.
    ///
    /// # Errors
    /// [`InstructionError::NotCurrent`], [`Refus::Champ`], [`Refus::Texte`], [`Refus::Etat`], [`AppError::NotFound`],
    /// or when the database does not answer.
    pub async fn prepare_correction(
        &self,
        proof: &AllowedIn<InstructDepots>,
        (id, depot): (DossierId, DepotId),
        new: &NewCorrection,
    ) -> Result<CorrectionId, InstructionError> {
        let around = self.autour(proof, id).await?;
        let (version, _) = self.desk_document(proof, (id, depot), Copie::Pdf).await?;
        let texte = said("texte", &new.texte)?;
        let extrait = checked_text(&new.extrait, EXTRAIT_MAX)
            .map_err(|error| InstructionError::at("extrait", Refus::Texte(error)))?;
        self.known_field(proof, (id, depot), &new.champ).await?;
        let tx = self.store.write().await?;
        let held = self.au_guichet(&tx, proof, (id, &around.zone)).await?;
        if held.courante()?.id != depot {
            return Err(InstructionError::NotCurrent);
        }
        if !matches!(held.dossier.etat, EtatDossier::Depose | EtatDossier::EnInstruction) {
            return Err(InstructionError::at("texte", Refus::Etat));
        }
        let one = Correction {
            id: CorrectionId(self.next_id()),
            dossier: id,
            depot,
            champ: new.champ.clone(),
            etat: EtatCorrection::Preparee,
            fiche: CorrectionFiche { extrait, texte, tours: Vec::new() },
            by: proof.author().clone(),
            at: self.now(),
            version: 1,
        };
        tx.add_correction(&held.saisi, &one).await?;
        let changes = json!({ "prepared": true, "numero": version.numero });
        self.note_instruction(&tx, (proof, &held.saisi), changes).await?;
        tx.commit().await?;
        Ok(one.id)
    }

    async fn known_field(
        &self,
        proof: &AllowedIn<InstructDepots>,
        (id, depot): (DossierId, DepotId),
        champ: &str,
    ) -> Result<(), InstructionError> {
        let tx = self.store.read().await?;
        let saisi = tx.saisi(proof, id).await?.ok_or(AppError::NotFound)?;
        let documents = tx.depot_documents_in(&saisi, depot).await?.ok_or(AppError::NotFound)?;
        let lettre = read_lettre(documents.contenu.as_deref())?;
        let known = champ.is_empty() || lettre.is_some_and(|lettre| lettre.champ(champ).is_some());
        if known { Ok(()) } else { Err(InstructionError::at("champ", Refus::Champ)) }
    }

    /// Takes away a correction that was not sent.
    ///
    /// # Errors
    /// [`Refus::Correction`] when it was sent, [`AppError::NotFound`], or when the database does not answer.
    pub async fn drop_correction(
        &self,
        proof: &AllowedIn<InstructDepots>,
        id: DossierId,
        correction: CorrectionId,
    ) -> Result<(), InstructionError> {
        let around = self.autour(proof, id).await?;
        let tx = self.store.write().await?;
        let held = self.au_guichet(&tx, proof, (id, &around.zone)).await?;
        let all = tx.corrections_to_instruct(&held.saisi).await?;
        if all.iter().all(|one| one.id != correction) {
            return Err(AppError::NotFound.into());
        }
        if !tx.drop_correction(&held.saisi, correction).await? {
            return Err(InstructionError::at("correction", Refus::Correction));
        }
        self.note_instruction(&tx, (proof, &held.saisi), json!({ "dropped": true })).await?;
        Ok(tx.commit().await?)
    }

    /// Sends the corrections that are ready, with those that are maintained: the dossier goes back to the CPTS. How
    /// many are asked.
    ///
    /// # Errors
    /// [`Refus::SansCorrection`], [`Refus::Etat`], [`InstructionError::NotCurrent`], [`AppError::NotFound`], or when
    /// the database does not answer.
    pub async fn send_corrections(
        &self,
        proof: &AllowedIn<InstructDepots>,
        id: DossierId,
    ) -> Result<usize, InstructionError> {
        let around = self.autour(proof, id).await?;
        let tx = self.store.write().await?;
        let mut held = self.au_guichet(&tx, proof, (id, &around.zone)).await?;
        let current = held.courante()?.id;
        let mut asked = 0;
        for mut one in tx.corrections_to_instruct(&held.saisi).await? {
            if one.etat == EtatCorrection::Preparee {
                if one.depot != current {
                    return Err(InstructionError::NotCurrent);
                }
                let sent = one.turn(EtatCorrection::Ouverte, "", (proof.author(), self.now()));
                sent.map_err(|_| InstructionError::at("corrections", Refus::Correction))?;
                if !tx.save_correction_in(&held.saisi, &one).await? {
                    return Err(InstructionError::Replaced);
                }
            }
            asked += usize::from(one.etat.waits_for_cpts());
        }
        if asked == 0 {
            return Err(InstructionError::at("corrections", Refus::SansCorrection));
        }
        held.dossier.pass(EtatDossier::ACompleter, (proof.author(), self.now()), "")?;
        if regles()?.corrections_relancent {
            held.dossier.fiche.recu_le = None;
        }
        self.keep_dossier(&tx, &held).await?;
        self.note_instruction(&tx, (proof, &held.saisi), json!({ "corrections_sent": asked })).await?;
        self.tell_cpts(&tx, (&around.cpts, &held.dossier), &Evenement::Corrections(asked)).await?;
        tx.commit().await?;
        Ok(asked)
    }

    /// Lifts a correction or maintains it.
    ///
    /// # Errors
    /// [`Refus::Correction`] when it is not one on which one does that, [`Refus::Texte`] without a reason to maintain,
    /// [`AppError::NotFound`], or when the database does not answer.
    pub async fn judge_correction(
        &self,
        proof: &AllowedIn<InstructDepots>,
        (id, correction): (DossierId, CorrectionId),
        jugement: Jugement<'_>,
    ) -> Result<(), InstructionError> {
        let around = self.autour(proof, id).await?;
        let (to, texte) = match jugement {
            Jugement::Lever => (EtatCorrection::Levee, text("mot", "")?),
            Jugement::Maintenir(why) => (EtatCorrection::Maintenue, said("mot", why)?),
        };
        let tx = self.store.write().await?;
        let held = self.au_guichet(&tx, proof, (id, &around.zone)).await?;
        if !matches!(held.dossier.etat, EtatDossier::Depose | EtatDossier::EnInstruction) {
            return Err(InstructionError::at("mot", Refus::Etat));
        }
        let all = tx.corrections_to_instruct(&held.saisi).await?;
        let found = all.into_iter().find(|one| one.id == correction);
        let mut one = found.ok_or(AppError::NotFound)?;
        one.turn(to, &texte, (proof.author(), self.now()))
            .map_err(|_| InstructionError::at("mot", Refus::Correction))?;
        if !tx.save_correction_in(&held.saisi, &one).await? {
            return Err(InstructionError::Replaced);
        }
        let key = if to == EtatCorrection::Levee { "lifted" } else { "maintained" };
        self.note_instruction(&tx, (proof, &held.saisi), json!({ key: true })).await?;
        Ok(tx.commit().await?)
    }
}
