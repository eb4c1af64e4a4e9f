//! The date of a meeting: proposed, chosen, moved, given up.

use domain::authz::{Allowed, EditGroupes};
use domain::communaute::{Proposition, Reunion, ReunionState};
use domain::ids::ReunionId;
use jiff::Timestamp;
use serde_json::json;
use storage::WriteTx;

use super::convoquer::{Envois, Message};
use super::lire::Convoque;
use super::{ReunionError, TEXTE_MAX, checked_times, text};
use crate::{App, AppError};

/// Most dates that a poll proposes.
pub const PROPOSITIONS_MAX: usize = 12;

/// What moving a meeting did.
type Moved = Result<Envois, ReunionError>;

impl App {
    /// Proposes one more date for a meeting whose date is being chosen.
    ///
    /// # Errors
    /// When the meeting is unknown, has a date or is led by others, the times make no sense or are proposed already,
    /// there are too many, or the database does not answer.
    pub async fn propose_date(
        &self,
        proof: &Allowed<EditGroupes>,
        id: ReunionId,
        times: (Timestamp, Timestamp),
    ) -> Result<(), ReunionError> {
        let (debut, fin) = checked_times(times)?;
        let reach = self.group_reach(proof).await?;
        let tx = self.store.write().await?;
        let mut reunion = self.reunion_mine(&tx, proof, (id, &reach)).await?;
        let proposed = &mut reunion.fiche.propositions;
        if reunion.state != ReunionState::Sondage || proposed.len() >= PROPOSITIONS_MAX {
            return Err(ReunionError::State(reunion.state));
        }
        if proposed.iter().any(|one| (one.debut, one.fin) == (debut, fin)) {
            return Ok(());
        }
        let cle = reunion.fiche.next_proposition();
        reunion.fiche.propositions.push(Proposition { cle, debut, fin });
        reunion.fiche.propositions.sort_by_key(|one| one.debut);
        self.keep_reunion(&tx, proof, (&reunion, json!({ "proposed": debut }))).await?;
        Ok(tx.commit().await.map_err(AppError::from)?)
    }

    /// Takes a proposed date back. What people said of it is kept and counts no more.
    ///
    /// # Errors
    /// When the meeting or the date is unknown, the meeting has a date or is led by others, or the database does not
    /// answer.
    pub async fn drop_date(
        &self,
        proof: &Allowed<EditGroupes>,
        (id, cle): (ReunionId, u32),
    ) -> Result<(), ReunionError> {
        let reach = self.group_reach(proof).await?;
        let tx = self.store.write().await?;
        let mut reunion = self.reunion_mine(&tx, proof, (id, &reach)).await?;
        if reunion.state != ReunionState::Sondage {
            return Err(ReunionError::State(reunion.state));
        }
        let before = reunion.fiche.propositions.len();
        reunion.fiche.propositions.retain(|one| one.cle != cle);
        if reunion.fiche.propositions.len() == before {
            return Err(AppError::NotFound.into());
        }
        self.keep_reunion(&tx, proof, (&reunion, json!({ "withdrawn": cle }))).await?;
        Ok(tx.commit().await.map_err(AppError::from)?)
    }

    /// Asks everybody who is called which of the proposed dates suit them.
    ///
    /// # Errors
    /// When the meeting is unknown, has a date, proposes none or is led by others, nobody is called, or the database
    /// does not answer.
    pub async fn send_poll(&self, proof: &Allowed<EditGroupes>, id: ReunionId) -> Moved {
        let reach = self.group_reach(proof).await?;
        let tx = self.store.write().await?;
        let reunion = self.reunion_mine(&tx, proof, (id, &reach)).await?;
        if reunion.state != ReunionState::Sondage || reunion.fiche.propositions.is_empty() {
            return Err(ReunionError::State(reunion.state));
        }
        let salle = self.reunion_salle(&tx, proof, &reunion).await?;
        let people = salle.convoques(&reunion, self.today());
        if people.is_empty() {
            return Err(ReunionError::NobodyCalled);
        }
        let sent = self.tell_called(&tx, proof, (&salle, &reunion), (&people, &Message::Choose)).await?;
        tx.commit().await?;
        Ok(sent)
    }

    /// Chooses one of the proposed dates.
    ///
    /// # Errors
    /// When the meeting or the date is unknown, the meeting has a date or is led by others, or the database does not
    /// answer.
    pub async fn choose_date(&self, proof: &Allowed<EditGroupes>, (id, cle): (ReunionId, u32)) -> Moved {
        let reunion = self.reunion(proof, id).await?;
        let found = reunion.fiche.propositions.iter().find(|one| one.cle == cle).ok_or(AppError::NotFound)?;
        if reunion.state != ReunionState::Sondage {
            return Err(ReunionError::State(reunion.state));
        }
        self.set_date(proof, id, (found.debut, found.fin)).await
    }

    /// Sets the date of a meeting. Those who were told of another date are told of this one, and answer again.
    ///
    /// # Errors
    /// When the meeting is unknown, over or led by others, the times make no sense, or the database does not answer.
    pub async fn set_date(
        &self,
        proof: &Allowed<EditGroupes>,
        id: ReunionId,
        times: (Timestamp, Timestamp),
    ) -> Moved {
        let (debut, fin) = checked_times(times)?;
        let reach = self.group_reach(proof).await?;
        let tx = self.store.write().await?;
        let mut reunion = self.reunion_mine(&tx, proof, (id, &reach)).await?;
        if matches!(reunion.state, ReunionState::Tenue | ReunionState::Annulee) {
            return Err(ReunionError::State(reunion.state));
        }
        if (reunion.debut, reunion.fin) == (Some(debut), Some(fin)) {
            return Ok(Envois::default());
        }
        let salle = self.reunion_salle(&tx, proof, &reunion).await?;
        let before = salle.quand(&reunion);
        reunion.fiche.sequence += u32::from(reunion.debut.is_some());
        reunion.fiche.date_fixee = Some(self.now());
        (reunion.debut, reunion.fin, reunion.state) = (Some(debut), Some(fin), ReunionState::Prevue);
        self.keep_reunion(&tx, proof, (&reunion, json!({ "date": debut }))).await?;
        let people = salle.convoques(&reunion, self.today()).into_iter().filter(Convoque::was_called);
        let people: Vec<Convoque> = people.map(Convoque::asked_again).collect();
        let sent =
            self.tell_called(&tx, proof, (&salle, &reunion), (&people, &Message::Moved(&before))).await?;
        tx.commit().await?;
        Ok(sent)
    }

    /// Gives a meeting up and tells those who were called, or asked for a date.
    ///
    /// # Errors
    /// When the meeting is unknown, over or led by others, the reason cannot be kept, or the database does not answer.
    pub async fn cancel_reunion(&self, proof: &Allowed<EditGroupes>, id: ReunionId, motif: &str) -> Moved {
        let reach = self.group_reach(proof).await?;
        let tx = self.store.write().await?;
        let mut reunion = self.reunion_mine(&tx, proof, (id, &reach)).await?;
        if matches!(reunion.state, ReunionState::Tenue | ReunionState::Annulee) {
            return Err(ReunionError::State(reunion.state));
        }
        let motif = text("motif", motif, TEXTE_MAX)?;
        reunion.state = ReunionState::Annulee;
        reunion.fiche.sequence += 1;
        reunion.fiche.annulation = motif;
        self.keep_reunion(&tx, proof, (&reunion, json!({ "cancelled": true }))).await?;
        let sent = self.tell_cancelled(&tx, proof, &reunion).await?;
        tx.commit().await?;
        Ok(sent)
    }

    /// Takes a cancellation back, and tells those who were told of it when the meeting is still to come.
    ///
    /// # Errors
    /// When the meeting is unknown, not cancelled or led by others, its group is closed, or the database does not answer.
    pub async fn revive_reunion(&self, proof: &Allowed<EditGroupes>, id: ReunionId) -> Moved {
        let reach = self.group_reach(proof).await?;
        let tx = self.store.write().await?;
        let mut reunion = self.reunion_mine(&tx, proof, (id, &reach)).await?;
        if reunion.state != ReunionState::Annulee {
            return Err(ReunionError::NotCancelled);
        }
        let salle = self.reunion_salle(&tx, proof, &reunion).await?;
        if salle.groupe.as_ref().is_some_and(|groupe| groupe.removed_at.is_some()) {
            return Err(ReunionError::GroupClosed);
        }
        reunion.state = if reunion.debut.is_some() { ReunionState::Prevue } else { ReunionState::Sondage };
        reunion.fiche.sequence += 1;
        reunion.fiche.annulation = String::new();
        // A delay that went by while it was cancelled is over: the message below says it all.
        reunion.fiche.date_fixee = reunion.debut.map(|_| self.now());
        self.keep_reunion(&tx, proof, (&reunion, json!({ "restored": true }))).await?;
        let mut people = salle.convoques(&reunion, self.today());
        people.retain(|one| reunion.is_coming(self.now()) && one.was_told_of_its_end());
        let sent = self.tell_called(&tx, proof, (&salle, &reunion), (&people, &Message::Revived)).await?;
        tx.commit().await?;
        Ok(sent)
    }

    async fn tell_cancelled(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditGroupes>,
        reunion: &Reunion,
    ) -> Result<Envois, AppError> {
        let salle = self.reunion_salle(tx, proof, reunion).await?;
        let mut people = salle.convoques(reunion, self.today());
        people.retain(|one| one.convocation.as_ref().is_some_and(|line| !line.envois.is_empty()));
        let message = Message::Cancelled(&reunion.fiche.annulation);
        self.tell_called(tx, proof, (&salle, reunion), (&people, &message)).await
    }
}
