//! Official files: from what a producer publishes to a checked [`Layer`].
//!
//! [`read`] recognises a file by its content, reads it whole or refuses it whole, and says in a
//! [`Report`] what was kept, what was not and why. Nothing is stored here.

mod checks;
pub mod container;
mod contours;
mod draft;
pub mod embedded;
mod error;
pub mod fictif;
mod head;
mod kinds;
mod list;
pub mod parts;
mod pieces;
mod publication;
mod quartiers;
mod report;
mod sheet;
pub mod sources;
pub mod stream;
mod table;
pub mod text;
mod vintage;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use territory::{CommuneCode, DepartementCode, Layer, Passport, Vintage};

pub use embedded::{EmbeddedError, embedded};
pub use error::{Cut, ReadError};
pub use list::{list, tables};
pub use pieces::piece_kind;
pub use report::{
    CodeCheck, Encoding, PopulationCheck, Reason, Rejection, Report, Skip, Skipped, Warning, whole_number,
};
pub use sources::{Confidence, RemoteFile, SourcesError, sources};

/// Where the bytes of a file are.
#[derive(Clone, Debug)]
pub enum Source {
    /// A file on disk.
    Path(PathBuf),
    /// The content itself, for example an upload.
    Bytes(Vec<u8>),
}

/// A file to read.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name, as a person knows it. Only the vintage is ever taken from it.
    pub name: String,
    /// Its content.
    pub source: Source,
}

impl Input {
    /// A file on disk, under its own name.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Self { name, source: Source::Path(path) }
    }

    /// Bytes under a name.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), source: Source::Bytes(bytes.into()) }
    }
}

/// What is known before the file is read.
#[derive(Clone, Default)]
pub struct Context<'a> {
    /// The communes already stored, to match codes and totals.
    pub known: Option<&'a dyn KnownCommunes>,
    /// The vintage that the person states; it wins over the one found in the file.
    pub vintage: Option<Vintage>,
    /// Whether the file describes an invented territory.
    pub fictitious: bool,
}

/// The communes and populations that are already stored.
pub trait KnownCommunes {
    /// Whether the code stood in the official list on 1 January of the year `geography`.
    /// Also true when no list of that year is known well enough to say no.
    fn exists(&self, code: CommuneCode, geography: i16) -> bool;
    /// Legal population (PMUN) of a département for a year, where known.
    fn legal_population(&self, departement: DepartementCode, year: i16) -> Option<u64>;
    /// The commune of a postal address, when its postcode and locality together leave no doubt.
    fn locate(&self, _postcode: &str, _locality: &str) -> Option<CommuneCode> {
        None
    }
}

/// What one file, or one sheet of it, became.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Source, vintage, licence.
    pub passport: Passport,
    /// The records.
    pub layer: Layer,
    /// What was kept and what was not.
    pub report: Report,
}

/// Told how far the reading is.
pub trait Progress {
    /// A file begins. `total_bytes` is its size on disk, where known.
    fn start(&mut self, what: &str, total_bytes: Option<u64>);
    /// So many more bytes of it were read.
    fn advance(&mut self, bytes: u64);
    /// The file is read.
    fn finish(&mut self);
}

/// Tells nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn start(&mut self, _what: &str, _total_bytes: Option<u64>) {}
    fn advance(&mut self, _bytes: u64) {}
    fn finish(&mut self) {}
}

/// Reads an official file: unpacks it, recognises it by its content, reads and checks it.
///
/// A zip archive with several data members, or a workbook with several yearly sheets, gives several
/// readings. A file that is cut, damaged or mostly unreadable gives an error and no reading at all.
pub fn read(
    input: Input,
    context: &Context<'_>,
    progress: &mut dyn Progress,
) -> Result<Vec<Reading>, ReadError> {
    let members = container::members(input)?;
    let several = members.len() > 1;
    let mut readings = Vec::new();
    let mut unknown = None;
    let mut ignored = Vec::new();
    for member in &members {
        match read_member(member, &members, context, progress) {
            Ok(found) => readings.extend(found),
            Err(
                error @ (ReadError::UnknownKind { .. }
                | ReadError::NotText { .. }
                | ReadError::SideFile { .. }
                | ReadError::Pdf { .. }),
            ) if several => {
                ignored.push(Warning::MemberIgnored { name: member.name.clone() });
                unknown.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
    }
    match (readings.first_mut(), unknown) {
        (Some(first), _) => first.report.warnings.extend(ignored),
        (None, Some(error)) => return Err(error),
        (None, None) => return Err(ReadError::Empty { name: String::new() }),
    }
    Ok(readings)
}

fn read_member(
    member: &container::Member,
    beside: &[container::Member],
    context: &Context<'_>,
    progress: &mut dyn Progress,
) -> Result<Vec<Reading>, ReadError> {
    let head = head::Head::of(member)?;
    let Some(entry) = kinds::REGISTRY.iter().find(|entry| (entry.recognise)(&head)) else {
        return Err(kinds::unknown(&head));
    };
    progress.start(&member.name, member.size());
    if head.format == head::Format::Workbook {
        // Already read whole, to be recognised.
        progress.advance(member.size().unwrap_or_default());
    }
    let drafts = (entry.read)(&mut kinds::Opening { member, beside, head: &head, context, progress });
    progress.finish();
    let drafts = drafts?;
    Ok(drafts.into_iter().map(|draft| draft.finish(context)).collect())
}
