//! One sealed file, written and read as a stream, for backups.
//!
//! Header: `MAILLAGE1`, the key identifier (8 hexadecimal digits), a nonce prefix of 19 bytes. Then chunks of
//! 64 KiB, each encrypted with XChaCha20-Poly1305 and numbered by the STREAM construction (BE32), the last one
//! marked as such. The header is bound to every chunk. A changed, moved, missing or added byte is an error.

use std::io::{self, Read, Write};

use aead_stream::{NewStream as _, Nonce, StreamBE32, StreamPrimitive as _};
use chacha20poly1305::XChaCha20Poly1305;

use crate::entropy::{Entropy, bytes};
use crate::seal::{Key, KeyRing};

const MAGIC: &[u8; 9] = b"MAILLAGE1";
const ID_LENGTH: usize = 8;
const PREFIX_LENGTH: usize = 19;
const HEADER_LENGTH: usize = MAGIC.len() + ID_LENGTH + PREFIX_LENGTH;
/// Bytes of the original in each chunk but the last.
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;

type Stream = StreamBE32<XChaCha20Poly1305>;

/// Why an archive cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The file does not start as an archive does.
    #[error("this file is not an archive of Maillage")]
    NotAnArchive,
    /// The key with this identifier is not in the ring.
    #[error("the key {0} of this archive is not in the ring")]
    UnknownKey(String),
    /// Bytes were changed, moved or added, or the end is missing in the middle of a chunk.
    #[error("the archive was changed since it was written")]
    Damaged,
    /// The archive is right as far as it goes, and its end is missing.
    #[error("the end of the archive is missing")]
    Truncated,
    /// More than 2^32 chunks (256 TiB).
    #[error("too much for one archive")]
    TooLong,
    /// The file under the archive failed.
    #[error("reading or writing the archive: {0}")]
    Io(io::Error),
}

impl From<ArchiveError> for io::Error {
    fn from(error: ArchiveError) -> Self {
        match error {
            ArchiveError::Io(error) => error,
            other => Self::other(other),
        }
    }
}

impl From<io::Error> for ArchiveError {
    /// Finds our own error again behind what `Read` and `Write` can say.
    fn from(error: io::Error) -> Self {
        error.downcast::<Self>().unwrap_or_else(Self::Io)
    }
}

/// Encrypts what is written to it; [`ArchiveWriter::finish`] writes the end.
pub struct ArchiveWriter<W: Write> {
    inner: W,
    chunks: Chunks,
    buffer: Vec<u8>,
}

impl<W: Write> ArchiveWriter<W> {
    /// Writes the header for the current key of the ring.
    pub fn new(mut inner: W, ring: &KeyRing, entropy: &dyn Entropy) -> Result<Self, ArchiveError> {
        let prefix = bytes::<PREFIX_LENGTH>(entropy);
        let header = [MAGIC.as_slice(), ring.current.id().as_bytes(), &prefix].concat();
        inner.write_all(&header)?;
        let chunks = Chunks::new(&ring.current, &prefix, header);
        Ok(Self { inner, chunks, buffer: Vec::with_capacity(CHUNK + TAG) })
    }

    /// Writes the last chunk and gives the file back. Without this call the archive has no end.
    pub fn finish(mut self) -> Result<W, ArchiveError> {
        self.write_chunk(true)?;
        self.inner.flush()?;
        Ok(self.inner)
    }

    fn write_chunk(&mut self, last: bool) -> Result<(), ArchiveError> {
        self.chunks.encrypt(&mut self.buffer, last)?;
        self.inner.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}

impl<W: Write> Write for ArchiveWriter<W> {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        // A full chunk waits for the next byte: it may be the last one.
        if self.buffer.len() == CHUNK && !data.is_empty() {
            self.write_chunk(false)?;
        }
        let taken = data.len().min(CHUNK - self.buffer.len());
        self.buffer.extend_from_slice(&data[..taken]);
        Ok(taken)
    }

    /// Hands complete chunks on; what is in the open chunk waits for its end.
    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Decrypts what is read through it; every byte it gives was checked.
///
/// The end of the archive is checked when `read` answers 0: read until then before you trust the whole.
/// The error behind an `io::Error` comes back with `ArchiveError::from`.
pub struct ArchiveReader<R: Read> {
    inner: R,
    chunks: Chunks,
    /// Encrypted bytes read and not yet decrypted: one chunk, and the first byte of the next one.
    ahead: Vec<u8>,
    open: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> ArchiveReader<R> {
    /// Reads the header and finds the key.
    pub fn new(mut inner: R, ring: &KeyRing) -> Result<Self, ArchiveError> {
        let mut header = Vec::with_capacity(HEADER_LENGTH);
        (&mut inner).take(HEADER_LENGTH as u64).read_to_end(&mut header)?;
        if !header.starts_with(MAGIC) {
            return Err(ArchiveError::NotAnArchive);
        }
        if header.len() < HEADER_LENGTH {
            return Err(ArchiveError::Truncated);
        }
        let (id, prefix) = header[MAGIC.len()..].split_at(ID_LENGTH);
        let id = String::from_utf8_lossy(id).into_owned();
        let Some(key) = ring.find(&id) else { return Err(ArchiveError::UnknownKey(id)) };
        let prefix: [u8; PREFIX_LENGTH] = prefix.try_into().map_err(|_| ArchiveError::Damaged)?;
        let chunks = Chunks::new(key, &prefix, header);
        Ok(Self { inner, chunks, ahead: Vec::new(), open: Vec::new(), given: 0, ended: false })
    }

    /// Decrypts the next chunk. It is the last one when not one byte follows it.
    fn next_chunk(&mut self) -> Result<(), ArchiveError> {
        let wanted = CHUNK + TAG + 1 - self.ahead.len();
        (&mut self.inner).take(wanted as u64).read_to_end(&mut self.ahead)?;
        let last = self.ahead.len() <= CHUNK + TAG;
        if self.ahead.len() < TAG {
            return Err(ArchiveError::Truncated);
        }
        let rest = self.ahead.split_off(self.ahead.len().min(CHUNK + TAG));
        self.open = std::mem::replace(&mut self.ahead, rest);
        self.given = 0;
        self.chunks.decrypt(&mut self.open, last)?;
        self.ended = last;
        Ok(())
    }
}

impl<R: Read> Read for ArchiveReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.open.len() && !self.ended && !out.is_empty() {
            if let Err(error) = self.next_chunk() {
                // What was not checked is never given, even to a caller who goes on after the error.
                self.open.clear();
                self.given = 0;
                return Err(error.into());
            }
        }
        let taken = out.len().min(self.open.len() - self.given);
        out[..taken].copy_from_slice(&self.open[self.given..self.given + taken]);
        self.given += taken;
        Ok(taken)
    }
}

/// The numbered chunks of one archive.
struct Chunks {
    stream: Stream,
    header: Vec<u8>,
    next: u32,
}

impl Chunks {
    fn new(key: &Key, prefix: &[u8; PREFIX_LENGTH], header: Vec<u8>) -> Self {
        let nonce = Nonce::<XChaCha20Poly1305, Stream>::from(*prefix);
        Self { stream: Stream::new(&key.expanded("archive").into(), &nonce), header, next: 0 }
    }

    fn encrypt(&mut self, buffer: &mut Vec<u8>, last: bool) -> Result<(), ArchiveError> {
        let done = self.stream.encrypt_in_place(self.next, last, &self.header, buffer);
        done.map_err(|_| ArchiveError::TooLong)?;
        self.advance()
    }

    fn decrypt(&mut self, buffer: &mut Vec<u8>, last: bool) -> Result<(), ArchiveError> {
        let mut copy = if last { buffer.clone() } else { Vec::new() };
        if self.stream.decrypt_in_place(self.next, last, &self.header, buffer).is_ok() {
            return self.advance();
        }
        // A good chunk that is not the last one, and nothing after it: the rest was cut off.
        if last && self.stream.decrypt_in_place(self.next, false, &self.header, &mut copy).is_ok() {
            return Err(ArchiveError::Truncated);
        }
        Err(ArchiveError::Damaged)
    }

    fn advance(&mut self) -> Result<(), ArchiveError> {
        self.next = self.next.checked_add(1).ok_or(ArchiveError::TooLong)?;
        Ok(())
    }
}

#[cfg(test)]
#[path = "archive_tests.rs"]
mod tests;
