//! The calendar that somebody subscribes to: the meetings that call them.

use documents::calendrier::{Evenement, calendrier};
use domain::authz::{Allowed, Participer};
use domain::communaute::reunion_regles::regles_reunion;
use domain::communaute::{LienObjet, LienPersonnel, Reunion, called};
use domain::ids::PersonneId;
use jiff::SignedDuration;
use serde_json::json;

use super::lire::day_of;
use super::zone_of;
use crate::communaute::{Bearer, NewPersonalLink};
use crate::{App, AppError};

impl App {
    /// Whether a sheet of the community is tied to the account of who asks.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn has_sheet(&self, proof: &Allowed<Participer>) -> Result<bool, AppError> {
        Ok(self.reunion_sheet(proof).await?.is_some())
    }

    /// The calendar that the person who is signed in subscribed to; `None` when there is none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn feed_link(&self, proof: &Allowed<Participer>) -> Result<Option<LienPersonnel>, AppError> {
        let Some(own) = self.reunion_sheet(proof).await? else { return Ok(None) };
        let links = self.store.read().await?.liens(proof, (LienObjet::Agenda, &own.to_string())).await?;
        Ok(links.into_iter().rev().find(|one| one.works(self.now())))
    }

    /// Makes the address of one's own calendar; the one before stops working. It is shown once.
    ///
    /// # Errors
    /// When no sheet is tied to the account or the database does not answer.
    pub async fn make_feed(&self, proof: &Allowed<Participer>) -> Result<String, AppError> {
        let own = self.reunion_sheet(proof).await?.ok_or(AppError::NotFound)?;
        let tx = self.store.write().await?;
        tx.revoke_liens(proof, (LienObjet::Agenda, &own.to_string(), Some(own)), self.now()).await?;
        let new = NewPersonalLink {
            objet: LienObjet::Agenda,
            sujet: own.to_string(),
            personne: Some(own),
            expires_at: self.now() + SignedDuration::from_hours(24 * regles_reunion()?.agenda_days),
        };
        let address = self.personal_link(&tx, proof, new).await?;
        tx.audit(proof, self.change("agenda", own, json!({ "created": true }))).await?;
        tx.commit().await?;
        Ok(address)
    }

    /// Takes the address of one's own calendar back.
    ///
    /// # Errors
    /// When no sheet is tied to the account or the database does not answer.
    pub async fn revoke_feed(&self, proof: &Allowed<Participer>) -> Result<(), AppError> {
        let own = self.reunion_sheet(proof).await?.ok_or(AppError::NotFound)?;
        let tx = self.store.write().await?;
        tx.revoke_liens(proof, (LienObjet::Agenda, &own.to_string(), Some(own)), self.now()).await?;
        tx.audit(proof, self.change("agenda", own, json!({ "revoked": true }))).await?;
        Ok(tx.commit().await?)
    }

    /// The calendar of a link (RFC 5545): the meetings with a date that call its person, cancelled ones too.
    ///
    /// # Errors
    /// When the link names nobody or the database does not answer.
    pub async fn feed(&self, bearer: &Bearer) -> Result<String, AppError> {
        let (proof, own) = (&bearer.proof, bearer.lien.personne.ok_or(AppError::NotFound)?);
        let since = self.now() - SignedDuration::from_hours(24 * regles_reunion()?.agenda_past);
        let tx = self.store.read().await?;
        let zone = zone_of(&tx, proof).await?;
        let (annuaire, mandats) = (tx.annuaire(proof).await?, tx.mandats(proof).await?);
        let reunions = tx.reunions(proof).await?;
        drop(tx);
        let own: PersonneId = annuaire.resolve(own);
        let calls = |one: &Reunion| {
            let day = day_of(one, &zone, self.today());
            called(one, &mandats, &annuaire, day).iter().any(|called| called.personne == own)
        };
        let recent =
            reunions.iter().filter(|one| one.debut.is_some_and(|debut| debut >= since) && calls(one));
        let mut events: Vec<Evenement> = recent.filter_map(|one| self.reunion_event(one, None)).collect();
        events.sort_by_key(|event| event.debut);
        let cpts = self.cpts(proof.cpts()).await?.name;
        Ok(calendrier(&self.reunion_organiser(&cpts), &events, self.now()))
    }
}
