//! Leaving the association, and taking it back.

use domain::authz::{Allowed, EditGroupes, ManageAdhesions};
use domain::communaute::adhesions::{AdhesionState, MotifSortie, Sortie};
use domain::communaute::{Mandat, Statut};
use domain::ids::{AdhesionId, PersonneId};
use jiff::civil::Date;
use serde_json::json;
use storage::{ReadsGroupes, WriteTx};

use super::AdhesionError;
use crate::{App, AppError};

impl App {
    /// Records that a member left. Their seats are another matter: see [`App::end_mandates_of`].
    ///
    /// # Errors
    /// [`AdhesionError::NotRunning`], [`AdhesionError::Day`] for a day to come, or when the database does not answer.
    pub async fn leave_association(
        &self,
        proof: &Allowed<ManageAdhesions>,
        id: AdhesionId,
        (le, motif): (Date, MotifSortie),
    ) -> Result<(), AdhesionError> {
        if le > self.today() {
            return Err(AdhesionError::Day);
        }
        let (tx, mut one) = self.adhesion_to_edit(proof, id).await?;
        if one.state != AdhesionState::Acceptee || one.fiche.sortie.is_some() {
            return Err(AdhesionError::NotRunning);
        }
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let mut personne = annuaire.get(one.personne).cloned().ok_or(AppError::NotFound)?;
        personne.step(Statut::Sorti, le, Some(motif.label().to_lowercase()));
        self.keep_left(&tx, proof, personne).await?;
        one.fiche.sortie = Some(Sortie { le, motif, mandats: Vec::new() });
        self.keep_adhesion(tx, proof, (&one, json!({ "ended": true, "reason": motif.key() }))).await
    }

    /// Takes a departure back: the person is a member as if nothing had been noted. Seats that were ended with it are
    /// taken up again by [`App::resume_mandates_of`] first.
    ///
    /// # Errors
    /// [`AdhesionError::NotRunning`] when nobody left, or when the database does not answer.
    pub async fn undo_leave_association(
        &self,
        proof: &Allowed<ManageAdhesions>,
        id: AdhesionId,
    ) -> Result<(), AdhesionError> {
        let (tx, mut one) = self.adhesion_to_edit(proof, id).await?;
        let sortie = one.fiche.sortie.take().ok_or(AdhesionError::NotRunning)?;
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let mut personne = annuaire.get(one.personne).cloned().ok_or(AppError::NotFound)?;
        let noted =
            |etape: &domain::communaute::Etape| etape.statut == Statut::Sorti && etape.depuis == sortie.le;
        if let Some(rank) = personne.fiche.parcours.iter().rposition(noted) {
            personne.fiche.parcours.remove(rank);
        }
        personne.statut = personne.fiche.parcours.last().map_or(Statut::Adherent, |last| last.statut);
        self.keep_left(&tx, proof, personne).await?;
        self.keep_adhesion(tx, proof, (&one, json!({ "restored": true }))).await
    }

    async fn keep_left(
        &self,
        tx: &WriteTx,
        proof: &Allowed<ManageAdhesions>,
        mut personne: domain::communaute::Personne,
    ) -> Result<(), AppError> {
        personne.changed_at = self.now();
        if !tx.save_personne(proof, &personne).await? {
            return Err(AppError::Conflict);
        }
        let changes = json!({ "status": personne.statut.key() });
        tx.audit(proof, self.change("personne", personne.id, changes)).await?;
        Ok(())
    }

    /// The seats of a person that run on a day.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn mandates_of<P: ReadsGroupes + storage::ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        (personne, day): (PersonneId, Date),
    ) -> Result<Vec<Mandat>, AppError> {
        let tx = self.store.read().await?;
        let annuaire = tx.annuaire(proof).await?;
        let mut seats = tx.mandats(proof).await?;
        seats.retain(|one| annuaire.resolve(one.personne) == annuaire.resolve(personne) && one.runs(day));
        Ok(seats)
    }

    /// Ends the seats of who left, on the day of their departure. How many.
    ///
    /// # Errors
    /// [`AdhesionError::NotRunning`] when nobody left, or when the database does not answer.
    pub async fn end_mandates_of(
        &self,
        proof: &Allowed<EditGroupes>,
        id: AdhesionId,
    ) -> Result<usize, AdhesionError> {
        let reach = self.group_reach(proof).await?;
        let (tx, mut one) = self.adhesion_to_edit(proof, id).await?;
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let (_, seats) = tx.groupes_to_edit(proof).await?;
        let personne = annuaire.resolve(one.personne);
        let sortie = one.fiche.sortie.as_mut().ok_or(AdhesionError::NotRunning)?;
        let own = seats.into_iter().filter(|seat| annuaire.resolve(seat.personne) == personne);
        let mut ended = 0;
        for mut seat in own.filter(|seat| seat.runs(sortie.le)) {
            reach.check(Some(seat.groupe))?;
            sortie.mandats.push((seat.id, seat.jusque));
            seat.jusque = Some(sortie.le);
            tx.save_mandat(proof, &seat).await?;
            tx.audit(proof, self.change("mandat", seat.id, json!({ "ended": true }))).await?;
            ended += 1;
        }
        self.keep_adhesion(tx, proof, (&one, json!({ "seats": ended }))).await?;
        Ok(ended)
    }

    /// Takes up again the seats that were ended with a departure. How many.
    ///
    /// # Errors
    /// [`AdhesionError::NotRunning`] when nobody left, or when the database does not answer.
    pub async fn resume_mandates_of(
        &self,
        proof: &Allowed<EditGroupes>,
        id: AdhesionId,
    ) -> Result<usize, AdhesionError> {
        let reach = self.group_reach(proof).await?;
        let (tx, mut one) = self.adhesion_to_edit(proof, id).await?;
        let (_, seats) = tx.groupes_to_edit(proof).await?;
        let sortie = one.fiche.sortie.as_mut().ok_or(AdhesionError::NotRunning)?;
        let ended = std::mem::take(&mut sortie.mandats);
        for (id, before) in &ended {
            let Some(seat) = seats.iter().find(|seat| seat.id == *id) else { continue };
            reach.check(Some(seat.groupe))?;
            tx.save_mandat(proof, &Mandat { jusque: *before, ..seat.clone() }).await?;
            tx.audit(proof, self.change("mandat", *id, json!({ "restored": true }))).await?;
        }
        self.keep_adhesion(tx, proof, (&one, json!({ "seats": ended.len() }))).await?;
        Ok(ended.len())
    }
}
