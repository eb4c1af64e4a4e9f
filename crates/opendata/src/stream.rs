//! A reader of delimited text that never holds more than a few lines.
//!
//! One large buffer, fields borrowed from it, nothing decoded before it is asked for. A line with a
//! quote takes a slower way; a pipe-separated file has no quotes at all.

use std::io::{self, Read};

use memchr::{memchr, memchr_iter};

/// Bytes asked from the source at once.
const CHUNK: usize = 256 * 1024;
/// A line longer than this is not a line of a table.
const MAX_LINE: usize = 16 << 20;
/// A quoted cell that is still open after so many bytes was never closed: its quote is a character.
const MAX_QUOTED: usize = 64 * 1024;

/// How cells are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Between cells.
    pub separator: u8,
    /// Whether `"` may surround a cell.
    pub quoting: bool,
}

impl Dialect {
    /// The usual dialect of a separator: no quotes between pipes.
    pub fn of(separator: u8) -> Self {
        Self { separator, quoting: separator != b'|' }
    }

    /// Finds the separator of a text from its first lines.
    pub fn detect(start: &[u8]) -> Self {
        let lines: Vec<&[u8]> =
            start.split(|byte| *byte == b'\n').filter(|line| line.len() > 1).take(16).collect();
        // A last line may be cut by the end of the sample.
        let lines = if lines.len() > 2 { &lines[..lines.len() - 1] } else { &lines[..] };
        let score = |separator: u8| {
            let counts: Vec<usize> = lines.iter().map(|line| separators(line, separator)).collect();
            let agreeing = |count: usize| counts.iter().filter(|other| **other == count).count();
            counts.iter().map(|count| count * agreeing(*count)).max().unwrap_or(0)
        };
        // On equal scores the last one wins: `;` is the French habit.
        let best = [b'|', b'\t', b',', b';'].into_iter().max_by_key(|separator| score(*separator));
        Self::of(best.unwrap_or(b';'))
    }
}

fn separators(line: &[u8], separator: u8) -> usize {
    let mut quoted = false;
    let mut count = 0;
    for byte in line {
        match byte {
            b'"' if separator != b'|' => quoted = !quoted,
            byte if *byte == separator && !quoted => count += 1,
            _ => {}
        }
    }
    count
}

/// Reads rows one after the other.
pub struct Delimited<R> {
    source: R,
    dialect: Dialect,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    exhausted: bool,
    line: u64,
    started: bool,
    unterminated: bool,
    fields: Vec<(u32, u32)>,
    unquoted: Vec<u8>,
}

/// One row: its fields are borrowed from the reader.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a> {
    text: &'a [u8],
    ranges: &'a [(u32, u32)],
    /// Line of the file where the row begins, from 1.
    pub line: u64,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(text: &'a [u8], ranges: &'a [(u32, u32)], line: u64) -> Self {
        Self { text, ranges, line }
    }

    /// Number of fields.
    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// Whether there is no field.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// A field, by rank.
    pub fn get(&self, rank: usize) -> Option<&'a [u8]> {
        self.ranges.get(rank).map(|(from, to)| &self.text[*from as usize..*to as usize])
    }

    /// The whole line.
    pub fn text(&self) -> &'a [u8] {
        self.text
    }
}

impl<R: Read> Delimited<R> {
    /// Starts at the beginning of a source.
    pub fn new(source: R, dialect: Dialect) -> Self {
        Self {
            source,
            dialect,
            buffer: vec![0; 2 * CHUNK],
            start: 0,
            end: 0,
            exhausted: false,
            line: 0,
            started: false,
            unterminated: false,
            fields: Vec::new(),
            unquoted: Vec::new(),
        }
    }

    /// Whether the last row that was read had no line break after it.
    pub fn unterminated(&self) -> bool {
        self.unterminated
    }

    /// The next row that is not empty.
    pub fn next_row(&mut self) -> io::Result<Option<Fields<'_>>> {
        loop {
            let Some((from, to)) = self.take_line(0)? else { return Ok(None) };
            self.line += 1;
            if to == from {
                continue;
            }
            let line = self.line;
            let quotes = self.dialect.quoting && memchr(b'"', &self.buffer[from..to]).is_some();
            if !quotes {
                split(&self.buffer[from..to], self.dialect.separator, &mut self.fields);
                return Ok(Some(Fields::new(&self.buffer[from..to], &self.fields, line)));
            }
            self.quoted_row(from, to)?;
            return Ok(Some(Fields::new(&self.unquoted, &self.fields, line)));
        }
    }

    /// Reads a row with quotes, over several lines where a quoted cell holds line breaks.
    fn quoted_row(&mut self, mut from: usize, mut to: usize) -> io::Result<()> {
        let first_length = to - from;
        let mut extra = 0;
        while !unquote(&self.buffer[from..to], self.dialect.separator, &mut self.unquoted, &mut self.fields) {
            // Put the lines back and take one more with them.
            let taken = self.start - from;
            self.start = from;
            let longer = if taken > MAX_QUOTED { None } else { self.take_line(taken)? };
            match longer {
                Some((new_from, new_to)) if new_to - new_from > to - from => {
                    (from, to) = (new_from, new_to);
                    extra += 1;
                }
                other => {
                    self.start = other.map_or(self.start, |(from, _)| from);
                    return self.quote_is_a_character(first_length);
                }
            }
        }
        self.line += extra;
        Ok(())
    }

    /// Takes the first line again when no later line closes its quote.
    fn quote_is_a_character(&mut self, length: usize) -> io::Result<()> {
        self.unterminated = false;
        let (from, to) = self.take_line(length)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        split(&self.buffer[from..to], self.dialect.separator, &mut self.fields);
        self.unquoted.clear();
        self.unquoted.extend_from_slice(&self.buffer[from..to]);
        Ok(())
    }

    /// The range of the next line without its break; the break is looked for after `skip` bytes.
    fn take_line(&mut self, skip: usize) -> io::Result<Option<(usize, usize)>> {
        let mut searched = skip;
        loop {
            let available = self.end - self.start;
            let searchable = searched.min(available);
            if let Some(found) = memchr(b'\n', &self.buffer[self.start + searchable..self.end]) {
                let from = self.start;
                let to = from + searchable + found;
                self.start = to + 1;
                return Ok(Some(self.trimmed(from, to)));
            }
            searched = searched.max(available);
            if self.exhausted {
                if available == 0 {
                    return Ok(None);
                }
                let (from, to) = (self.start, self.end);
                self.start = self.end;
                self.unterminated = true;
                return Ok(Some(self.trimmed(from, to)));
            }
            self.fill()?;
        }
    }

    fn trimmed(&mut self, mut from: usize, mut to: usize) -> (usize, usize) {
        if !self.started {
            self.started = true;
            if self.buffer[from..to].starts_with(b"\xef\xbb\xbf") {
                from += 3;
            }
        }
        if to > from && self.buffer[to - 1] == b'\r' {
            to -= 1;
        }
        (from, to)
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.end + CHUNK > self.buffer.len() {
            if self.buffer.len() > MAX_LINE {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "line too long"));
            }
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        loop {
            match self.source.read(&mut self.buffer[self.end..]) {
                Ok(0) => self.exhausted = true,
                Ok(read) => self.end += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            return Ok(());
        }
    }
}

fn split(line: &[u8], separator: u8, fields: &mut Vec<(u32, u32)>) {
    fields.clear();
    let mut from = 0;
    for at in memchr_iter(separator, line) {
        fields.push((from, at as u32));
        from = at as u32 + 1;
    }
    fields.push((from, line.len() as u32));
}

/// Splits a line whose cells may be quoted. False when a quoted cell is not closed.
fn unquote(line: &[u8], separator: u8, out: &mut Vec<u8>, fields: &mut Vec<(u32, u32)>) -> bool {
    out.clear();
    fields.clear();
    let mut at = 0;
    loop {
        let from = out.len() as u32;
        if line.get(at) == Some(&b'"') {
            at += 1;
            loop {
                let Some(quote) = memchr(b'"', &line[at..]) else { return false };
                out.extend_from_slice(&line[at..at + quote]);
                at += quote + 1;
                if line.get(at) != Some(&b'"') {
                    break;
                }
                out.push(b'"');
                at += 1;
            }
        }
        let rest = memchr(separator, &line[at..]).map_or(line.len(), |found| at + found);
        out.extend_from_slice(&line[at..rest]);
        fields.push((from, out.len() as u32));
        if rest == line.len() {
            return true;
        }
        out.push(separator);
        at = rest + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, dialect: Dialect) -> Vec<(u64, Vec<String>)> {
        // One byte at a time: no row may depend on where a read stops.
        struct Slow<'a>(&'a [u8]);
        impl Read for Slow<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
                buffer[0] = *first;
                self.0 = rest;
                Ok(1)
            }
        }
        let mut reader = Delimited::new(Slow(text.as_bytes()), dialect);
        let mut out = Vec::new();
        while let Some(row) = reader.next_row().unwrap() {
            let cells =
                (0..row.len()).map(|rank| String::from_utf8_lossy(row.get(rank).unwrap()).into_owned());
            out.push((row.line, cells.collect()));
        }
        out
    }

    #[test]
    fn rows_lose_their_mark_breaks_and_empty_lines() {
        let found = rows("\u{feff}a;b\r\n\r\n1;2\r\n3;", Dialect::of(b';'));
        assert_eq!(
            found,
            [
                (1, vec!["a".into(), "b".into()]),
                (3, vec!["1".into(), "2".into()]),
                (4, vec!["3".into(), String::new()])
            ]
        );
    }

    #[test]
    fn quotes_hold_separators_doubled_quotes_and_line_breaks() {
        let found = rows("\"a;b\";\"c \"\"d\"\"\"\n\"deux\nlignes\";x\ny;z\n", Dialect::of(b';'));
        assert_eq!(found[0].1, ["a;b", "c \"d\""]);
        assert_eq!(found[1].1, ["deux\nlignes", "x"]);
        assert_eq!(found[2], (4, vec!["y".into(), "z".into()]));
    }

    #[test]
    fn a_quote_that_is_never_closed_is_a_character() {
        let found = rows("a;\"b\nc;d\n", Dialect::of(b';'));
        assert_eq!(found[0].1, ["a", "\"b"]);
        assert_eq!(found[1], (2, vec!["c".into(), "d".into()]));
    }

    #[test]
    fn pipes_know_no_quotes() {
        let found = rows("a|\"b|c\"|\n", Dialect::of(b'|'));
        assert_eq!(found[0].1, ["a", "\"b", "c\"", ""]);
    }

    #[test]
    fn the_separator_is_found_in_spite_of_decimal_commas_and_titles() {
        for (text, separator) in [
            ("code;a;b\n01001;1,5;2,5\n01002;3,5;4,5\n", b';'),
            ("CartoSante; ; \nReferentiel\nCode;x;y\n1;2;3\n1;2;3\n", b';'),
            ("a,b,c\n1,\"x;y;z;t\",3\n", b','),
            ("a|b|c|\n1|2,3|4;5|\n", b'|'),
            ("a\tb\n1\t2\n", b'\t'),
        ] {
            assert_eq!(Dialect::detect(text.as_bytes()).separator, separator, "{text}");
        }
    }

    #[test]
    fn a_line_that_never_ends_is_refused_instead_of_filling_the_memory() {
        let endless = io::repeat(b'x').take(64 << 20);
        let mut reader = Delimited::new(endless, Dialect::of(b'|'));
        assert_eq!(reader.next_row().unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
