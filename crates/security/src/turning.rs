//! Proofs that turn with time, without a state: what a screen shows now, what a server signs to know it again.
//!
//! Each purpose has keys of its own, expanded from the keys of the ring; what a former key signed is still known.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::expand::mac;
use crate::seal::{Key, KeyRing};
use crate::token::{ALPHABET, hex, look_alike};

/// Bytes of a signature: 96 bits, too many to be guessed on line, few enough for a drawing that a phone reads from afar.
const SIGNATURE: usize = 12;
/// Characters of a spoken code.
const SPOKEN: usize = 6;

/// Signs and recognises for one purpose.
#[derive(Debug)]
pub struct Turning(KeyRing);

impl KeyRing {
    /// Signs and recognises for one purpose: `presence`.
    pub fn turning(&self, purpose: &str) -> Turning {
        Turning(self.derived(&format!("turning/{purpose}")))
    }
}

impl Turning {
    fn keys(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.0.current).chain(&self.0.former)
    }

    /// A message and its signature, in base64url without padding.
    pub fn sign(&self, message: &[u8]) -> String {
        let signature = mac(&self.0.current.expanded("sign"), message);
        URL_SAFE_NO_PAD.encode([message, &signature[..SIGNATURE]].concat())
    }

    /// The message of [`Turning::sign`]; `None` when a byte was changed or another key signed.
    pub fn read(&self, signed: &str) -> Option<Vec<u8>> {
        let mut bytes = URL_SAFE_NO_PAD.decode(signed).ok()?;
        let signature = bytes.split_off(bytes.len().checked_sub(SIGNATURE)?);
        let known = |key: &Key| -> bool {
            mac(&key.expanded("sign"), &bytes)[..SIGNATURE].ct_eq(signature.as_slice()).into()
        };
        // Every key is tried, so that the time taken tells nothing.
        let found = self.keys().filter(|key| known(key)).count() > 0;
        found.then_some(bytes)
    }

    /// The short code of a subject at a step: six characters that are not taken for one another when they are said.
    pub fn spoken(&self, subject: &[u8], step: i64) -> String {
        spoken(&self.0.current, subject, step)
    }

    /// Whether a person typed the short code of a subject at a step.
    pub fn is_spoken(&self, subject: &[u8], step: i64, typed: &str) -> bool {
        let Some(typed) = normalise(typed) else { return false };
        let known =
            |key: &&Key| -> bool { spoken(key, subject, step).as_bytes().ct_eq(typed.as_bytes()).into() };
        self.keys().filter(known).count() > 0
    }

    /// A mark of something for a subject only: two subjects cannot be compared by their marks. 16 hexadecimal digits.
    pub fn mark(&self, subject: &[u8], thing: &str) -> String {
        let hash = Sha256::digest(thing.as_bytes());
        hex(&mac(&self.0.current.expanded("mark"), &[subject, hash.as_slice()].concat())[..8])
    }
}

fn spoken(key: &Key, subject: &[u8], step: i64) -> String {
    let code = mac(&key.expanded("spoken"), &[subject, &step.to_be_bytes()].concat());
    let mut number = u64::from_be_bytes(std::array::from_fn(|place| code[place]));
    let base = ALPHABET.len() as u64;
    // 2^64 values for 27^6 codes: a remainder favours none that anybody could notice.
    (0..SPOKEN)
        .map(|_| {
            let place = usize::try_from(number % base).unwrap_or_default();
            number /= base;
            char::from(ALPHABET[place])
        })
        .collect()
}

/// The code behind what a person typed: case, spaces and hyphens do not count, look-alikes are put right.
fn normalise(typed: &str) -> Option<String> {
    let code: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}' | '.' | '_'))
        .map(look_alike)
        .collect();
    (code.len() == SPOKEN && code.bytes().all(|byte| ALPHABET.contains(&byte))).then_some(code)
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::*;
    use crate::entropy::CountingEntropy;

    fn ring(seeds: &[u64]) -> KeyRing {
        let lines: Vec<String> =
            seeds.iter().map(|seed| Key::generate(&CountingEntropy::new(*seed))).collect();
        KeyRing::parse(&SecretString::from(lines.join("\n"))).unwrap()
    }

    #[test]
    fn a_signed_message_reads_back_and_every_changed_character_is_noticed() {
        let turning = ring(&[1]).turning("a");
        let signed = turning.sign(b"meeting 1, 19:02");
        assert_eq!(turning.read(&signed).unwrap(), b"meeting 1, 19:02");
        for place in 0..signed.len() {
            let mut changed = signed.clone().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            assert_eq!(turning.read(&String::from_utf8(changed).unwrap()), None, "{place}");
        }
        for text in ["", "abc", "é", &signed[4..]] {
            assert_eq!(turning.read(text), None, "{text}");
        }
    }

    #[test]
    fn another_purpose_or_key_signs_otherwise_and_a_former_key_is_known() {
        let before = ring(&[1]).turning("a");
        let signed = before.sign(b"m");
        assert_eq!(ring(&[1]).turning("b").read(&signed), None);
        assert_eq!(ring(&[2]).turning("a").read(&signed), None);
        let during = ring(&[2, 1]).turning("a");
        assert_eq!(during.read(&signed).unwrap(), b"m");
        assert!(during.is_spoken(b"s", 7, &before.spoken(b"s", 7)));
        assert_ne!(during.spoken(b"s", 7), before.spoken(b"s", 7));
    }

    #[test]
    fn a_spoken_code_is_six_plain_characters_that_turn() {
        let turning = ring(&[1]).turning("a");
        let mut seen = std::collections::BTreeSet::new();
        for step in 0..500 {
            let code = turning.spoken(b"meeting", step);
            assert!(code.len() == 6 && code.bytes().all(|byte| ALPHABET.contains(&byte)), "{code}");
            assert!(turning.is_spoken(
                b"meeting",
                step,
                &format!(" {}-{} ", &code[..3], code[3..].to_lowercase())
            ));
            assert!(
                !turning.is_spoken(b"meeting", step + 1, &code) && !turning.is_spoken(b"other", step, &code)
            );
            seen.insert(code);
        }
        assert_eq!(seen.len(), 500);
        for typed in ["", "ACDEF", "ACDEFGH", "ACDEF!", "ÉCDEFG"] {
            assert!(!turning.is_spoken(b"meeting", 1, typed), "{typed}");
        }
    }

    #[test]
    fn a_mark_is_of_one_subject() {
        let turning = ring(&[1]).turning("a");
        assert_eq!(turning.mark(b"m1", "phone"), turning.mark(b"m1", "phone"));
        assert_ne!(turning.mark(b"m1", "phone"), turning.mark(b"m2", "phone"));
        assert_ne!(turning.mark(b"m1", "phone"), turning.mark(b"m1", "other"));
        assert_eq!(turning.mark(b"m1", "phone").len(), 16);
    }
}
