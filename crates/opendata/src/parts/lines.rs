//! The lines and fields of a block. Separators are looked for eight bytes at a time.

use super::Block;

/// Results that take lines one after the other.
pub trait Lines {
    /// Takes one line that is not empty.
    fn line(&mut self, line: &Line<'_>);
}

/// A line and its fields.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    block: &'a [u8],
    from: usize,
    /// Where each field ends; a field begins one byte after the end of the one before.
    ends: &'a [u32],
    /// Rank of the line in its block, from 0, empty lines included.
    pub rank: usize,
}

impl<'a> Line<'a> {
    /// Number of fields.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no field; a line always has one.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A field as it is written, by rank; empty when the line is too short.
    pub fn get(&self, rank: usize) -> &'a [u8] {
        let Some(end) = self.ends.get(rank) else { return &[] };
        let start = if rank == 0 { self.from } else { self.ends[rank - 1] as usize + 1 };
        &self.block[start..*end as usize]
    }
}

/// Finds the number of a line of the text from the rank of its block: threads take blocks in any order.
#[derive(Clone, Debug, Default)]
pub struct Numbering(Vec<(usize, usize)>);

impl Numbering {
    /// Remembers how many lines a block has.
    pub fn add(&mut self, block: usize, lines: usize) {
        self.0.push((block, lines));
    }

    /// Puts the memories of several threads together.
    pub fn merge(all: impl IntoIterator<Item = Numbering>) -> Self {
        let mut merged: Vec<_> = all.into_iter().flat_map(|one| one.0).collect();
        merged.sort_unstable();
        Self(merged)
    }

    /// Number, from 1, of the line of this rank in a block.
    pub fn number(&self, block: usize, rank: usize) -> u64 {
        let before: usize =
            self.0.iter().take_while(|(other, _)| *other < block).map(|(_, lines)| lines).sum();
        (before + rank + 1) as u64
    }
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The high bit of each byte that equals the byte repeated in `pattern`. No other bit is ever set.
fn equal(word: u64, pattern: u64) -> u64 {
    let difference = word ^ pattern;
    !(((difference & !HIGH) + !HIGH) | difference | !HIGH)
}

/// Gives the lines of a block, cut at `separator`, to `part`. Returns how many lines the block has, empty ones
/// included. `ends` is room for the fields of one line, kept from block to block.
pub fn lines(block: Block<'_>, separator: u8, ends: &mut Vec<u32>, part: &mut impl Lines) -> usize {
    let text = block.text;
    let (breaks, separators) = (ONES * u64::from(b'\n'), ONES * u64::from(separator));
    let mut cut = Cut { text, from: 0, rank: 0, ends, part };
    cut.ends.clear();
    let mut words = text.chunks_exact(8);
    let mut base = 0;
    for word in &mut words {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(word);
        let word = u64::from_le_bytes(bytes);
        let (mut found, broken) = (equal(word, separators), equal(word, breaks));
        if broken == 0 {
            while found != 0 {
                cut.ends.push((base + (found.trailing_zeros() / 8) as usize) as u32);
                found &= found - 1;
            }
        } else {
            found |= broken;
            while found != 0 {
                cut.at(base + (found.trailing_zeros() / 8) as usize);
                found &= found - 1;
            }
        }
        base += 8;
    }
    for (at, byte) in words.remainder().iter().enumerate() {
        if *byte == separator || *byte == b'\n' {
            cut.at(base + at);
        }
    }
    if cut.from < text.len() {
        cut.end(text.len());
    }
    cut.rank
}

struct Cut<'a, P> {
    text: &'a [u8],
    from: usize,
    rank: usize,
    ends: &'a mut Vec<u32>,
    part: &'a mut P,
}

impl<P: Lines> Cut<'_, P> {
    #[inline]
    fn at(&mut self, position: usize) {
        if self.text[position] == b'\n' {
            self.end(position);
        } else {
            self.ends.push(position as u32);
        }
    }

    fn end(&mut self, position: usize) {
        if position > self.from {
            self.ends.push(position as u32);
            let line = Line { block: self.text, from: self.from, ends: self.ends, rank: self.rank };
            self.part.line(&line);
        }
        self.ends.clear();
        self.from = position + 1;
        self.rank += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Kept(Vec<(usize, Vec<String>)>);

    impl Lines for Kept {
        fn line(&mut self, line: &Line<'_>) {
            let fields = (0..line.len()).map(|rank| String::from_utf8_lossy(line.get(rank)).into_owned());
            self.0.push((line.rank, fields.collect()));
        }
    }

    fn cut(text: &str) -> (usize, Vec<(usize, Vec<String>)>) {
        let mut kept = Kept::default();
        let count = lines(Block { rank: 0, text: text.as_bytes() }, b'|', &mut Vec::new(), &mut kept);
        (count, kept.0)
    }

    #[test]
    fn fields_are_cut_at_every_separator_and_quotes_are_characters() {
        let (count, found) = cut("a|\"b|c\"|\n\nlongue valeur é|x\n|\nend");
        let text = |fields: &[&str]| fields.iter().map(|field| (*field).to_owned()).collect::<Vec<_>>();
        assert_eq!(count, 5);
        assert_eq!(
            found,
            [
                (0, text(&["a", "\"b", "c\"", ""])),
                (2, text(&["longue valeur é", "x"])),
                (3, text(&["", ""])),
                (4, text(&["end"])),
            ]
        );
    }

    #[test]
    fn bytes_beside_a_separator_are_never_mistaken_for_it() {
        // Subtracting without care would see the byte after a match as a match too.
        let text: Vec<u8> = (0..=255).flat_map(|byte| [b'|', byte, b'}', b'{']).collect();
        let expected: Vec<usize> = (0..text.len()).filter(|at| matches!(text[*at], b'|' | b'\n')).collect();
        let mut found = Vec::new();
        for (rank, word) in text.chunks_exact(8).enumerate() {
            let word = u64::from_le_bytes(word.try_into().unwrap());
            let mut marks = equal(word, ONES * u64::from(b'|')) | equal(word, ONES * u64::from(b'\n'));
            while marks != 0 {
                found.push(rank * 8 + (marks.trailing_zeros() / 8) as usize);
                marks &= marks - 1;
            }
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_are_numbered_whoever_read_them() {
        let (mut first, mut second) = (Numbering::default(), Numbering::default());
        second.add(1, 7);
        first.add(0, 10);
        first.add(2, 3);
        let all = Numbering::merge([second, first]);
        assert_eq!((all.number(0, 0), all.number(1, 2), all.number(2, 0)), (1, 13, 18));
    }
}
