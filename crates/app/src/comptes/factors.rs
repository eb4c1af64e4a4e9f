//! The second factor: giving it, setting it up, doing without it once.

use domain::authz::Myself;
use domain::ids::UserId;
use domain::securite;
use jiff::Timestamp;
use secrecy::ExposeSecret as _;
use security::token::{Code, Token, TokenHash};
use security::totp::{TotpSecret, TotpVerdict, qr_svg};
use storage::{Account, FactorRows, TotpRow, WriteTx};

use super::Visitor;
use super::tries::{Tries, forgive};
use crate::{App, AppError};

/// What a code or a password says.
#[derive(Debug)]
pub enum Proof {
    /// Right.
    Accepted {
        /// The new token of the session, for the browser; the former one opens nothing any more.
        token: Token,
    },
    /// Wrong.
    Wrong,
    /// Right, but it already served.
    Used,
    /// The code of another time: the clock of the phone is wrong.
    ClockOff {
        /// How far the phone is ahead (positive) or behind (negative), in minutes.
        minutes: i64,
    },
    /// Too many wrong tries.
    Locked {
        /// When one may try again.
        until: Timestamp,
    },
}

/// What an application needs to make codes.
#[derive(Debug)]
pub struct TotpSetup {
    /// The secret, in groups of four characters, for those who type it.
    pub secret: String,
    /// The QR code, as SVG.
    pub qr_svg: String,
    /// The same as an address, for a phone that opens it.
    pub uri: String,
}

/// A first factor was set up.
#[derive(Debug)]
pub struct SetUp {
    /// What the code said.
    pub proof: Proof,
    /// Recovery codes to keep, shown this once; none when the person has some already.
    pub codes: Vec<String>,
}

/// Which factors a person has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Factors {
    /// An application that gives codes.
    pub totp: bool,
    /// Passkeys: identifier, name, when added, when last used.
    pub passkeys: Vec<storage::PasskeyRow>,
    /// Recovery codes left.
    pub recovery_codes: u32,
    /// A password.
    pub password: bool,
}

impl Factors {
    /// Whether a second factor is set up.
    pub fn any(&self) -> bool {
        self.totp || !self.passkeys.is_empty()
    }
}

impl App {
    /// Which factors someone has.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn factors(&self, proof: &Myself) -> Result<Factors, AppError> {
        let tx = self.store.read().await?;
        let rows = tx.factors(proof.user()).await?;
        let account = tx.account(proof.user()).await?;
        Ok(Factors {
            totp: rows.has_totp(),
            recovery_codes: rows.recovery_codes,
            passkeys: rows.passkeys,
            password: account.is_some_and(|account| account.password_hash.is_some()),
        })
    }

    /// Proves who someone is with a code of their application or a recovery code: the session becomes strong and recent.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn give_code(&self, visitor: &Visitor, typed: &str) -> Result<Proof, AppError> {
        let now = self.now();
        let tx = self.store.write().await?;
        let mut tries = Tries::load(&tx, Some(visitor.account.id), "", now).await?;
        if let Some(until) = tries.locked_until(now)? {
            return Ok(Proof::Locked { until });
        }
        let answer = self.judge(&tx, visitor.account.id, typed).await?;
        if answer.is_none() {
            return self.accept(tx, visitor, "code").await;
        }
        let locked = tries.wrong(&tx, now).await?;
        tx.commit().await?;
        Ok(match (locked, answer) {
            (Some(until), _) => Proof::Locked { until },
            (None, answer) => answer.unwrap_or(Proof::Wrong),
        })
    }

    /// What is wrong with a code; `None` when it is right, and then it is used.
    async fn judge(&self, tx: &WriteTx, user: UserId, typed: &str) -> Result<Option<Proof>, AppError> {
        if let Some(code) = Code::normalise(typed) {
            let hash = TokenHash::of(&code);
            let right = tx.use_recovery_code(user, hash.as_str(), self.now()).await?;
            return Ok((!right).then_some(Proof::Wrong));
        }
        let factors = tx.factors_to_edit(user).await?;
        match factors.totp.filter(|totp| totp.confirmed) {
            Some(totp) => self.judge_totp(tx, user, &totp, typed).await,
            None => Ok(Some(Proof::Wrong)),
        }
    }

    async fn judge_totp(
        &self,
        tx: &WriteTx,
        user: UserId,
        totp: &TotpRow,
        typed: &str,
    ) -> Result<Option<Proof>, AppError> {
        let secret = self.totp_secret(user, totp)?;
        Ok(match secret.check(typed, self.now(), totp.last_step) {
            TotpVerdict::Right { step } if tx.use_totp(user, step, self.now()).await? => None,
            TotpVerdict::Right { .. } | TotpVerdict::Replayed => Some(Proof::Used),
            TotpVerdict::ClockOff { minutes } => Some(Proof::ClockOff { minutes }),
            TotpVerdict::Wrong => Some(Proof::Wrong),
        })
    }

    /// Makes the session strong and recent under a new token, and forgets the wrong tries.
    pub(crate) async fn accept(
        &self,
        tx: WriteTx,
        visitor: &Visitor,
        method: &'static str,
    ) -> Result<Proof, AppError> {
        let now = self.now();
        let (user, session) = (visitor.account.id, visitor.session.id);
        let mut account = tx.account_to_edit(user).await?.ok_or(AppError::NotFound)?;
        forgive(&tx, &mut account).await?;
        let token = Token::new(self.settings.entropy.as_ref());
        tx.confirm_session(session, true, now).await?;
        tx.renew_session(session, token.hash().as_str()).await?;
        let change = self.change("session", session, serde_json::json!({ "method": method }));
        tx.audit_door(visitor.actor.author(), None, CONFIRM, change).await?;
        tx.commit().await?;
        Ok(Proof::Accepted { token })
    }

    /// Starts setting up an application; the same secret until a first code confirms it.
    ///
    /// # Errors
    /// When a factor exists and was not given; [`AppError::Conflict`] when an application serves already.
    pub async fn start_totp(&self, visitor: &Visitor) -> Result<TotpSetup, AppError> {
        let user = visitor.account.id;
        let tx = self.store.write().await?;
        let factors = may_add(&tx, visitor).await?;
        if factors.has_totp() {
            return Err(AppError::Conflict);
        }
        let secret = match &factors.totp {
            Some(started) => self.totp_secret(user, started)?,
            None => {
                let secret = TotpSecret::new(self.settings.entropy.as_ref());
                let plain = secret.to_base32();
                let entropy = self.settings.entropy.as_ref();
                let sealed = self.settings.keys.seal(&totp_context(user), plain.as_bytes(), entropy);
                tx.start_totp(user, &sealed, self.now()).await?;
                secret
            }
        };
        tx.commit().await?;
        totp_setup(&secret, &visitor.account)
    }

    /// Confirms the application with its first code, and gives recovery codes when there is none.
    ///
    /// # Errors
    /// When a factor exists and was not given, or nothing was started.
    pub async fn finish_totp(&self, visitor: &Visitor, typed: &str) -> Result<SetUp, AppError> {
        let user = visitor.account.id;
        let tx = self.store.write().await?;
        let factors = may_add(&tx, visitor).await?;
        let started = factors.totp.clone().filter(|totp| !totp.confirmed).ok_or(AppError::Conflict)?;
        // No lock-out here: who sets up an application sees its secret.
        if let Some(proof) = self.judge_totp(&tx, user, &started, typed).await? {
            return Ok(SetUp { proof, codes: Vec::new() });
        }
        let codes = self.first_recovery_codes(&tx, user, &factors).await?;
        let change = self.change("account", user, serde_json::json!({ "factor": "totp", "added": true }));
        tx.audit_door(visitor.actor.author(), None, FACTOR, change).await?;
        Ok(SetUp { proof: self.accept(tx, visitor, "totp").await?, codes })
    }

    /// Replaces the recovery codes: the former ones open nothing any more.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn new_recovery_codes(&self, proof: &Myself) -> Result<Vec<String>, AppError> {
        let tx = self.store.write().await?;
        let codes = self.recovery_codes(&tx, proof.user()).await?;
        let change =
            self.change("account", proof.user(), serde_json::json!({ "recovery_codes": codes.len() }));
        tx.audit_self(proof, change).await?;
        tx.commit().await?;
        Ok(codes)
    }

    /// Removes the application; the last factor stays.
    ///
    /// # Errors
    /// [`AppError::Conflict`] when it is the last factor; [`AppError::NotFound`] when there is none.
    pub async fn remove_totp(&self, proof: &Myself) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        tx.account_to_edit(proof.user()).await?;
        let factors = tx.factors_to_edit(proof.user()).await?;
        if factors.has_totp() && factors.passkeys.is_empty() {
            return Err(AppError::Conflict);
        }
        if !tx.remove_totp(proof.user()).await? {
            return Err(AppError::NotFound);
        }
        let change =
            self.change("account", proof.user(), serde_json::json!({ "factor": "totp", "added": false }));
        tx.audit_self(proof, change).await?;
        Ok(tx.commit().await?)
    }

    /// Recovery codes for a first factor; none when the person has some.
    pub(crate) async fn first_recovery_codes(
        &self,
        tx: &WriteTx,
        user: UserId,
        factors: &FactorRows,
    ) -> Result<Vec<String>, AppError> {
        if factors.recovery_codes > 0 { Ok(Vec::new()) } else { self.recovery_codes(tx, user).await }
    }

    async fn recovery_codes(&self, tx: &WriteTx, user: UserId) -> Result<Vec<String>, AppError> {
        let count = securite::rules()?.recovery_codes;
        let codes: Vec<Code> = (0..count).map(|_| Code::new(self.settings.entropy.as_ref())).collect();
        let rows: Vec<_> =
            codes.iter().map(|code| (self.next_id(), code.hash().as_str().to_owned())).collect();
        tx.replace_recovery_codes(user, &rows, self.now()).await?;
        Ok(codes.iter().map(Code::shown).collect())
    }

    fn totp_secret(&self, user: UserId, totp: &TotpRow) -> Result<TotpSecret, AppError> {
        let security = |error: &dyn std::fmt::Display| AppError::Security(error.to_string());
        let text = self.settings.keys.open_text(&totp_context(user), &totp.secret);
        let text = text.map_err(|error| security(&error))?;
        TotpSecret::from_base32(text.expose_secret()).map_err(|error| security(&error))
    }
}

/// Key of the trace of a second factor or a confirmation.
pub(crate) const CONFIRM: &str = "session.confirm";
/// Key of the trace of a factor that is added.
pub(crate) const FACTOR: &str = "compte.factor";

/// Where the secret of an application is sealed.
pub(crate) fn totp_context(user: UserId) -> String {
    format!("totp.secret/{user}")
}

/// The factors of someone who may add one: the first one, or another one after giving one.
pub(crate) async fn may_add(tx: &WriteTx, visitor: &Visitor) -> Result<FactorRows, AppError> {
    tx.account_to_edit(visitor.account.id).await?.filter(Account::is_open).ok_or(AppError::NotFound)?;
    let factors = tx.factors_to_edit(visitor.account.id).await?;
    if factors.any() && !visitor.session.strong {
        return Err(super::second_factor().into());
    }
    Ok(factors)
}

fn totp_setup(secret: &TotpSecret, account: &Account) -> Result<TotpSetup, AppError> {
    let name = account.email.as_deref().unwrap_or(&account.name);
    let security = |error: security::totp::TotpError| AppError::Security(error.to_string());
    let uri = secret.uri("Maillage", name).map_err(security)?;
    let plain = secret.to_base32();
    let groups: Vec<String> =
        plain.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    Ok(TotpSetup { secret: groups.join(" "), qr_svg: qr_svg(&uri).map_err(security)?, uri })
}
