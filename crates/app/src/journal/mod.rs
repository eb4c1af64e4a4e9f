//! The journal of a CPTS: reading, verifying, exporting.

use domain::authz::{Allowed, Author, Operates, ReadJournal};
use domain::securite;
use serde_json::json;
use storage::{AuditEntry, AuditLine, Chain, JournalFilter};

use crate::comptes::Names;
use crate::{App, AppError};

/// Lines of a page of the journal.
pub const PAGE: u64 = 50;

/// A page of the journal.
#[derive(Clone, Debug)]
pub struct JournalPage {
    /// Lines of the page, most recent first.
    pub entries: Vec<AuditEntry>,
    /// Lines that the filter keeps.
    pub total: u64,
    /// Rank of the page, from 1; never past the last one.
    pub number: u64,
    /// How many pages there are, at least 1.
    pub pages: u64,
    /// Whether every line of the chain is there, as it was written.
    pub chain: Chain,
    /// Everyone who wrote in the journal.
    pub authors: Vec<Author>,
    /// Kinds of things that the journal speaks of.
    pub kinds: Vec<String>,
    /// Names behind these authors.
    pub names: Names,
}

/// The whole journal, for a file.
#[derive(Clone, Debug)]
pub struct JournalExport {
    /// Every line, first to last.
    pub lines: Vec<AuditLine>,
    /// Names behind the authors.
    pub names: Names,
}

impl App {
    /// A page of the journal, with the state of the whole chain.
    ///
    /// # Errors
    /// When the database does not answer or a row makes no sense.
    pub async fn journal(
        &self,
        proof: &Allowed<ReadJournal>,
        filter: &JournalFilter,
        number: u64,
    ) -> Result<JournalPage, AppError> {
        let tx = self.store.read().await?;
        let total = tx.journal_count(proof, filter).await?;
        let pages = total.div_ceil(PAGE).max(1);
        let number = number.clamp(1, pages);
        let entries = tx.journal(proof, filter, ((number - 1) * PAGE, PAGE)).await?;
        let chain = tx.verify_audit(proof).await?;
        let (authors, kinds) = tx.journal_choices(proof).await?;
        drop(tx);
        let names = self.names(proof, &authors).await?;
        Ok(JournalPage { entries, total, number, pages, chain, authors, kinds, names })
    }

    /// The whole journal, for a file. The export is itself a line of the journal, after those of the file.
    ///
    /// # Errors
    /// [`AppError::TooMany`] after too many exports; or the database does not answer, or a row makes no sense.
    pub async fn export_journal(
        &self,
        proof: &Allowed<ReadJournal>,
        format: &str,
    ) -> Result<JournalExport, AppError> {
        let who = format!("journal:{}:{}", proof.cpts(), proof.author());
        self.within_limit(&securite::rules()?.exports, &who).await?;
        let lines = self.store.read().await?.audit_chain(proof).await?;
        let authors: Vec<Author> = lines.iter().map(|line| Author::from(line.actor.as_str())).collect();
        let names = self.names(proof, &authors).await?;
        let tx = self.store.write().await?;
        let changes = json!({ "exported": format, "lines": lines.len() });
        tx.audit(proof, self.change("journal", proof.cpts(), changes)).await?;
        tx.commit().await?;
        Ok(JournalExport { lines, names })
    }

    /// Reads every chain of the instance again: a CPTS, or `instance`, and the state of its chain.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn verify_journals(&self, proof: &Operates) -> Result<Vec<(String, Chain)>, AppError> {
        Ok(self.store.read().await?.verify_all_audits(proof).await?)
    }
}
