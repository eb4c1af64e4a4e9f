//! Opinions: asked by the desk, given by each institution without seeing the others.

use documents::courriel::dossier::Evenement;
use domain::authz::{AllowedIn, GiveAvis, InstructDepots};
use domain::dossier::avis::{Avis, RefusSaisine, SensAvis, dernier, may_ask};
use domain::dossier::{EtatDossier, RoleSaisine, Saisine, SaisineFiche};
use domain::ids::{AvisId, DossierId, InstitutionId, SaisineId};
use serde_json::json;
use storage::Institution;

use super::{Autour, EnMain, InstructionError, Refus, said, text};
use crate::{App, AppError};

impl App {
    /// Asks institutions for their opinion on a complete dossier.
    ///
    /// # Errors
    /// [`Refus::SansInstitution`], [`Refus::Saisine`], [`Refus::Etat`], [`AppError::NotFound`], or when the database
    /// does not answer.
    pub async fn ask_opinions(
        &self,
        proof: &AllowedIn<InstructDepots>,
        id: DossierId,
        chosen: &[InstitutionId],
    ) -> Result<usize, InstructionError> {
        let around = self.autour(proof, id).await?;
        if chosen.is_empty() {
            return Err(InstructionError::at("institutions", Refus::SansInstitution));
        }
        let institutions = self.store.read().await?.institutions_among(chosen.iter().copied()).await?;
        if chosen.iter().any(|id| institutions.iter().all(|one| one.id != *id)) {
            return Err(AppError::NotFound.into());
        }
        let tx = self.store.write().await?;
        let held = self.au_guichet(&tx, proof, (id, &around.zone)).await?;
        if held.dossier.etat != EtatDossier::EnInstruction {
            return Err(InstructionError::at("institutions", Refus::Etat));
        }
        let saisines = tx.saisines_to_instruct(&held.saisi).await?;
        for one in &institutions {
            askable(&around.institution, one, &saisines)
                .map_err(|refus| InstructionError::at("institutions", Refus::Saisine(refus)))?;
            let new = Saisine {
                id: SaisineId(self.next_id()),
                cpts: around.cpts.id,
                dossier: id,
                institution: one.id,
                role: RoleSaisine::Avis,
                fiche: SaisineFiche::default(),
                since: self.now(),
                until: None,
                version: 1,
            };
            tx.add_saisine_in(&held.saisi, &new).await?;
            let changes = json!({ "opinion_asked": true, "institution": one.name });
            self.note_instruction(&tx, (proof, &held.saisi), changes).await?;
            let about = (&around.cpts, &held.dossier);
            self.tell_institution(&tx, about, &new, &Evenement::AvisDemande).await?;
        }
        tx.commit().await?;
        Ok(institutions.len())
    }

    /// Ends the request made to an institution: it does not see the dossier any more, and its opinion is not awaited.
    ///
    /// # Errors
    /// [`Refus::Etat`] once the dossier is decided, [`AppError::NotFound`], or when the database does not answer.
    pub async fn end_opinion_request(
        &self,
        proof: &AllowedIn<InstructDepots>,
        (id, saisine): (DossierId, SaisineId),
    ) -> Result<(), InstructionError> {
        let around = self.autour(proof, id).await?;
        let tx = self.store.write().await?;
        let held = self.au_guichet(&tx, proof, (id, &around.zone)).await?;
        if held.dossier.etat.is_over() {
            return Err(InstructionError::at("saisine", Refus::Etat));
        }
        let all = tx.saisines_to_instruct(&held.saisi).await?;
        let open = |one: &Saisine| one.id == saisine && one.role == RoleSaisine::Avis && one.until.is_none();
        let mut one = all.into_iter().find(open).ok_or(AppError::NotFound)?;
        one.until = Some(self.now());
        if !tx.save_saisine_in(&held.saisi, &one).await? {
            return Err(InstructionError::Replaced);
        }
        self.note_instruction(&tx, (proof, &held.saisi), json!({ "opinion_ended": true })).await?;
        Ok(tx.commit().await?)
    }

    /// Gives the opinion of the institution, or another one in its place: the first stays in the history.
    ///
    /// # Errors
    /// [`Refus::Choix`], [`Refus::Texte`] when a reason is asked, [`Refus::Etat`] when the dossier is not being
    /// instructed, [`AppError::NotFound`] when no opinion is asked, or when the database does not answer.
    pub async fn give_opinion(
        &self,
        proof: &AllowedIn<GiveAvis>,
        id: DossierId,
        (sens, motif): (Option<SensAvis>, &str),
    ) -> Result<(), InstructionError> {
        let around = self.autour(proof, id).await?;
        let tx = self.store.write().await?;
        let held = self.en_main(&tx, proof, (id, &around.zone)).await?;
        if held.saisi.is_guichet() {
            return Err(AppError::NotFound.into());
        }
        let sens = sens.ok_or(InstructionError::at("sens", Refus::Choix))?;
        let motif = if sens.asks_motif() { said("motif", motif)? } else { text("motif", motif)? };
        if held.dossier.etat != EtatDossier::EnInstruction {
            return Err(InstructionError::at("sens", Refus::Etat));
        }
        let before = tx.avis_to_instruct(&held.saisi).await?;
        let known = dernier(&before, held.saisi.saisine().id);
        let new = Avis {
            id: AvisId(self.next_id()),
            dossier: id,
            depot: held.courante()?.id,
            saisine: held.saisi.saisine().id,
            institution: proof.institution(),
            sens,
            motif,
            by: proof.author().clone(),
            at: self.now(),
        };
        tx.add_avis(&held.saisi, &new).await?;
        // What it thinks stays out of the journal: the CPTS reads it in the letter of the decision.
        let key = if known.is_some() { "opinion_changed" } else { "opinion_given" };
        self.note_instruction(&tx, (proof, &held.saisi), json!({ key: true })).await?;
        self.tell_desk(&tx, (&around, &held), &Evenement::AvisDonne).await?;
        Ok(tx.commit().await?)
    }

    async fn tell_desk(
        &self,
        tx: &storage::WriteTx,
        (around, held): (&Autour, &EnMain),
        what: &Evenement,
    ) -> Result<(), InstructionError> {
        let all = tx.saisines_to_instruct(&held.saisi).await?;
        let desk = all.iter().find(|one| one.role == RoleSaisine::Guichet && one.until.is_none());
        if let Some(desk) = desk {
            self.tell_institution(tx, (&around.cpts, &held.dossier), desk, what).await?;
        }
        Ok(())
    }
}

/// Whether the desk may ask an institution that is not asked yet. A demonstration stays among itself.
fn askable(desk: &Institution, one: &Institution, saisines: &[Saisine]) -> Result<(), RefusSaisine> {
    may_ask(desk.region.as_deref(), (one.kind, one.region.as_deref()))?;
    if one.fictitious != desk.fictitious {
        return Err(RefusSaisine::Kind);
    }
    match saisines.iter().any(|known| known.institution == one.id && known.until.is_none()) {
        true => Err(RefusSaisine::Already),
        false => Ok(()),
    }
}
