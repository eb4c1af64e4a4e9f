//! Who is asking: from the token of a browser to what its person holds at this instant.

use domain::authz::{Actor, InstitutionRole, Role, Standing};
use domain::ids::{CptsId, InstitutionId};
use domain::securite::{self, SessionState};
use jiff::{SignedDuration, Timestamp};
use security::token::TokenHash;
use storage::{Account, ReadTx, SessionRow, StorageError};

use crate::{App, AppError};

/// What a token says.
#[derive(Clone, Debug)]
pub enum Identified {
    /// Someone.
    Known(Box<Visitor>),
    /// The session is over.
    Over(Ended),
    /// No session has this token.
    Unknown,
}

/// Why a session is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Nothing was asked for too long.
    Idle,
    /// It was as old as a session may be.
    Age,
    /// Its owner ended it, from another device or by a new password, or the account was closed.
    Elsewhere,
}

/// Someone who signed in.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Who asks, with what they hold now.
    pub actor: Actor,
    /// Their account.
    pub account: Account,
    /// Their session.
    pub session: SessionRow,
    /// When the request came, by the clock of the program.
    pub seen_at: Timestamp,
    /// When the session ends if nothing is asked meanwhile.
    pub ends_at: Timestamp,
    /// Organisations where they hold a role, by name.
    pub places: Vec<Place>,
}

/// An organisation where someone holds a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A CPTS.
    Cpts {
        /// Identifier.
        id: CptsId,
        /// Name.
        name: String,
        /// Whether it is invented.
        fictitious: bool,
        /// Roles there.
        roles: Vec<Role>,
    },
    /// An institution.
    Institution {
        /// Identifier.
        id: InstitutionId,
        /// Name.
        name: String,
        /// Roles there.
        roles: Vec<InstitutionRole>,
    },
}

/// A request is noted once in this time: reading a page does not write.
const NOTED_EVERY: SignedDuration = SignedDuration::from_secs(60);

impl App {
    /// Who holds this token.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn identify(&self, token: &str) -> Result<Identified, AppError> {
        let now = self.now();
        let tx = self.store.read().await?;
        let Some(session) = tx.session_by_token(TokenHash::of(token).as_str()).await? else {
            return Ok(Identified::Unknown);
        };
        let rules = &securite::rules()?.session;
        let state = rules.state(session.created_at, session.last_seen_at, Some(session.confirmed_at), now);
        let account = tx.account(session.user).await?.filter(Account::is_open);
        let (Some(account), None) = (account, session.ended_at) else {
            return Ok(Identified::Over(Ended::Elsewhere));
        };
        let (mut ends_at, fresh) = match state {
            SessionState::Live { ends_at, fresh } => (ends_at, fresh),
            SessionState::Idle => return Ok(Identified::Over(Ended::Idle)),
            SessionState::Expired => return Ok(Identified::Over(Ended::Age)),
        };
        let standing = Standing {
            operator: account.is_operator,
            strong: session.strong,
            fresh,
            ..tx.standing(account.id, now).await?
        };
        let places = places(&tx, &standing).await?;
        drop(tx);
        if now.duration_since(session.last_seen_at) >= NOTED_EVERY {
            let tx = self.store.write().await?;
            tx.touch_session(session.id, now).await?;
            tx.commit().await?;
            // This very request put the end off.
            if let SessionState::Live { ends_at: later, .. } =
                rules.state(session.created_at, now, Some(session.confirmed_at), now)
            {
                ends_at = later;
            }
        }
        let actor = Actor::person(account.id, standing);
        Ok(Identified::Known(Box::new(Visitor { actor, account, session, seen_at: now, ends_at, places })))
    }
}

/// The organisations of a person, CPTS first, each by name.
async fn places(tx: &ReadTx, standing: &Standing) -> Result<Vec<Place>, StorageError> {
    let mut places = Vec::new();
    for cpts in tx.cpts_among(standing.roles.iter().map(|(id, _)| *id)).await? {
        let own = standing.roles.iter().filter(|(id, _)| *id == cpts.id);
        let roles = own.map(|(_, role)| *role).collect();
        places.push(Place::Cpts { id: cpts.id, name: cpts.name, fictitious: cpts.fictitious, roles });
    }
    for institution in tx.institutions_among(standing.institutions.iter().map(|(id, _)| *id)).await? {
        let own = standing.institutions.iter().filter(|(id, _)| *id == institution.id);
        let roles = own.map(|(_, role)| *role).collect();
        places.push(Place::Institution { id: institution.id, name: institution.name, roles });
    }
    Ok(places)
}
