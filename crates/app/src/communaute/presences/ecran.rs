//! The screen of the room, and the code that is said aloud.

use domain::authz::{Allowed, ManagePresences};
use domain::communaute::presences::{Seance, au_plus_une};
use domain::communaute::{PresenceState, Reunion};
use domain::ids::ReunionId;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use security::totp::qr_svg;

use super::{known, rules, seance};
use crate::communaute::reunions::zone_of;
use crate::{App, AppError};

/// What the screen shows.
#[derive(Clone, Debug)]
pub struct Ecran {
    /// The meeting.
    pub reunion: Reunion,
    /// Its times; `None` while it has no date.
    pub seance: Option<Seance>,
    /// Where they are said.
    pub zone: TimeZone,
    /// What is shown while signing is open.
    pub codes: Option<Codes>,
    /// How many people count.
    pub comptees: usize,
    /// How many wait for the secretary.
    pub a_confirmer: usize,
    /// When it was made.
    pub at: Timestamp,
}

/// The codes of this instant.
#[derive(Clone, Debug)]
pub struct Codes {
    /// Address behind the drawing.
    pub adresse: String,
    /// The drawing.
    pub qr_svg: String,
    /// Six characters to say aloud.
    pub court: String,
}

impl App {
    /// What the screen of a meeting shows now.
    ///
    /// # Errors
    /// When the CPTS has no such meeting or the database does not answer.
    pub async fn presence_screen(
        &self,
        proof: &Allowed<ManagePresences>,
        id: ReunionId,
    ) -> Result<Ecran, AppError> {
        let (now, rules) = (self.now(), rules()?);
        let tx = self.store.read().await?;
        let reunion = tx.reunion(proof, id).await?.ok_or(AppError::NotFound)?;
        let presences = tx.presences(proof, id).await?;
        let people = known(&tx, proof, presences.iter().filter_map(|one| one.personne)).await?;
        let zone = zone_of(&tx, proof).await?;
        drop(tx);
        let presences = au_plus_une(presences, |id| people.resolve(id));
        let count = |state| presences.iter().filter(|one| one.state == state).count();
        let seance = seance(&reunion, rules);
        let open = seance.is_some_and(|seance| seance.est_ouverte(rules, now));
        Ok(Ecran {
            codes: if open { Some(self.codes_of(proof, id)?) } else { None },
            comptees: count(PresenceState::Comptee),
            a_confirmer: count(PresenceState::AConfirmer),
            at: now,
            reunion,
            seance,
            zone,
        })
    }

    fn codes_of(&self, proof: &Allowed<ManagePresences>, id: ReunionId) -> Result<Codes, AppError> {
        let now = self.now();
        let token = self.qr_token(proof.cpts(), id, now)?;
        let adresse = format!("{}/presence/{token}", self.settings.public_url);
        let drawing = qr_svg(&adresse).map_err(|error| AppError::Document(error.to_string()))?;
        Ok(Codes { qr_svg: drawing, court: self.spoken(id, now)?, adresse })
    }

    /// The code to go on with, of somebody who typed the short code said in a room.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when no open meeting has it, [`AppError::TooMany`] after too many tries from an address.
    pub async fn spoken_code(&self, typed: &str, address: &str) -> Result<String, AppError> {
        let (now, rules) = (self.now(), rules()?);
        self.within_limit(&rules.essais_code, address).await?;
        // A meeting of any length that may be open now: a day and a half is longer than any of them.
        let far = jiff::SignedDuration::from_hours(36);
        let around = (now.checked_sub(far).unwrap_or(now), now.checked_add(rules.ouverture).unwrap_or(now));
        let tx = self.store.read().await?;
        for (cpts, id) in tx.reunions_around(around).await? {
            if !self.is_spoken(id, now, typed)? {
                continue;
            }
            let proof = super::at_the_door(cpts, id)?;
            let reunion = tx.reunion(&proof, id).await?;
            let open =
                reunion.and_then(|one| seance(&one, rules)).is_some_and(|one| one.est_ouverte(rules, now));
            if open {
                return Ok(self.code_token(cpts, id, now));
            }
        }
        Err(AppError::NotFound)
    }
}
