//! Blocks of whole lines, taken one after the other from a source.

use std::io::{self, Read};

use memchr::memrchr;

/// Bytes of a block, about: small enough to stay in the second cache of a core, large enough that taking one
/// costs nothing.
const BLOCK: usize = 512 * 1024;
/// A line longer than this is not a line of a table.
const MAX_LINE: usize = 16 << 20;

pub(super) struct Feed<'a> {
    source: &'a mut (dyn Read + Send),
    /// The beginning of the line that the last block left out.
    carried: Vec<u8>,
    next: usize,
    exhausted: bool,
    unterminated: bool,
}

impl<'a> Feed<'a> {
    pub(super) fn new(source: &'a mut (dyn Read + Send)) -> Self {
        Self { source, carried: Vec::new(), next: 0, exhausted: false, unterminated: false }
    }

    pub(super) fn unterminated(&self) -> bool {
        self.unterminated
    }

    /// Fills the beginning of `buffer` with the next block: its rank and length, or nothing at the end.
    pub(super) fn next(&mut self, buffer: &mut Vec<u8>) -> io::Result<Option<(usize, usize)>> {
        let wanted = BLOCK.max(self.carried.len());
        if buffer.len() < 2 * wanted {
            buffer.resize(2 * wanted, 0);
        }
        buffer[..self.carried.len()].copy_from_slice(&self.carried);
        let mut length = self.carried.len();
        self.carried.clear();
        loop {
            let target = length + BLOCK;
            if target > buffer.len() {
                if length > MAX_LINE {
                    self.exhausted = true;
                    return Err(io::Error::new(io::ErrorKind::InvalidData, "line too long"));
                }
                buffer.resize(target + BLOCK, 0);
            }
            let start = length;
            length = self.fill(buffer, length, target)?;
            if self.exhausted {
                break;
            }
            // Only what was just read can hold the last line break.
            if let Some(found) = memrchr(b'\n', &buffer[start..length]) {
                let end = start + found + 1;
                self.carried.extend_from_slice(&buffer[end..length]);
                return Ok(Some(self.take(end)));
            }
        }
        if length == 0 {
            return Ok(None);
        }
        self.unterminated = buffer[length - 1] != b'\n';
        Ok(Some(self.take(length)))
    }

    fn take(&mut self, length: usize) -> (usize, usize) {
        self.next += 1;
        (self.next - 1, length)
    }

    /// Reads until `target` bytes are there or the source ends.
    fn fill(&mut self, buffer: &mut [u8], mut length: usize, target: usize) -> io::Result<usize> {
        while length < target && !self.exhausted {
            match self.source.read(&mut buffer[length..target]) {
                Ok(0) => self.exhausted = true,
                Ok(read) => length += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.exhausted = true;
                    return Err(error);
                }
            }
        }
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads one byte at a time: no block may depend on where a read stops.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
            buffer[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    fn all(source: &mut (dyn Read + Send)) -> (Vec<Vec<u8>>, bool) {
        let mut feed = Feed::new(source);
        let mut buffer = Vec::new();
        let mut blocks = Vec::new();
        while let Some((rank, length)) = feed.next(&mut buffer).unwrap() {
            assert_eq!(rank, blocks.len());
            blocks.push(buffer[..length].to_vec());
        }
        (blocks, feed.unterminated())
    }

    #[test]
    fn blocks_are_whole_lines_and_lose_nothing() {
        let line = [vec![b'x'; 999], vec![b'\n']].concat();
        let text = line.repeat(1_500);
        let (blocks, unterminated) = all(&mut text.as_slice());
        assert!(blocks.len() > 1 && blocks.iter().all(|block| block.len() % 1_000 == 0));
        assert!(!unterminated && blocks.concat() == text);
        let (blocks, unterminated) = all(&mut Slow(&text[..1_200_500]));
        assert!(unterminated && blocks.concat() == text[..1_200_500]);
    }

    #[test]
    fn a_line_longer_than_a_block_is_whole_and_an_endless_one_is_refused() {
        let text = [vec![b'x'; 3 * BLOCK], b"\nend\n".to_vec()].concat();
        let (blocks, _) = all(&mut text.as_slice());
        assert_eq!(blocks.concat(), text);
        let mut endless = io::repeat(b'x').take(64 << 20);
        let mut feed = Feed::new(&mut endless);
        let error = feed.next(&mut Vec::new()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }
}
