//! Reading an archive from its first byte to its last, checking everything on the way.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::GzDecoder;
use jiff::Timestamp;
use security::archive::{ArchiveError, ArchiveReader};
use security::seal::KeyRing;
use serde::{Deserialize, Serialize};
use storage::{FORMER_TABLES, Store, Summing, TABLES, TableSum, check_rows};

use super::{BackupError, Sums, total};

/// Version of the lines of an archive.
pub(super) const FORMAT: u32 = 1;
/// What a line that holds a row starts with.
pub(super) const ROW: &str = "{\"row\":";
/// Bytes handed on at once.
const BATCH: usize = 1024 * 1024;
/// Rows handed on at once.
const BATCH_ROWS: usize = 400;

/// The first line of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Version of the lines.
    pub format: u32,
    /// Version of the program.
    pub version: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// Migrations applied to the database, in order.
    pub migrations: Vec<String>,
}

/// A line that is not a row.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Mark {
    Header(Header),
    Table(String),
    End { table: String, sum: TableSum },
    Total { tables: u64, rows: u64 },
}

/// What an archive holds, once everything was checked.
#[derive(Clone, Debug)]
pub struct Contents {
    /// Its first line.
    pub header: Header,
    /// What each table holds.
    pub sums: Sums,
}

impl Contents {
    /// Rows of all tables.
    pub fn rows(&self) -> u64 {
        total(&self.sums)
    }

    /// Whether an earlier release wrote it, whose tables had another shape.
    pub fn is_older(&self) -> bool {
        self.header.migrations.len() < Store::known_migrations().len()
    }
}

/// Rows of one table, to load.
pub(super) struct Batch {
    pub(super) table: String,
    pub(super) rows: Vec<String>,
}

/// Reads the whole archive; each row is checked against its table, each table against its sum.
///
/// `load` gets the rows as they come: nothing of them may be kept before this function answers.
pub(super) fn read(
    path: &Path,
    keys: &KeyRing,
    load: &mut dyn FnMut(Batch) -> Result<(), BackupError>,
) -> Result<Contents, BackupError> {
    let file = File::open(path).map_err(|error| BackupError::io(path, error))?;
    let archive = ArchiveReader::new(BufReader::new(file), keys)?;
    let mut lines = Lines {
        inner: BufReader::with_capacity(BATCH, GzDecoder::new(BufReader::new(archive))),
        path,
        line: String::new(),
    };
    let Some(Mark::Header(header)) = lines.mark()? else { return Err(wrong("no header")) };
    check_header(&header)?;
    let mut sums = Sums::new();
    loop {
        match lines.mark()? {
            Some(Mark::Table(table)) => {
                let sum = read_table(&mut lines, &table, load)?;
                if sums.insert(table.clone(), sum).is_some() {
                    return Err(wrong("a table stands twice"));
                }
            }
            Some(Mark::Total { tables, rows }) => {
                if tables != sums.len() as u64 || rows != total(&sums) {
                    return Err(wrong("the total is not that of the tables"));
                }
                break;
            }
            _ => return Err(wrong("a line out of place")),
        }
    }
    lines.end()?;
    let contents = Contents { header, sums };
    check_tables(&contents)?;
    Ok(contents)
}

fn wrong(detail: &str) -> BackupError {
    BackupError::Content(detail.to_owned())
}

fn check_header(header: &Header) -> Result<(), BackupError> {
    let known = Store::known_migrations();
    let unknown: Vec<String> =
        header.migrations.iter().filter(|name| !known.contains(name)).cloned().collect();
    if !unknown.is_empty() || header.format > FORMAT {
        return Err(BackupError::TooRecent(unknown));
    }
    if known[..header.migrations.len()] != header.migrations[..] {
        return Err(wrong("its migrations are not the first ones of this release"));
    }
    Ok(())
}

fn check_tables(contents: &Contents) -> Result<(), BackupError> {
    let held = |table: &&&str| contents.sums.contains_key(**table);
    let known = TABLES.iter().chain(FORMER_TABLES).filter(held).count();
    if known != contents.sums.len() {
        return Err(wrong("a table that this release does not know"));
    }
    match (contents.is_older(), TABLES.iter().find(|table| !held(table))) {
        (false, Some(missing)) => Err(BackupError::Content(format!("table {missing} is missing"))),
        _ => Ok(()),
    }
}

fn read_table(
    lines: &mut Lines<'_>,
    table: &str,
    load: &mut dyn FnMut(Batch) -> Result<(), BackupError>,
) -> Result<TableSum, BackupError> {
    let (mut sum, mut rows, mut weight) = (Summing::default(), Vec::new(), 0);
    loop {
        let row = match lines.next()? {
            Line::Row(row) => Some(row),
            Line::Mark(Mark::End { table: ended, sum: expected }) if ended == table => {
                hand_on(table, std::mem::take(&mut rows), load)?;
                let sum = sum.finish();
                return if sum == expected { Ok(sum) } else { Err(BackupError::Mismatch(table.to_owned())) };
            }
            _ => None,
        };
        let row = row.ok_or_else(|| wrong("a table without an end"))?;
        sum.add(&row);
        weight += row.len();
        rows.push(row);
        if weight > BATCH || rows.len() == BATCH_ROWS {
            hand_on(table, std::mem::take(&mut rows), load)?;
            weight = 0;
        }
    }
}

fn hand_on(
    table: &str,
    rows: Vec<String>,
    load: &mut dyn FnMut(Batch) -> Result<(), BackupError>,
) -> Result<(), BackupError> {
    if rows.is_empty() {
        return Ok(());
    }
    check_rows(table, &rows)?;
    load(Batch { table: table.to_owned(), rows })
}

enum Line {
    Row(String),
    Mark(Mark),
}

struct Lines<'a> {
    inner: BufReader<GzDecoder<BufReader<ArchiveReader<BufReader<File>>>>>,
    path: &'a Path,
    line: String,
}

impl Lines<'_> {
    fn next(&mut self) -> Result<Line, BackupError> {
        self.line.clear();
        let read = self.inner.read_line(&mut self.line).map_err(|error| BackupError::io(self.path, error))?;
        let text = self.line.trim_end();
        if read == 0 {
            return Err(BackupError::Archive(ArchiveError::Truncated));
        }
        match text.strip_prefix(ROW).and_then(|rest| rest.strip_suffix('}')) {
            Some(row) => Ok(Line::Row(row.to_owned())),
            None => Ok(Line::Mark(serde_json::from_str(text).map_err(|error| wrong(&error.to_string()))?)),
        }
    }

    fn mark(&mut self) -> Result<Option<Mark>, BackupError> {
        match self.next()? {
            Line::Mark(mark) => Ok(Some(mark)),
            Line::Row(_) => Ok(None),
        }
    }

    /// Nothing may follow, and the archive must have its own end.
    fn end(mut self) -> Result<(), BackupError> {
        let mut rest = Vec::new();
        let failed = |error| BackupError::io(self.path, error);
        self.inner.read_to_end(&mut rest).map_err(failed)?;
        let mut archive = self.inner.into_inner().into_inner();
        archive.read_to_end(&mut rest).map_err(failed)?;
        if rest.is_empty() { Ok(()) } else { Err(wrong("something follows the end")) }
    }
}
