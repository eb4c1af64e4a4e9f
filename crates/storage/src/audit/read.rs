//! The trace as a CPTS reads and exports it: nothing here, nor anywhere else, changes or removes a line.

use domain::authz::{Allowed, Author, ReadJournal};
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use super::{AuditEntry, PAGE, scope};
use crate::entities::audit_entry as entry;
use crate::{ReadTx, StorageError, instant};

/// Which lines of a journal are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JournalFilter {
    /// Lines of one author only.
    pub author: Option<Author>,
    /// Lines about one kind of thing only.
    pub kind: Option<String>,
    /// Lines from this instant on.
    pub from: Option<Timestamp>,
    /// Lines before this instant.
    pub until: Option<Timestamp>,
}

/// A line exactly as its hash covers it, for the file that another tool verifies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    /// Identifier of the line.
    pub id: String,
    /// The chain: identifier of the CPTS, or `instance`.
    pub scope: String,
    /// Rank in the chain, from 1.
    pub seq: u64,
    /// When, in microseconds since 1970.
    pub at_us: i64,
    /// Who, as it is written.
    pub actor: String,
    /// Key of the permission.
    pub action: String,
    /// Kind of thing.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: String,
    /// What changed, as the JSON text that the hash covers.
    pub changes: String,
    /// Hash of the line before; empty for the first.
    pub previous: String,
    /// Hash of the line.
    pub hash: String,
}

impl TryFrom<entry::Model> for AuditLine {
    type Error = StorageError;
    fn try_from(row: entry::Model) -> Result<Self, StorageError> {
        let seq = row.seq.try_into().map_err(|e| StorageError::inconsistent("audit_entry", row.id, e))?;
        Ok(Self {
            id: row.id.to_string(),
            scope: row.scope,
            seq,
            at_us: row.at,
            actor: row.actor,
            action: row.action,
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            changes: row.changes,
            previous: row.previous,
            hash: row.hash,
        })
    }
}

fn own(proof: &Allowed<ReadJournal>) -> Select<entry::Entity> {
    entry::Entity::find().filter(entry::Column::Scope.eq(scope(Some(proof.cpts()))))
}

fn filtered(proof: &Allowed<ReadJournal>, filter: &JournalFilter) -> Select<entry::Entity> {
    own(proof)
        .apply_if(filter.author.as_ref(), |query, author| {
            query.filter(entry::Column::Actor.eq(author.to_string()))
        })
        .apply_if(filter.kind.as_ref(), |query, kind| query.filter(entry::Column::SubjectKind.eq(kind)))
        .apply_if(filter.from, |query, at| query.filter(entry::Column::At.gte(instant::stored(at))))
        .apply_if(filter.until, |query, at| query.filter(entry::Column::At.lt(instant::stored(at))))
}

impl ReadTx {
    /// A page of the journal of a CPTS, most recent first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn journal(
        &self,
        proof: &Allowed<ReadJournal>,
        filter: &JournalFilter,
        (skipped, limit): (u64, u64),
    ) -> Result<Vec<AuditEntry>, StorageError> {
        let rows = filtered(proof, filter)
            .order_by_desc(entry::Column::Seq)
            .offset(skipped)
            .limit(limit)
            .all(&self.txn)
            .await?;
        rows.into_iter().map(AuditEntry::try_from).collect()
    }

    /// How many lines a filter keeps.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn journal_count(
        &self,
        proof: &Allowed<ReadJournal>,
        filter: &JournalFilter,
    ) -> Result<u64, StorageError> {
        Ok(filtered(proof, filter).count(&self.txn).await?)
    }

    /// Who wrote in the journal, and about which kinds of things: what its filters offer.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn journal_choices(
        &self,
        proof: &Allowed<ReadJournal>,
    ) -> Result<(Vec<Author>, Vec<String>), StorageError> {
        let distinct = |column| own(proof).select_only().column(column).distinct().order_by_asc(column);
        let actors: Vec<String> = distinct(entry::Column::Actor).into_tuple().all(&self.txn).await?;
        let kinds = distinct(entry::Column::SubjectKind).into_tuple().all(&self.txn).await?;
        Ok((actors.into_iter().map(Author::from).collect(), kinds))
    }

    /// The whole chain of a CPTS from its first line, for an export.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn audit_chain(&self, proof: &Allowed<ReadJournal>) -> Result<Vec<AuditLine>, StorageError> {
        let mut lines: Vec<AuditLine> = Vec::new();
        loop {
            let last = lines.last().map_or(i64::MIN, |line| line.seq as i64);
            let query = own(proof).filter(entry::Column::Seq.gt(last)).order_by_asc(entry::Column::Seq);
            let page = query.limit(PAGE).all(&self.txn).await?;
            let more = page.len() as u64 == PAGE;
            for row in page {
                lines.push(row.try_into()?);
            }
            if !more {
                return Ok(lines);
            }
        }
    }
}
