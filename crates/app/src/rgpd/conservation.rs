//! The night job that applies the rules of retention, and what it reported.

use std::collections::BTreeMap;

use documents::courriel::{Cadre, Courriel};
use domain::authz::{Actor, Allowed, Operates, ReadTraitements};
use domain::rgpd::conservation::{Effect, Retention, retentions};
use domain::texte::courriel::Email;
use jiff::{SignedDuration, Timestamp};
use storage::UnusedAccount;

use crate::jobs::{JobError, Report};
use crate::mail::Outgoing;
use crate::{App, AppError};

/// Name of the job, in the database.
pub const CONSERVATION: &str = "rgpd.conservation";

/// Rule whose lines are counted and kept: a chain stays whole.
const TRACE: &str = "audit";
/// What the report adds to the rules: people who were told.
const ANNOUNCED: &str = "account_unused.announced";

/// What the last run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConservationReport {
    /// When it ended; `None` before the first one.
    pub at: Option<Timestamp>,
    /// Next run.
    pub next_at: Option<Timestamp>,
    /// Rows removed, by key of rule.
    pub counts: BTreeMap<String, u64>,
}

impl App {
    /// Applies every rule to what is older than it says. Running it twice does no more than once.
    pub(crate) async fn apply_retention(&self) -> Result<Report, JobError> {
        let proof = Actor::system("conservation").operate().map_err(AppError::from)?;
        let mut report = Report::none();
        for rule in retentions().map_err(AppError::from)? {
            report = self.apply_rule(&proof, rule, report).await?;
        }
        Ok(report)
    }

    async fn apply_rule(
        &self,
        proof: &Operates,
        rule: &'static Retention,
        report: Report,
    ) -> Result<Report, JobError> {
        let before = rule.cutoff(self.now());
        if rule.effect == Effect::AnnounceThenErase {
            let (announced, erased) = self.unused_accounts(proof, rule).await?;
            return Ok(report.and(ANNOUNCED, announced).and(&rule.key, erased));
        }
        if rule.key == TRACE {
            let old = self.store.read().await?.old_audit_lines(proof, before).await?;
            return Ok(report.and(&rule.key, old));
        }
        let tx = self.store.write().await?;
        let gone = tx.forget(proof, &rule.key, before).await?;
        tx.commit().await?;
        let gone =
            gone.ok_or_else(|| JobError::Permanent(format!("no table follows the rule {}", rule.key)))?;
        Ok(report.and(&rule.key, gone))
    }

    /// Tells people whose account will go, then erases it: how many were told, how many erased.
    async fn unused_accounts(&self, proof: &Operates, rule: &Retention) -> Result<(u64, u64), AppError> {
        let notice = SignedDuration::from_hours(24 * i64::from(rule.notice_days.unwrap_or_default()));
        let cutoff = rule.cutoff(self.now());
        let tx = self.store.write().await?;
        let unused = tx.unused_accounts(proof, cutoff.saturating_add(notice).unwrap_or(cutoff)).await?;
        let told_before = self.now().saturating_sub(notice).unwrap_or(cutoff);
        let mut announced = 0;
        let mut due = Vec::new();
        for account in unused {
            match (&account.email, account.announced_at) {
                (Some(_), None) => {
                    self.announce(&tx, &account, notice).await?;
                    announced += 1;
                }
                (Some(_), Some(told)) if account.last < cutoff && told <= told_before => due.push(account),
                // Nobody can be told: the rule alone decides.
                (None, _) if account.last < cutoff => due.push(account),
                _ => {}
            }
        }
        tx.commit().await?;
        let mut erased = 0;
        for account in due {
            match self.erase_unused(proof, account.user).await {
                Ok(()) => erased += 1,
                // Someone must take over first: the account stays, and the next run asks again.
                Err(super::RgpdError::LastOperator | super::RgpdError::App(AppError::StillLast(_))) => {}
                Err(super::RgpdError::App(error)) => return Err(error),
                Err(other) => return Err(AppError::Job(other.to_string())),
            }
        }
        Ok((announced, erased))
    }

    async fn announce(
        &self,
        tx: &storage::WriteTx,
        account: &UnusedAccount,
        notice: SignedDuration,
    ) -> Result<(), AppError> {
        let Some(to) = account.email.as_deref().and_then(|email| Email::parse(email).ok()) else {
            return Ok(());
        };
        let day = self.now().saturating_add(notice).unwrap_or(self.now());
        let last_day = day.to_zoned(crate::paris()).date();
        let cadre = Cadre {
            organisation: "Maillage".to_owned(),
            raison: "parce que votre compte Maillage ne sert plus depuis longtemps".to_owned(),
            contact: String::new(),
        };
        let url = format!("{}/connexion", self.settings.public_url);
        let content: Courriel = documents::courriel::rgpd::compte_inutilise(last_day, &url, &cadre);
        let mail = Outgoing {
            cpts: None,
            user: Some(account.user),
            to,
            template: "compte_inutilise",
            about: Some(format!("account_unused:{}", account.user)),
            content,
        };
        self.queue_mail(tx, &mail).await?;
        Ok(())
    }

    /// What the last run did, for the operator.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn conservation(&self, proof: &Operates) -> Result<ConservationReport, AppError> {
        let schedule = self.store.read().await?.schedule(proof).await?;
        let Some(row) = schedule.into_iter().find(|row| row.name == CONSERVATION) else {
            return Ok(ConservationReport::default());
        };
        let counts = row.last_report.and_then(|report| serde_json::from_value(report).ok());
        Ok(ConservationReport {
            at: row.last_at,
            next_at: Some(row.next_at),
            counts: counts.unwrap_or_default(),
        })
    }

    /// The same for a CPTS: counts of the whole instance, which say nothing of anyone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn conservation_for(
        &self,
        _: &Allowed<ReadTraitements>,
    ) -> Result<ConservationReport, AppError> {
        self.conservation(&Actor::system("conservation").operate()?).await
    }
}
