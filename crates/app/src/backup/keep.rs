//! Backups that are made by themselves: the job, the nightly run, which ones stay, what the operator sees.

use std::io::ErrorKind;

use domain::authz::Operates;
use serde::{Deserialize, Serialize};
use storage::BackupRow;

use super::make::Origin;
use super::{BackupError, MadeBackup};
use crate::jobs::{Job, JobError, Report};
use crate::{App, AppError, clock, operate};

/// Makes a backup in the folder of backups, then applies the retention rule.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MakeBackup {
    /// Who asked.
    pub origin: Origin,
}

impl Job for MakeBackup {
    const KIND: &'static str = "backup.make";
    const LEASE_MINUTES: i64 = 120;

    async fn run(self, app: &App) -> Result<Report, JobError> {
        make_and_tidy(app, self.origin).await
    }

    /// Two backups that wait would hold the same data.
    fn dedup_key(&self) -> Option<String> {
        Some("backup".to_owned())
    }

    fn possible(app: &App) -> bool {
        app.settings.backups.is_some()
    }
}

/// The backup of the night; nothing without a folder.
pub(crate) async fn nightly(app: &App) -> Result<Report, JobError> {
    match app.settings.backups {
        Some(_) => make_and_tidy(app, Origin::Scheduled).await,
        None => Ok(Report::of("without_folder", 1)),
    }
}

async fn make_and_tidy(app: &App, origin: Origin) -> Result<Report, JobError> {
    let proof = operate("backup").map_err(AppError::from)?;
    let temporary = |error: BackupError| JobError::Temporary(error.to_string());
    let made: MadeBackup = app.back_up(&proof, origin, None).await.map_err(temporary)?;
    let removed = app.remove_superfluous_backups(&proof).await?;
    Ok(Report::of("rows", made.end.rows).and("bytes", made.end.bytes).and("removed", removed))
}

/// How safe the instance is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastBackup {
    /// No folder is configured.
    NoFolder,
    /// None was ever made.
    Never,
    /// The last good one is recent enough.
    Recent(jiff::Timestamp),
    /// The last good one is too old.
    Old(jiff::Timestamp),
}

/// What the operator sees of the backups.
#[derive(Clone, Debug)]
pub struct BackupsOverview {
    /// How safe the instance is.
    pub last: LastBackup,
    /// The last backups, most recent first.
    pub list: Vec<BackupRow>,
    /// Folder of the backups.
    pub folder: Option<String>,
}

/// How many backups a page lists.
const LISTED: u64 = 60;

impl App {
    /// What the operator sees of the backups.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn backups_overview(&self, proof: &Operates) -> Result<BackupsOverview, AppError> {
        let list = self.store.read().await?.backups(proof, LISTED).await?;
        let folder = self.settings.backups.as_ref().map(|folder| folder.display().to_string());
        Ok(BackupsOverview { last: self.last_backup(proof).await?, list, folder })
    }

    /// How safe the instance is.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn last_backup(&self, proof: &Operates) -> Result<LastBackup, AppError> {
        let rules = domain::exploitation::regles()?;
        let good = self.store.read().await?.good_backups(proof).await?;
        let last = good.first().map(|row| row.started_at);
        Ok(match last {
            Some(at) if self.now().duration_since(at) <= rules.warning_age() => LastBackup::Recent(at),
            Some(at) => LastBackup::Old(at),
            None if self.settings.backups.is_none() => LastBackup::NoFolder,
            None => LastBackup::Never,
        })
    }

    /// Asks for a backup now; `false` without a folder to put it in.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ask_backup(&self, proof: &Operates) -> Result<bool, AppError> {
        if self.settings.backups.is_none() {
            return Ok(false);
        }
        let tx = self.store.write().await?;
        self.enqueue(&tx, None, &MakeBackup { origin: Origin::Page }).await?;
        let changes = serde_json::json!({ "asked": true });
        tx.audit_operation(proof, self.change("backup", "now", changes)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Applies the retention rule to the folder of backups; returns how many files went.
    ///
    /// # Errors
    /// When the database does not answer, or a file cannot be removed.
    pub async fn remove_superfluous_backups(&self, proof: &Operates) -> Result<u64, AppError> {
        let Some(folder) = &self.settings.backups else { return Ok(0) };
        let rules = domain::exploitation::regles()?;
        let good = self.store.read().await?.good_backups(proof).await?;
        let ours: Vec<BackupRow> =
            good.into_iter().filter(|row| row.origin != Origin::Command.key()).collect();
        let made: Vec<_> =
            ours.iter().map(|row| row.started_at.to_zoned(clock::paris()).datetime()).collect();
        let mut removed = 0;
        for rank in domain::exploitation::superflues(&made, &rules.garde) {
            match std::fs::remove_file(folder.join(&ours[rank].file_name)) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(AppError::Job(format!("a backup cannot be removed: {error}")));
                }
                _ => {}
            }
            let tx = self.store.write().await?;
            tx.backup_removed(proof, ours[rank].id, self.now()).await?;
            tx.commit().await?;
            removed += 1;
        }
        Ok(removed)
    }
}
