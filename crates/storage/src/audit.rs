//! The trace of what was done, written in the same transaction, each line bound to the line before.
//!
//! A chain belongs to a CPTS or to the instance. The hash of a line covers its content and the hash of the line
//! before, so a line that is changed or removed shows; the last hash is kept apart, so a removed end shows too.

use domain::authz::{Allowed, AllowedIn, Author, InstitutionPermission, Myself, Operates, Permission};
use domain::ids::CptsId;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, LockType, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::entities::{audit_entry as entry, audit_head as head};
use crate::{ReadTx, StorageError, WriteTx, instant};

mod read;

pub use read::{AuditLine, JournalFilter};

/// What changed, without personal data.
#[derive(Clone, Debug)]
pub struct Change {
    /// Identifier of the entry.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// Kind of thing: `variante`, `dataset`…
    pub subject_kind: &'static str,
    /// Which one.
    pub subject_id: String,
    /// What changed.
    pub changes: serde_json::Value,
}

/// An entry as it is read back.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditEntry {
    /// Rank in its chain, from 1.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub author: Author,
    /// Key of the permission.
    pub action: String,
    /// Kind of thing.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: String,
    /// What changed.
    pub changes: serde_json::Value,
    /// Hash of the line, which covers the hash of the line before.
    pub hash: String,
}

/// What a chain is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chain {
    /// Every line is there, as it was written.
    Whole {
        /// How many lines.
        lines: u64,
        /// Hash of the last one; empty when there is none.
        last: String,
    },
    /// A line was changed, removed or added outside the program.
    Broken {
        /// Rank where it shows.
        at: u64,
    },
}

/// Which chain: a CPTS, or the instance.
pub(crate) fn scope(cpts: Option<CptsId>) -> String {
    cpts.map_or_else(|| "instance".to_owned(), |cpts| cpts.to_string())
}

/// Hash of a line, version 1: SHA-256 of a JSON array of its fields. It never changes; another would be version 2.
pub(crate) fn hash(row: &entry::Model) -> String {
    let content = serde_json::json!([
        1,
        row.scope,
        row.seq,
        row.id,
        row.at,
        row.actor,
        row.action,
        row.subject_kind,
        row.subject_id,
        row.changes,
        row.previous,
    ]);
    Sha256::digest(content.to_string().as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Adds a line at the end of its chain. Nobody else adds to this chain until the transaction ends.
pub(crate) async fn append(db: &impl ConnectionTrait, mut row: entry::Model) -> Result<(), DbErr> {
    let first = head::ActiveModel {
        scope: Set(row.scope.clone()),
        cpts_id: Set(row.cpts_id),
        seq: Set(0),
        hash: Set(String::new()),
    };
    let unless_there = OnConflict::column(head::Column::Scope).do_nothing().to_owned();
    head::Entity::insert(first).on_conflict(unless_there).exec_without_returning(db).await?;
    let last = head::Entity::find_by_id(row.scope.clone()).lock(LockType::Update).one(db).await?;
    let last = last.ok_or_else(|| DbErr::RecordNotFound(format!("audit_head {}", row.scope)))?;
    row.seq = last.seq + 1;
    row.previous = last.hash;
    row.hash = hash(&row);
    let moved = head::Entity::update_many()
        .col_expr(head::Column::Seq, Expr::value(row.seq))
        .col_expr(head::Column::Hash, Expr::value(row.hash.clone()))
        .filter(head::Column::Scope.eq(row.scope.clone()));
    moved.exec(db).await?;
    entry::Entity::insert(entry::ActiveModel::from(row)).exec_without_returning(db).await?;
    Ok(())
}

impl WriteTx {
    /// Records an act inside a CPTS.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn audit<P: Permission>(&self, proof: &Allowed<P>, change: Change) -> Result<(), StorageError> {
        self.record(Some(proof.cpts()), proof.author(), proof.action(), change).await
    }

    /// Records an act of an institution, in the chain of the instance.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn audit_in<P: InstitutionPermission>(
        &self,
        proof: &AllowedIn<P>,
        change: Change,
    ) -> Result<(), StorageError> {
        self.record(None, proof.author(), proof.action(), change).await
    }

    /// Records an act of an institution on a dossier, in the chain of the CPTS whose dossier it is: its journal shows it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn audit_on<P: InstitutionPermission>(
        &self,
        proof: &AllowedIn<P>,
        of: &crate::Saisi,
        change: Change,
    ) -> Result<(), StorageError> {
        self.record(Some(of.cpts()), proof.author(), proof.action(), change).await
    }

    /// Records what an institution says of a yearly dialogue, in the chain of the CPTS whose dialogue it is.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn audit_on_dialogue<P: InstitutionPermission>(
        &self,
        proof: &AllowedIn<P>,
        of: &crate::DialogueRecu,
        change: Change,
    ) -> Result<(), StorageError> {
        self.record(Some(of.cpts()), proof.author(), proof.action(), change).await
    }

    /// Records what a person did to their own account, in the chain of the instance.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn audit_self(&self, proof: &Myself, change: Change) -> Result<(), StorageError> {
        self.record(None, proof.author(), Myself::KEY, change).await
    }

    /// Records an act on the instance.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn audit_operation(&self, proof: &Operates, change: Change) -> Result<(), StorageError> {
        self.record(None, proof.author(), Operates::KEY, change).await
    }

    /// Records what happened at the door, before anyone is known: sign-in, invitation, reset.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn audit_door(
        &self,
        author: &Author,
        cpts: Option<CptsId>,
        action: &'static str,
        change: Change,
    ) -> Result<(), StorageError> {
        self.record(cpts, author, action, change).await
    }

    async fn record(
        &self,
        cpts: Option<CptsId>,
        author: &Author,
        action: &str,
        change: Change,
    ) -> Result<(), StorageError> {
        let row = entry::Model {
            id: change.id,
            scope: scope(cpts),
            seq: 0,
            cpts_id: cpts.map(|cpts| cpts.0),
            at: instant::stored(change.at),
            actor: author.to_string(),
            action: action.to_owned(),
            subject_kind: change.subject_kind.to_owned(),
            subject_id: change.subject_id,
            changes: change.changes.to_string(),
            previous: String::new(),
            hash: String::new(),
        };
        self.run(append(&self.txn, row)).await
    }
}

/// Lines read at once: a long chain never has to fit in memory to be verified.
const PAGE: u64 = 1_000;

async fn verify(db: &impl ConnectionTrait, scope: &str) -> Result<Chain, DbErr> {
    let head = head::Entity::find_by_id(scope.to_owned()).one(db).await?;
    let (mut seq, mut last) = (0_i64, String::new());
    loop {
        let page = entry::Entity::find()
            .filter(entry::Column::Scope.eq(scope))
            .filter(entry::Column::Seq.gt(seq))
            .order_by_asc(entry::Column::Seq)
            .limit(PAGE)
            .all(db)
            .await?;
        let more = page.len() as u64 == PAGE;
        for row in page {
            if row.seq != seq + 1 || row.previous != last || row.hash != hash(&row) {
                return Ok(Chain::Broken { at: seq.unsigned_abs() + 1 });
            }
            (seq, last) = (row.seq, row.hash);
        }
        if !more {
            break;
        }
    }
    let (written, kept) = head.map_or((0, String::new()), |head| (head.seq, head.hash));
    Ok(match (written, &kept) == (seq, &last) {
        true => Chain::Whole { lines: seq.unsigned_abs(), last },
        false => Chain::Broken { at: seq.unsigned_abs() + 1 },
    })
}

impl ReadTx {
    /// The last acts inside a CPTS, most recent first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn audit_entries<P: Permission>(
        &self,
        proof: &Allowed<P>,
        limit: u64,
    ) -> Result<Vec<AuditEntry>, StorageError> {
        let rows = entry::Entity::find()
            .filter(entry::Column::Scope.eq(scope(Some(proof.cpts()))))
            .order_by_desc(entry::Column::Seq)
            .limit(limit)
            .all(&self.txn)
            .await?;
        rows.into_iter().map(AuditEntry::try_from).collect()
    }

    /// Reads the whole chain of a CPTS again and says whether it is as it was written.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn verify_audit<P: Permission>(&self, proof: &Allowed<P>) -> Result<Chain, StorageError> {
        Ok(verify(&self.txn, &scope(Some(proof.cpts()))).await?)
    }

    /// Reads every chain again: the ranks where they break, by scope.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn verify_all_audits(&self, _: &Operates) -> Result<Vec<(String, Chain)>, StorageError> {
        // A chain whose head was removed still has its lines, and a chain whose lines were all removed its head.
        let heads = head::Entity::find().select_only().column(head::Column::Scope);
        let lines = entry::Entity::find().select_only().column(entry::Column::Scope).distinct();
        let mut scopes: Vec<String> = heads.into_tuple().all(&self.txn).await?;
        scopes.extend(lines.into_tuple::<String>().all(&self.txn).await?);
        scopes.sort_unstable();
        scopes.dedup();
        let mut chains = Vec::new();
        for scope in scopes {
            let chain = verify(&self.txn, &scope).await?;
            chains.push((scope, chain));
        }
        Ok(chains)
    }
}

impl TryFrom<entry::Model> for AuditEntry {
    type Error = StorageError;
    fn try_from(row: entry::Model) -> Result<Self, StorageError> {
        let wrong =
            |detail: &dyn std::fmt::Display| StorageError::inconsistent("audit_entry", row.id, detail);
        let changes = serde_json::from_str(&row.changes).map_err(|error| wrong(&error))?;
        Ok(Self {
            seq: row.seq.try_into().map_err(|error| wrong(&error))?,
            at: instant::read("audit_entry", row.id, row.at)?,
            author: Author::from(row.actor.as_str()),
            action: row.action,
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            changes,
            hash: row.hash,
        })
    }
}
