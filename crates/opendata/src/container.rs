//! What a file is packed in: nothing, gzip or zip. The inside is always read as a stream.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::Crc;
use flate2::read::{DeflateDecoder, MultiGzDecoder};

use crate::error::ReadError;
use crate::{Input, Source};

/// Largest content that is ever held in memory at once (workbooks, GeoJSON, GeoPackage).
const MAX_IN_MEMORY: u64 = 2 << 30;

/// One data file inside what was given: the file itself, or a member of an archive.
#[derive(Clone, Debug)]
pub struct Member {
    /// Name, without the `.gz` of the wrapping.
    pub name: String,
    source: Shared,
    packing: Packing,
}

#[derive(Clone, Debug)]
enum Shared {
    Path(Arc<Path>),
    Bytes(Arc<Vec<u8>>),
}

#[derive(Clone, Debug)]
enum Packing {
    Plain,
    Gzip,
    Zip(ZipEntry),
}

#[derive(Clone, Debug)]
struct ZipEntry {
    start: u64,
    packed: u64,
    size: u64,
    crc: u32,
    deflated: bool,
}

struct SharedBytes(Arc<Vec<u8>>);

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

impl Shared {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(match self {
            Shared::Path(path) => Box::new(File::open(path)?),
            Shared::Bytes(bytes) => Box::new(Cursor::new(SharedBytes(bytes.clone()))),
        })
    }

    fn len(&self) -> io::Result<u64> {
        match self {
            Shared::Path(path) => std::fs::metadata(path).map(|meta| meta.len()),
            Shared::Bytes(bytes) => Ok(bytes.len() as u64),
        }
    }
}

/// An opened member: its unpacked content, and how many packed bytes were read so far.
pub struct Opened {
    /// Unpacked content.
    pub reader: Box<dyn Read + Send>,
    /// Packed bytes read so far.
    pub consumed: Consumed,
}

/// How many bytes were read, told by the thread that reads.
#[derive(Clone, Debug, Default)]
pub struct Consumed(Arc<AtomicU64>);

impl Consumed {
    /// Bytes read so far.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn add(&self, bytes: usize) {
        self.0.fetch_add(bytes as u64, Ordering::Relaxed);
    }
}

impl Member {
    /// Packed size in bytes, where known.
    pub fn size(&self) -> Option<u64> {
        match &self.packing {
            Packing::Plain | Packing::Gzip => self.source.len().ok(),
            Packing::Zip(entry) => Some(entry.packed),
        }
    }

    /// Opens the content from its start.
    pub fn open(&self) -> Result<Opened, ReadError> {
        let consumed = Consumed::default();
        let mut file = self.source.open().map_err(|error| ReadError::io(&self.name, error))?;
        let reader: Box<dyn Read + Send> = match &self.packing {
            Packing::Plain => Box::new(Counted { inner: file, consumed: consumed.clone() }),
            Packing::Gzip => {
                let counted = Counted { inner: file, consumed: consumed.clone() };
                Box::new(MultiGzDecoder::new(counted))
            }
            Packing::Zip(entry) => {
                file.seek(SeekFrom::Start(entry.start)).map_err(|error| ReadError::io(&self.name, error))?;
                let counted = Counted { inner: file.take(entry.packed), consumed: consumed.clone() };
                let inner: Box<dyn Read + Send> =
                    if entry.deflated { Box::new(DeflateDecoder::new(counted)) } else { Box::new(counted) };
                Box::new(Verified { inner, crc: Crc::new(), size: entry.size, expected: entry.crc })
            }
        };
        Ok(Opened { reader, consumed })
    }

    /// The first bytes of the content, at most `limit`.
    pub fn start(&self, limit: u64) -> Result<Vec<u8>, ReadError> {
        let mut start = Vec::new();
        self.open()?
            .reader
            .take(limit)
            .read_to_end(&mut start)
            .map_err(|error| ReadError::io(&self.name, error))?;
        Ok(start)
    }

    /// The whole content, for formats that cannot be streamed.
    pub fn bytes(&self) -> Result<Vec<u8>, ReadError> {
        let bytes = self.start(MAX_IN_MEMORY + 1)?;
        if bytes.len() as u64 > MAX_IN_MEMORY {
            return Err(ReadError::TooLarge { name: self.name.clone() });
        }
        Ok(bytes)
    }
}

struct Counted<R> {
    inner: R,
    consumed: Consumed,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.consumed.add(read);
        Ok(read)
    }
}

/// A zip member says its own size and checksum: a member cut in the middle must not pass for a whole one.
struct Verified {
    inner: Box<dyn Read + Send>,
    crc: Crc,
    size: u64,
    expected: u32,
}

impl Read for Verified {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.crc.update(&buffer[..read]);
        let complete = u64::from(self.crc.amount()) == self.size & u64::from(u32::MAX);
        if read == 0 && !buffer.is_empty() && (!complete || self.crc.sum() != self.expected) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(read)
    }
}

/// The data files inside an input.
pub(crate) fn members(input: Input) -> Result<Vec<Member>, ReadError> {
    let Input { name, source } = input;
    let source = match source {
        Source::Path(path) => Shared::Path(path.into()),
        Source::Bytes(bytes) => Shared::Bytes(Arc::new(bytes)),
    };
    let plain = Member { name: name.clone(), source: source.clone(), packing: Packing::Plain };
    let start = plain.start(4)?;
    if start.is_empty() {
        return Err(ReadError::Empty { name });
    }
    if start.starts_with(&[0x1f, 0x8b]) {
        let name = name.strip_suffix(".gz").unwrap_or(&name).to_owned();
        return Ok(vec![Member { name, packing: Packing::Gzip, ..plain }]);
    }
    if !start.starts_with(b"PK\x03\x04") && !start.starts_with(b"PK\x05\x06") {
        return Ok(vec![plain]);
    }
    zip_members(plain)
}

fn zip_members(plain: Member) -> Result<Vec<Member>, ReadError> {
    let name = &plain.name;
    let file = plain.source.open().map_err(|error| ReadError::io(name, error))?;
    // The list of a zip stands at its end: when it cannot be read, the end is missing.
    let mut archive = zip::ZipArchive::new(file).map_err(|_| ReadError::cut_archive(name))?;
    let is_workbook = archive.file_names().any(|path| {
        path.is_ok_and(|path| matches!(&*path, "xl/workbook.xml" | "xl/workbook.bin" | "content.xml"))
    });
    if is_workbook {
        return Ok(vec![plain]);
    }
    let mut members = Vec::new();
    for rank in 0..archive.len() {
        let entry = archive.by_index_raw(rank).map_err(|_| ReadError::cut_archive(name))?;
        let inside = entry.name().map_err(|_| ReadError::cut_archive(name))?.into_owned();
        let inside = inside.rsplit('/').next().unwrap_or(&inside).to_owned();
        if entry.is_dir() || !is_data(&inside) {
            continue;
        }
        let deflated = match entry.compression() {
            zip::CompressionMethod::Stored => false,
            zip::CompressionMethod::Deflated => true,
            _ => return Err(ReadError::NotText { name: inside }),
        };
        let start = entry.data_start().ok_or_else(|| ReadError::cut_archive(name))?;
        let packing = Packing::Zip(ZipEntry {
            start,
            packed: entry.compressed_size(),
            size: entry.size(),
            crc: entry.crc32(),
            deflated,
        });
        members.push(Member { name: inside, source: plain.source.clone(), packing });
    }
    if members.is_empty() { Err(ReadError::Empty { name: plain.name }) } else { Ok(members) }
}

/// INSEE adds `meta_…` files that describe the columns; macOS adds `._…` twins.
fn is_data(name: &str) -> bool {
    let lower = name.to_lowercase();
    let extension = lower.rsplit('.').next().unwrap_or_default();
    !lower.starts_with("meta_")
        && !lower.starts_with("._")
        && matches!(extension, "csv" | "txt" | "tsv" | "xlsx" | "xls" | "ods" | "json" | "geojson" | "gpkg")
}
