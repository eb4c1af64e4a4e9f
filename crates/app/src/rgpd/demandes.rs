//! Requests of people about their data: written down, extended, answered.

use domain::authz::{Allowed, ManageDemandes, Myself, ReadPersonnes};
use domain::ids::{CptsId, DemandeId, UserId};
use domain::rgpd::delays;
use domain::rgpd::demande::{DemandeDroits, Droit, EtatDemande};
use jiff::civil::Date;
use serde_json::json;
use storage::{DemandeRow, NewDemande};

use super::{RgpdError, optional, required};
use crate::{App, AppError};

/// A request and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemandeLine {
    /// The request.
    pub row: DemandeRow,
    /// Where it stands today.
    pub state: EtatDemande,
    /// Whether more time was announced.
    pub extended: bool,
}

/// A request as someone writes it down.
#[derive(Clone, Copy, Debug)]
pub struct NewRequest<'a> {
    /// Who asks, as they are called.
    pub person: &'a str,
    /// Their account, when they have one in the CPTS.
    pub user: Option<UserId>,
    /// What they ask.
    pub droit: Droit,
    /// What they wrote.
    pub message: &'a str,
    /// Day of receipt.
    pub received_on: Date,
}

fn first(droit: Droit, received: Date) -> DemandeDroits {
    DemandeDroits { droit, received, extended: false, answered: None }
}

impl App {
    fn demande_line(&self, row: DemandeRow) -> Result<DemandeLine, AppError> {
        let delays = delays()?;
        let first = first(row.droit, row.received_on);
        let extended = row.due_on > first.due(delays);
        let request = DemandeDroits { extended, answered: row.answered_on, ..first };
        Ok(DemandeLine { state: request.state(delays, self.today()), extended, row })
    }

    /// The requests made to a CPTS: those to answer first, the latest of them first; then the answered ones.
    ///
    /// # Errors
    /// When the database does not answer or a row makes no sense.
    pub async fn demandes(&self, proof: &Allowed<ManageDemandes>) -> Result<Vec<DemandeLine>, AppError> {
        let rows = self.store.read().await?.demandes(proof).await?;
        let lines = rows.into_iter().map(|row| self.demande_line(row));
        let mut lines = lines.collect::<Result<Vec<_>, _>>()?;
        // Stable: the order by last day stays inside each half.
        lines.sort_by_key(|line| line.row.answered_on.is_some());
        Ok(lines)
    }

    /// One request.
    ///
    /// # Errors
    /// When it does not exist in this CPTS or the database does not answer.
    pub async fn demande(
        &self,
        proof: &Allowed<ManageDemandes>,
        id: DemandeId,
    ) -> Result<DemandeLine, AppError> {
        let row = self.store.read().await?.demande(proof, id).await?.ok_or(AppError::NotFound)?;
        self.demande_line(row)
    }

    /// The people of a CPTS who may ask it something: account and name, those whose role is over included.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn requesters(
        &self,
        proof: &Allowed<ReadPersonnes>,
    ) -> Result<Vec<(UserId, String)>, AppError> {
        let people = self.store.read().await?.people(proof, jiff::Timestamp::UNIX_EPOCH).await?;
        let open = people.into_iter().filter(|person| person.open);
        Ok(open.map(|person| (person.user, person.name)).collect())
    }

    /// One's own requests.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn own_demandes(&self, proof: &Myself) -> Result<Vec<DemandeLine>, AppError> {
        let rows = self.store.read().await?.own_demandes(proof).await?;
        rows.into_iter().map(|row| self.demande_line(row)).collect()
    }

    /// Writes down a request that came by letter, by mail or in person.
    ///
    /// # Errors
    /// Without a name, with a day to come, or when the database does not answer.
    pub async fn record_demande(
        &self,
        proof: &Allowed<ManageDemandes>,
        new: NewRequest<'_>,
    ) -> Result<DemandeId, RgpdError> {
        let person = required("personne", new.person)?;
        if new.received_on > self.today() {
            return Err(RgpdError::Future("recue"));
        }
        let row = self.new_demande(NewRequest { person: &person, ..new })?;
        let tx = self.store.write().await?;
        tx.add_demande(proof, &row).await?;
        let changes = json!({ "created": true, "kind": new.droit.key(), "due_on": row.due_on });
        tx.audit(proof, self.change("demande", row.id, changes)).await?;
        tx.commit().await?;
        Ok(row.id)
    }

    /// Files one's own request with a CPTS where one has, or had, a role.
    ///
    /// # Errors
    /// When one never had a role there, or the database does not answer.
    pub async fn file_demande(
        &self,
        proof: &Myself,
        cpts: CptsId,
        (droit, message): (Droit, &str),
    ) -> Result<DemandeId, RgpdError> {
        let tx = self.store.read().await?;
        let known = tx.own_places(proof).await?.cpts.contains(&cpts);
        let account = tx.account(proof.user()).await?.filter(|_| known).ok_or(AppError::NotFound)?;
        drop(tx);
        let new = NewRequest {
            person: &account.name,
            user: Some(account.id),
            droit,
            message,
            received_on: self.today(),
        };
        let row = self.new_demande(new)?;
        let tx = self.store.write().await?;
        tx.add_own_demande(proof, cpts, &row).await?;
        let changes = json!({ "created": true, "kind": droit.key(), "due_on": row.due_on });
        let change = self.change("demande", row.id, changes);
        tx.audit_door(proof.author(), Some(cpts), Myself::KEY, change).await?;
        tx.commit().await?;
        Ok(row.id)
    }

    fn new_demande(&self, new: NewRequest<'_>) -> Result<NewDemande, AppError> {
        let due = first(new.droit, new.received_on).due(delays()?);
        Ok(NewDemande {
            id: DemandeId(self.next_id()),
            user: new.user,
            person: new.person.to_owned(),
            droit: new.droit,
            message: optional(new.message),
            received_on: new.received_on,
            due_on: due,
            at: self.now(),
        })
    }

    /// Announces that a complex request needs two months more.
    ///
    /// # Errors
    /// Without a reason, when it was answered or extended already, after its first month, or when the database does
    /// not answer.
    pub async fn extend_demande(
        &self,
        proof: &Allowed<ManageDemandes>,
        id: DemandeId,
        reason: &str,
    ) -> Result<Date, RgpdError> {
        let reason = required("motif", reason)?;
        let tx = self.store.write().await?;
        let row = tx.demande_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        let line = self.demande_line(row)?;
        match line.state {
            EtatDemande::Repondue { .. } => return Err(RgpdError::Answered),
            EtatDemande::EnRetard { .. } => return Err(RgpdError::NotExtendable),
            EtatDemande::EnCours { .. } if line.extended => return Err(RgpdError::NotExtendable),
            EtatDemande::EnCours { .. } => {}
        }
        let first = first(line.row.droit, line.row.received_on);
        let due_on = DemandeDroits { extended: true, ..first }.due(delays()?);
        let row = DemandeRow { due_on, answer: Some(reason), ..line.row };
        tx.save_demande(proof, &row).await?;
        let changes = json!({ "extended": true, "due_on": due_on });
        tx.audit(proof, self.change("demande", id, changes)).await?;
        tx.commit().await?;
        Ok(due_on)
    }

    /// Writes the answer that was given to the person.
    ///
    /// # Errors
    /// Without a text, when it was answered already, or when the database does not answer.
    pub async fn answer_demande(
        &self,
        proof: &Allowed<ManageDemandes>,
        id: DemandeId,
        answer: &str,
    ) -> Result<(), RgpdError> {
        let answer = required("reponse", answer)?;
        let tx = self.store.write().await?;
        let row = tx.demande_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        if row.answered_on.is_some() {
            return Err(RgpdError::Answered);
        }
        let told = row.answer.clone().into_iter().chain([answer]).collect::<Vec<_>>().join("\n");
        let row = DemandeRow { answered_on: Some(self.today()), answer: Some(told), ..row };
        tx.save_demande(proof, &row).await?;
        tx.audit(proof, self.change("demande", id, json!({ "answered": true }))).await?;
        Ok(tx.commit().await?)
    }
}
