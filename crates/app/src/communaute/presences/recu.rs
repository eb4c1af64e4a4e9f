//! The receipt of a signature: what it is worth, and « Je pars ».

use domain::authz::{ActByLink, Actor};
use domain::communaute::presences::Seance;
use domain::communaute::{Personne, Presence, PresenceState, Reunion};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;

use super::{at_the_door, known, rules, seance};
use crate::communaute::reunions::zone_of;
use crate::{App, AppError};

/// What somebody sees of their own presence.
#[derive(Clone, Debug)]
pub struct Recu {
    /// Name of the CPTS.
    pub cpts: String,
    /// Whether it is invented.
    pub fictitious: bool,
    /// What the meeting is about.
    pub titre: String,
    /// Its times; `None` once it was cancelled.
    pub seance: Option<Seance>,
    /// Where they are said.
    pub zone: TimeZone,
    /// Name, in a text.
    pub nom: String,
    /// Whether the CPTS knows the person.
    pub connue: bool,
    /// The presence.
    pub presence: Presence,
    /// Whether « Je pars » makes sense now.
    pub peut_partir: bool,
}

impl App {
    /// The line of a receipt and its meeting.
    pub(super) async fn receipt_line(&self, token: &str) -> Result<(Presence, Reunion), AppError> {
        let (cpts, id) = self.of_receipt(token).ok_or(AppError::NotFound)?;
        let proof = Actor::guest(cpts, format!("presence:{id}")).authorize::<ActByLink>(cpts)?;
        let tx = self.store.read().await?;
        let presence = tx.presence(&proof, id).await?.ok_or(AppError::NotFound)?;
        let reunion = tx.reunion(&proof, presence.reunion).await?.ok_or(AppError::NotFound)?;
        Ok((presence, reunion))
    }

    /// What a receipt shows.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a receipt of nothing, or the database does not answer.
    pub async fn presence_receipt(&self, token: &str) -> Result<Recu, AppError> {
        let (presence, reunion) = self.receipt_line(token).await?;
        let (cpts, _) = self.of_receipt(token).ok_or(AppError::NotFound)?;
        let (now, seance) = (self.now(), seance(&reunion, rules()?));
        let proof = at_the_door(cpts, reunion.id)?;
        let tx = self.store.read().await?;
        let people = known(&tx, &proof, presence.personne).await?;
        let zone = zone_of(&tx, &proof).await?;
        drop(tx);
        let own = presence.personne.and_then(|id| people.get(id));
        let said = format!("{} {}", presence.fiche.prenom, presence.fiche.nom);
        let cpts = self.cpts(cpts).await?;
        Ok(Recu {
            cpts: cpts.name,
            fictitious: cpts.fictitious,
            titre: reunion.titre,
            nom: own.map_or_else(|| said.trim().to_owned(), Personne::nom_texte),
            connue: presence.personne.is_some(),
            peut_partir: may_leave(&presence, seance, now),
            seance,
            zone,
            presence,
        })
    }

    /// « Je pars »: the departure of the person of a receipt. Once said, saying it again changes nothing.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a receipt of nothing; [`AppError::PastDate`] before or after the meeting.
    pub async fn leave_meeting(&self, token: &str) -> Result<(), AppError> {
        let (presence, reunion) = self.receipt_line(token).await?;
        let (cpts, _) = self.of_receipt(token).ok_or(AppError::NotFound)?;
        let (now, proof) = (self.now(), at_the_door(cpts, reunion.id)?);
        let tx = self.store.write().await?;
        let reunion = tx.reunion_to_edit(&proof, reunion.id).await?.ok_or(AppError::NotFound)?;
        let present = tx.presences_to_edit(&proof, reunion.id).await?;
        let presence = present.into_iter().find(|one| one.id == presence.id).ok_or(AppError::NotFound)?;
        if presence.depart.is_some() {
            return Ok(());
        }
        if !may_leave(&presence, seance(&reunion, rules()?), now) {
            return Err(AppError::PastDate);
        }
        let gone = Presence { depart: Some(now), ..presence };
        tx.save_presence(&proof, &gone).await?;
        let changes = json!({ "gone": true, "reunion": reunion.id });
        tx.audit(&proof, self.change("presence", gone.id, changes)).await?;
        Ok(tx.commit().await?)
    }
}

/// Whether somebody may say that they leave: they are there, and the meeting is not over.
fn may_leave(presence: &Presence, seance: Option<Seance>, now: Timestamp) -> bool {
    let during = seance.is_some_and(|seance| (presence.arrivee..seance.fin).contains(&now));
    during && presence.depart.is_none() && presence.state != PresenceState::Refusee
}
