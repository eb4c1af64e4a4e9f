//! Personal links: what lets someone without an account answer, choose a date, sign.

use domain::authz::{ActByLink, Actor, Allowed};
use domain::communaute::{LienObjet, LienPersonnel};
use domain::ids::{LienId, PersonneId};
use jiff::Timestamp;
use security::token::{Token, TokenHash};
use storage::{ReadsCommunaute, WriteTx};

use crate::{App, AppError};

/// A link about to be made.
#[derive(Clone, Debug)]
pub struct NewPersonalLink {
    /// What it opens.
    pub objet: LienObjet,
    /// Identifier of what it opens.
    pub sujet: String,
    /// For whom; `None` for a link that many people are given.
    pub personne: Option<PersonneId>,
    /// When it stops working.
    pub expires_at: Timestamp,
}

/// Whoever holds a link that works, and what they may do with it.
#[derive(Debug)]
pub struct Bearer {
    /// The link.
    pub lien: LienPersonnel,
    /// The proof. The caller touches what the link opens and nothing else.
    pub proof: Allowed<ActByLink>,
}

impl App {
    /// Makes a link in the same transaction as what it speaks of; its address, which is kept nowhere.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn personal_link<P: ReadsCommunaute>(
        &self,
        tx: &WriteTx,
        proof: &Allowed<P>,
        new: NewPersonalLink,
    ) -> Result<String, AppError> {
        let token = Token::new(self.settings.entropy.as_ref());
        let lien = LienPersonnel {
            id: LienId(self.next_id()),
            cpts: proof.cpts(),
            objet: new.objet,
            sujet: new.sujet,
            personne: new.personne,
            created_at: self.now(),
            expires_at: new.expires_at,
            revoked_at: None,
        };
        tx.add_lien(proof, &lien, token.hash().as_str()).await?;
        Ok(format!("{}/{}/{}", self.settings.public_url, new.objet.key(), token.as_str()))
    }

    /// Whoever holds the token of a link to something of this kind.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an unknown token or another kind, [`AppError::LinkOver`] when it is too late.
    pub async fn bearer(&self, objet: LienObjet, token: &str) -> Result<Bearer, AppError> {
        let hash = TokenHash::of(token);
        let found = self.store.read().await?.lien_by_token(hash.as_str()).await?;
        let lien = found.filter(|lien| lien.objet == objet).ok_or(AppError::NotFound)?;
        if !lien.works(self.now()) {
            return Err(AppError::LinkOver);
        }
        let proof = Actor::guest(lien.cpts, lien.id).authorize::<ActByLink>(lien.cpts)?;
        Ok(Bearer { lien, proof })
    }
}
