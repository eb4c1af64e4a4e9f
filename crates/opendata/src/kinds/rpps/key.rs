//! Numbers that stand for a person, a site or a commune while a file is read, and are then thrown away.

use std::hash::{BuildHasherDefault, Hasher};

/// Letters and digits, and one value for "nothing here".
const BASE: u64 = 38;
/// The longest text that is its own number: 38 to the power 12 is under 2 to the power 63.
const EXACT: usize = 12;

/// A text of letters and digits as a number: two different texts of at most 12 characters never share one; a
/// longer text, or one with other characters, has a digest of 63 bits. Never zero, except for an empty text.
pub(super) fn number(text: &[u8]) -> u64 {
    if text.is_empty() {
        return 0;
    }
    let mut packed = 0;
    for byte in text {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0' + 1,
            b'A'..=b'Z' => byte - b'A' + 11,
            _ => return digest(&[text]),
        };
        if text.len() > EXACT {
            return digest(&[text]);
        }
        packed = packed * BASE + u64::from(digit);
    }
    packed
}

/// A digest of several texts (FNV-1a, 64 bits, the first one set).
///
/// Source: Fowler, Noll and Vo, <http://www.isthe.com/chongo/tech/comp/fnv/>.
pub(super) fn digest(texts: &[&[u8]]) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let mut hash = OFFSET;
    for text in texts {
        for byte in text.iter().chain(b"|") {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
        }
    }
    hash | 1 << 63
}

/// The hasher of maps whose keys are such numbers: one multiplication.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spread(u64);

/// How those maps are built.
pub(super) type Spreading = BuildHasherDefault<Spread>;

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        let mixed = (self.0.rotate_left(5) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_never_share_a_number() {
        let texts: [&[u8]; 8] =
            [b"0", b"00", b"1", b"A", b"810106476764", b"0010001949", b"010001949", b"ZZZZZZZZZZZZ"];
        let numbers: std::collections::HashSet<u64> = texts.iter().map(|text| number(text)).collect();
        assert_eq!(numbers.len(), texts.len());
        assert!(numbers.iter().all(|number| *number != 0 && number >> 63 == 0));
        assert_eq!(number(b""), 0);
        assert_eq!(number(b"C49940088500020") >> 63, 1);
        assert_ne!(number(b"C49940088500020"), number(b"C49940088500021"));
        assert_ne!(digest(&[b"ab", b"c"]), digest(&[b"a", b"bc"]));
    }
}
