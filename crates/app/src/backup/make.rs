//! Making a backup while the instance runs: one consistent view, written, read back, compared.

use std::path::{Path, PathBuf};

use domain::authz::Operates;
use storage::{BackupEnd, NewBackup, Place, ReadTx, Store, Summing, TABLES};
use tokio::sync::mpsc::{Sender, channel};

use super::file::{self, Chunk};
use super::reader::{self, FORMAT, Header, Mark, ROW};
use super::{BackupError, Sums, total};
use crate::App;

/// Chunks of lines between the database and the file.
const IN_FLIGHT: usize = 4;

/// Who asked for a backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Origin {
    /// The night.
    Scheduled,
    /// The operator's page.
    Page,
    /// The command line; its file is never removed by the retention rule.
    Command,
}

impl Origin {
    /// As it is stored.
    pub fn key(self) -> &'static str {
        match self {
            Origin::Scheduled => "planifiee",
            Origin::Page => "page",
            Origin::Command => "commande",
        }
    }
}

/// A backup that was read back and found whole.
#[derive(Clone, Debug)]
pub struct MadeBackup {
    /// Where it is.
    pub path: PathBuf,
    /// Size, rows, fingerprint.
    pub end: BackupEnd,
}

impl App {
    /// Makes a backup at `path`, or in the folder of backups, and reads it back.
    ///
    /// # Errors
    /// When it cannot be written, read back, or is not what the database held; the reason is kept with it.
    pub async fn back_up(
        &self,
        proof: &Operates,
        origin: Origin,
        path: Option<&Path>,
    ) -> Result<MadeBackup, BackupError> {
        let id = self.next_id();
        let started_at = self.now();
        let (path, name) = match path {
            Some(path) => (path.to_owned(), path.display().to_string()),
            None => {
                let folder = self.settings.backups.as_ref().ok_or(BackupError::NoFolder)?;
                let short = &id.simple().to_string()[24..];
                let name = format!("maillage-{}-{short}.sauvegarde", started_at.strftime("%Y%m%d-%H%M%S"));
                (folder.join(&name), name)
            }
        };
        let tx = self.store.write().await?;
        let new = NewBackup { id, origin: origin.key().to_owned(), file_name: name, started_at };
        tx.start_backup(proof, &new).await?;
        tx.commit().await?;
        let made = self.write_and_check(proof, &path).await;
        let tx = self.store.write().await?;
        match &made {
            Ok(end) => {
                tx.finish_backup(proof, id, end).await?;
                let changes =
                    serde_json::json!({ "origin": origin.key(), "rows": end.rows, "bytes": end.bytes });
                tx.audit_operation(proof, self.change("backup", id, changes)).await?;
            }
            Err(error) => tx.fail_backup(proof, id, (self.now(), &error.to_string())).await?,
        }
        tx.commit().await?;
        made.map(|end| MadeBackup { path, end })
    }

    async fn write_and_check(&self, proof: &Operates, path: &Path) -> Result<BackupEnd, BackupError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| BackupError::io(folder, error))?;
        }
        let (send, receive) = channel(IN_FLIGHT);
        let (keys, entropy) = (self.settings.keys.clone(), self.settings.entropy.clone());
        let place = path.to_owned();
        let writing = tokio::task::spawn_blocking(move || file::write(&place, (&keys, &entropy), receive));
        let dumped = self.dump(proof, send).await;
        let written = writing.await.unwrap_or_else(|error| Err(BackupError::Content(error.to_string())));
        // When the file fails, the channel fails too, and the other way round: the first failure knows why.
        let sums = match (dumped, written) {
            (Ok(sums), Ok(())) => sums,
            (Err(BackupError::App(error)), _) => return Err(error.into()),
            (_, Err(error)) | (Err(error), Ok(())) => return Err(error),
        };
        let (keys, place) = (self.settings.keys.clone(), path.to_owned());
        let checking = tokio::task::spawn_blocking(move || {
            let contents = reader::read(&place, &keys, &mut |_| Ok(()))?;
            Ok::<_, BackupError>((contents, file::fingerprint(&place)?))
        });
        let checked = checking.await.unwrap_or_else(|error| Err(BackupError::Content(error.to_string())));
        let (contents, (bytes, fingerprint)) = checked?;
        if let Some((table, _)) = sums.iter().find(|(table, sum)| contents.sums.get(*table) != Some(sum)) {
            return Err(BackupError::Mismatch(table.clone()));
        }
        Ok(BackupEnd { at: self.now(), bytes, rows: total(&sums), fingerprint })
    }

    /// Sends every table, as one view of the database shows them.
    async fn dump(&self, proof: &Operates, send: Sender<Chunk>) -> Result<Sums, BackupError> {
        let tx = self.store.read().await?;
        let header = Header {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            made_at: self.now(),
            migrations: Store::known_migrations(),
        };
        let mut sums = Sums::new();
        push(&send, mark(&Mark::Header(header))?).await?;
        for table in TABLES {
            push(&send, mark(&Mark::Table((*table).to_owned()))?).await?;
            let sum = dump_table(&tx, proof, table, &send).await?.finish();
            push(&send, mark(&Mark::End { table: (*table).to_owned(), sum: sum.clone() })?).await?;
            sums.insert((*table).to_owned(), sum);
        }
        push(&send, mark(&Mark::Total { tables: sums.len() as u64, rows: total(&sums) })?).await?;
        send.send(Chunk::End).await.map_err(|_| closed())?;
        Ok(sums)
    }
}

async fn dump_table(
    tx: &ReadTx,
    proof: &Operates,
    table: &str,
    send: &Sender<Chunk>,
) -> Result<Summing, BackupError> {
    let (mut sum, mut after): (Summing, Option<Place>) = (Summing::default(), None);
    loop {
        let page = tx.dump_page(proof, table, after).await?;
        let mut lines = Vec::new();
        for row in &page.rows {
            sum.add(row);
            lines.extend_from_slice(ROW.as_bytes());
            lines.extend_from_slice(row.as_bytes());
            lines.extend_from_slice(b"}\n");
        }
        push(send, lines).await?;
        after = page.next;
        if after.is_none() {
            return Ok(sum);
        }
    }
}

async fn push(send: &Sender<Chunk>, lines: Vec<u8>) -> Result<(), BackupError> {
    send.send(Chunk::Lines(lines)).await.map_err(|_| closed())
}

fn closed() -> BackupError {
    BackupError::Content("the file is closed".into())
}

fn mark(mark: &Mark) -> Result<Vec<u8>, BackupError> {
    let mut line = serde_json::to_vec(mark).map_err(|error| BackupError::Content(error.to_string()))?;
    line.push(b'\n');
    Ok(line)
}
