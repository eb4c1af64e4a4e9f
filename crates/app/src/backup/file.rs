//! The file of a backup: lines of JSON, gzip, sealed. It appears whole or not at all.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;
use security::archive::ArchiveWriter;
use security::entropy::Entropy;
use security::seal::KeyRing;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc::Receiver;

use super::BackupError;

/// Some lines, then the end; a channel that closes before the end leaves no file.
pub(super) enum Chunk {
    Lines(Vec<u8>),
    End,
}

/// Writes the chunks of a channel to `path`; returns its size in bytes.
pub(super) fn write(
    path: &Path,
    (keys, entropy): (&KeyRing, &Arc<dyn Entropy>),
    mut chunks: Receiver<Chunk>,
) -> Result<(), BackupError> {
    let beside = beside(path);
    let written = write_beside(&beside, (keys, entropy), &mut chunks);
    let kept = match written {
        Ok(true) => std::fs::rename(&beside, path).map_err(|error| BackupError::io(path, error)),
        Ok(false) => Err(BackupError::Content("the reading of the database stopped".into())),
        Err(error) => Err(error),
    };
    if kept.is_err() {
        // The error that matters is the first one.
        let _ = std::fs::remove_file(&beside);
    }
    kept
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".en-cours");
    path.with_file_name(name)
}

fn write_beside(
    path: &Path,
    (keys, entropy): (&KeyRing, &Arc<dyn Entropy>),
    chunks: &mut Receiver<Chunk>,
) -> Result<bool, BackupError> {
    let failed = |error: io::Error| BackupError::io(path, error);
    let file = create(path).map_err(failed)?;
    let archive = ArchiveWriter::new(BufWriter::new(file), keys, entropy.as_ref())?;
    let mut lines = GzEncoder::new(archive, Compression::default());
    loop {
        match chunks.blocking_recv() {
            Some(Chunk::Lines(bytes)) => lines.write_all(&bytes).map_err(failed)?,
            Some(Chunk::End) => break,
            None => return Ok(false),
        }
    }
    let file = lines.finish().map_err(failed)?.finish()?;
    let file = file.into_inner().map_err(|error| failed(error.into_error()))?;
    file.sync_all().map_err(failed)?;
    Ok(true)
}

/// For its owner alone: names of files say when an instance is watched.
fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

/// Size in bytes and SHA-256 of a file.
pub(super) fn fingerprint(path: &Path) -> Result<(u64, String), BackupError> {
    let failed = |error: io::Error| BackupError::io(path, error);
    let mut file = File::open(path).map_err(failed)?;
    let (mut hash, mut size, mut buffer) = (Sha256::new(), 0, vec![0; 64 * 1024]);
    loop {
        let read = file.read(&mut buffer).map_err(failed)?;
        if read == 0 {
            let hash = hash.finalize();
            return Ok((size, hash.iter().map(|byte| format!("{byte:02x}")).collect()));
        }
        hash.update(&buffer[..read]);
        size += read as u64;
    }
}
