//! Filling a database from a backup or from another database: in one transaction, compared before it is kept.

use std::path::Path;

use domain::authz::Operates;
use storage::{Change, Place, Store, Summing, TABLES, WriteTx};
use tokio::sync::mpsc::{Receiver, channel};

use super::reader::{self, Batch, Contents};
use super::{BackupError, Sums, total};
use crate::{AppError, Settings};

/// Batches of rows between the file and the database.
const IN_FLIGHT: usize = 4;

/// What was written, and compared with what was read.
#[derive(Clone, Debug)]
pub struct Transferred {
    /// Tables.
    pub tables: usize,
    /// Rows of all tables.
    pub rows: u64,
    /// When the backup was made; `None` for a move.
    pub made_at: Option<jiff::Timestamp>,
}

/// Puts the content of a backup in a database; an earlier release's goes in a blank one, which is then brought up to
/// date. `replace` lets a database that is in use be emptied first.
///
/// # Errors
/// When the file is not whole, the database is in use, or what was written is not what was read: the database is then
/// as it was.
pub async fn restore(
    settings: &Settings,
    proof: &Operates,
    (url, replace): (&str, bool),
    path: &Path,
) -> Result<Transferred, BackupError> {
    let contents = read(settings, path, None).await?;
    let store = Store::connect(url).await?;
    let blank = store.is_blank().await?;
    match (contents.is_older(), blank) {
        (true, false) => return Err(BackupError::NeedsBlank),
        (true, true) => {
            let level = u32::try_from(contents.header.migrations.len()).unwrap_or(u32::MAX);
            store.migrate_first(level).await?;
        }
        (false, _) => {
            store.migrate().await?;
        }
    }
    let tx = store.write().await?;
    if !contents.is_older() {
        if !replace && !tx.is_unused(proof).await? {
            return Err(BackupError::NotEmpty);
        }
        tx.empty_tables(proof).await?;
    }
    let loaded = load(settings, proof, &tx, path).await?;
    if loaded != contents.sums {
        return Err(BackupError::Content("the file changed while it was read".into()));
    }
    if contents.is_older() {
        tx.commit().await?;
        store.migrate().await?;
    } else {
        compare(&tx, proof, &contents.sums).await?;
        let changes = serde_json::json!({ "made_at": contents.header.made_at, "rows": contents.rows() });
        tx.audit_operation(proof, change(settings, "backup.restore", changes)).await?;
        tx.commit().await?;
    }
    store.close().await;
    Ok(Transferred {
        tables: contents.sums.len(),
        rows: contents.rows(),
        made_at: Some(contents.header.made_at),
    })
}

/// Copies every table of a database to another one that nobody used yet, of the same kind or not.
///
/// # Errors
/// When the target is in use, or what was written is not what was read: the target is then as it was.
pub async fn copy_database(
    settings: &Settings,
    proof: &Operates,
    (from, to): (&Store, &str),
) -> Result<Transferred, BackupError> {
    let target = Store::connect(to).await?;
    target.migrate().await?;
    let source = from.read().await?;
    let tx = target.write().await?;
    if !tx.is_unused(proof).await? {
        return Err(BackupError::NotEmpty);
    }
    tx.empty_tables(proof).await?;
    let mut sums = Sums::new();
    for table in TABLES {
        let (mut sum, mut after): (Summing, Option<Place>) = (Summing::default(), None);
        loop {
            let page = source.dump_page(proof, table, after).await?;
            page.rows.iter().for_each(|row| sum.add(row));
            tx.load_rows(proof, table, &page.rows).await?;
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        sums.insert((*table).to_owned(), sum.finish());
    }
    compare(&tx, proof, &sums).await?;
    let changes = serde_json::json!({ "from": from.engine(), "to": target.engine(), "rows": total(&sums) });
    tx.audit_operation(proof, change(settings, "database.copy", changes)).await?;
    tx.commit().await?;
    target.close().await;
    Ok(Transferred { tables: sums.len(), rows: total(&sums), made_at: None })
}

/// Reads the tables again, as the transaction wrote them.
async fn compare(tx: &WriteTx, proof: &Operates, expected: &Sums) -> Result<(), BackupError> {
    for table in TABLES {
        let (mut sum, mut after): (Summing, Option<Place>) = (Summing::default(), None);
        loop {
            let page = tx.written_page(proof, table, after).await?;
            page.rows.iter().for_each(|row| sum.add(row));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        if expected.get(*table) != Some(&sum.finish()) {
            return Err(BackupError::Mismatch((*table).to_owned()));
        }
    }
    Ok(())
}

/// Reads the whole file away from the async threads; rows go to `to`, when there is one.
async fn read(
    settings: &Settings,
    path: &Path,
    to: Option<tokio::sync::mpsc::Sender<Batch>>,
) -> Result<Contents, BackupError> {
    let (keys, path) = (settings.keys.clone(), path.to_owned());
    let reading = tokio::task::spawn_blocking(move || {
        reader::read(&path, &keys, &mut |batch| match &to {
            None => Ok(()),
            Some(to) => {
                to.blocking_send(batch).map_err(|_| BackupError::Content("the database stopped".into()))
            }
        })
    });
    reading.await.unwrap_or_else(|error| Err(BackupError::Content(error.to_string())))
}

async fn load(settings: &Settings, proof: &Operates, tx: &WriteTx, path: &Path) -> Result<Sums, BackupError> {
    let (send, mut receive): (_, Receiver<Batch>) = channel(IN_FLIGHT);
    let reading = read(settings, path, Some(send));
    let loading = async move {
        while let Some(batch) = receive.recv().await {
            tx.load_rows(proof, &batch.table, &batch.rows).await?;
        }
        Ok::<_, AppError>(())
    };
    let (read, loaded) = tokio::join!(reading, loading);
    // A database that refuses closes the channel: it knows why.
    loaded?;
    Ok(read?.sums)
}

fn change(settings: &Settings, id: &str, changes: serde_json::Value) -> Change {
    Change {
        id: settings.ids.next(),
        at: settings.clock.now(),
        subject_kind: "instance",
        subject_id: id.to_owned(),
        changes,
    }
}
