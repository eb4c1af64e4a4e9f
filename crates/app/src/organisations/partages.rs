//! Links of guests: one sheet, for someone without an account, until a day.

use domain::authz::{Actor, Allowed, ManagePartages, ReadTerritoire};
use domain::ids::{GuestLinkId, TerritoireId, VarianteId};
use domain::securite;
use domain::territoire::{Fiche, checked_name};
use jiff::Timestamp;
use security::token::{Token, TokenHash};
use serde_json::json;
use storage::GuestLinkRow;

use crate::{App, AppError};

/// A link that was just made. Its address is shown once and kept nowhere.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// Identifier.
    pub id: GuestLinkId,
    /// The address to give.
    pub address: String,
    /// When it stops working.
    pub expires_at: Timestamp,
}

/// Where a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// It works.
    Open,
    /// Too late.
    Expired,
    /// Taken back.
    Revoked,
}

impl LinkState {
    /// The state of a link at an instant.
    pub fn of(row: &GuestLinkRow, now: Timestamp) -> Self {
        match row.revoked_at {
            Some(_) => Self::Revoked,
            None if row.expires_at <= now => Self::Expired,
            None => Self::Open,
        }
    }
}

/// What a token shows.
#[derive(Debug)]
pub enum GuestPage {
    /// The sheet, until when.
    Sheet {
        /// The sheet.
        fiche: Box<Fiche>,
        /// Addresses of its files are not given: the link shows one page.
        variante: VarianteId,
        /// When the link stops working.
        expires_at: Timestamp,
    },
    /// The link is over, or what it showed is gone.
    Over {
        /// How it ended; `None` when its page was removed.
        state: Option<LinkState>,
        /// Name of the CPTS to ask.
        cpts: String,
    },
}

impl App {
    /// The links of the CPTS, the last made first, each with its state.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn guest_links(
        &self,
        proof: &Allowed<ManagePartages>,
    ) -> Result<Vec<(GuestLinkRow, LinkState)>, AppError> {
        let now = self.now();
        let rows = self.store.read().await?.guest_links(proof).await?;
        Ok(rows.into_iter().map(|row| (row.clone(), LinkState::of(&row, now))).collect())
    }

    /// Makes a link to the sheet of a variant that whoever gives it may read.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a variant of another CPTS, [`AppError::PastDate`] for an end that is past,
    /// [`AppError::TooFar`] beyond what the rules allow, when the label cannot be used.
    pub async fn give_link(
        &self,
        (proof, read): (&Allowed<ManagePartages>, &Allowed<ReadTerritoire>),
        (territoire, variante): (TerritoireId, VarianteId),
        label: &str,
        until: Timestamp,
    ) -> Result<NewLink, AppError> {
        if read.cpts() != proof.cpts() {
            return Err(AppError::NotFound);
        }
        let label = checked_name(label)?;
        let (now, rules) = (self.now(), securite::rules()?);
        if until <= now {
            return Err(AppError::PastDate);
        }
        // A day of grace: what ends « on » the last day allowed ends at its midnight.
        if until > now + rules.guest_life_max + jiff::SignedDuration::from_hours(24) {
            return Err(AppError::TooFar);
        }
        self.territoire(read, territoire).await?.variante(variante).ok_or(AppError::NotFound)?;
        let token = Token::new(self.settings.entropy.as_ref());
        let row = GuestLinkRow {
            id: GuestLinkId(self.next_id()),
            cpts: proof.cpts(),
            label,
            territoire,
            variante,
            given_by: proof.author().clone(),
            created_at: now,
            expires_at: until,
            revoked_at: None,
            opened: 0,
        };
        let tx = self.store.write().await?;
        tx.add_guest_link(proof, &row, token.hash().as_str()).await?;
        let changes = json!({ "given": variante, "expires": until });
        tx.audit(proof, self.change("guest_link", row.id, changes)).await?;
        tx.commit().await?;
        let address = format!("{}/partage/{}", self.settings.public_url, token.as_str());
        Ok(NewLink { id: row.id, address, expires_at: until })
    }

    /// Takes a link back: the next opening says so.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it was taken back before or belongs to another CPTS.
    pub async fn revoke_link(
        &self,
        proof: &Allowed<ManagePartages>,
        id: GuestLinkId,
    ) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        if !tx.revoke_guest_link(proof, id, self.now()).await? {
            return Err(AppError::NotFound);
        }
        tx.audit(proof, self.change("guest_link", id, json!({ "revoked": true }))).await?;
        Ok(tx.commit().await?)
    }

    /// What a token shows; an opening is counted when it shows the sheet.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when no link has this token, or the database does not answer.
    pub async fn open_link(&self, token: &str) -> Result<GuestPage, AppError> {
        let hash = TokenHash::of(token);
        let found = self.store.read().await?.guest_link_by_token(hash.as_str()).await?;
        let row = found.ok_or(AppError::NotFound)?;
        let state = LinkState::of(&row, self.now());
        if state != LinkState::Open {
            return Ok(GuestPage::Over { state: Some(state), cpts: self.cpts(row.cpts).await?.name });
        }
        let proof = Actor::guest(row.cpts, row.id).authorize::<ReadTerritoire>(row.cpts)?;
        let fiche = match self.fiche(&proof, (row.territoire, row.variante)).await {
            Ok(fiche) => Box::new(fiche),
            Err(AppError::NotFound) => {
                return Ok(GuestPage::Over { state: None, cpts: self.cpts(row.cpts).await?.name });
            }
            Err(other) => return Err(other),
        };
        let tx = self.store.write().await?;
        tx.count_opening(row.id).await?;
        tx.commit().await?;
        Ok(GuestPage::Sheet { fiche, variante: row.variante, expires_at: row.expires_at })
    }
}
