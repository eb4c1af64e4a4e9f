//! Secrets that a person or a browser carries: long tokens, and codes short enough to be printed.
//!
//! The database holds their [`TokenHash`] only, so that a stolen copy of it opens nothing.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::entropy::{Entropy, bytes};

/// 32 random bytes for a link or a cookie, shown in base64url without padding (43 characters).
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// Draws a new token.
    pub fn new(entropy: &dyn Entropy) -> Self {
        Self(URL_SAFE_NO_PAD.encode(bytes::<32>(entropy)))
    }

    /// The secret itself, to be sent and then forgotten.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the database keeps.
    pub fn hash(&self) -> TokenHash {
        TokenHash::of(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(hidden)")
    }
}

/// SHA-256 of a token or of a normalised code, in 64 lower-case hexadecimal digits.
///
/// Equality takes the same time wherever the first difference is.
#[derive(Clone)]
pub struct TokenHash(String);

impl TokenHash {
    /// The hash of what a person presents. Normalise a printed code first.
    pub fn of(secret: &str) -> Self {
        Self(hex(&Sha256::digest(secret.as_bytes())))
    }

    /// Reads a stored hash; `None` when it is not 64 lower-case hexadecimal digits.
    pub fn parse(stored: &str) -> Option<Self> {
        let right = stored.len() == 64 && stored.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        right.then(|| Self(stored.to_owned()))
    }

    /// The 64 digits, for a column of the database.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialEq for TokenHash {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for TokenHash {}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Eight digits recognise a line of a log and do not find a row.
        write!(f, "TokenHash({}…)", &self.0[..8])
    }
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What a printed code is made of: of two characters that look alike, one at most is here.
pub(crate) const ALPHABET: &[u8; 27] = b"23456789ACDEFGHJKMNPQRTVWXY";
const CODE_LENGTH: usize = 12;

/// The character that we print, for one that looks like it.
pub(crate) fn look_alike(typed: char) -> char {
    match typed.to_ascii_uppercase() {
        '0' | 'O' => 'Q',
        '1' => '7',
        'I' | 'L' => 'J',
        'B' => '8',
        'S' => '5',
        'U' => 'V',
        'Z' => '2',
        other => other,
    }
}

/// A code for paper: 12 characters without look-alikes, shown `ABCD-EFGH-JKLM` (57 bits).
#[derive(Clone)]
pub struct Code(String);

impl Code {
    /// Draws a new code.
    pub fn new(entropy: &dyn Entropy) -> Self {
        let limit = 255 - 255 % ALPHABET.len();
        let mut code = String::with_capacity(CODE_LENGTH);
        while code.len() < CODE_LENGTH {
            let [byte] = bytes::<1>(entropy);
            // A plain remainder would draw the first characters more often.
            if usize::from(byte) < limit {
                code.push(char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]));
            }
        }
        Self(code)
    }

    /// The code as it is printed, in groups of four.
    pub fn shown(&self) -> String {
        format!("{}-{}-{}", &self.0[..4], &self.0[4..8], &self.0[8..])
    }

    /// What the database keeps: the hash of the normalised code.
    pub fn hash(&self) -> TokenHash {
        TokenHash::of(&self.0)
    }

    /// The code behind what a person typed; `None` when no code can have been meant.
    ///
    /// Case, spaces and hyphens do not count, and a look-alike becomes the character that we print.
    pub fn normalise(typed: &str) -> Option<String> {
        let code: String = typed
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}' | '.' | '_'))
            .map(look_alike)
            .collect();
        let right = code.len() == CODE_LENGTH && code.bytes().all(|b| ALPHABET.contains(&b));
        right.then_some(code)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::CountingEntropy;

    #[test]
    fn a_token_is_43_characters_that_a_link_accepts() {
        let entropy = CountingEntropy::new(1);
        let token = Token::new(&entropy);
        assert_eq!(token.as_str().len(), 43);
        assert!(token.as_str().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
        assert_ne!(token.as_str(), Token::new(&entropy).as_str());
        assert_eq!(token.hash(), TokenHash::of(token.as_str()));
    }

    #[test]
    fn a_hash_is_the_published_sha_256_and_reads_back() {
        // FIPS 180-2, appendix B.1.
        let hash = TokenHash::of("abc");
        assert_eq!(hash.as_str(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(TokenHash::parse(hash.as_str()), Some(hash.clone()));
        assert_ne!(hash, TokenHash::of("abd"));
        assert_eq!(TokenHash::parse(&hash.as_str()[1..]), None);
        assert_eq!(TokenHash::parse(&hash.as_str().to_uppercase()), None);
        assert_eq!(TokenHash::parse(&"é".repeat(32)), None);
    }

    #[test]
    fn debug_output_hides_the_secret() {
        let (token, code) = (Token::new(&CountingEntropy::new(1)), Code::new(&CountingEntropy::new(1)));
        assert!(!format!("{token:?}").contains(&token.as_str()[..6]));
        assert!(!format!("{code:?}").contains(&code.shown()[..4]));
        assert!(!format!("{:?}", token.hash()).contains(token.hash().as_str()));
    }

    #[test]
    fn a_printed_code_is_recognised_however_it_is_typed() {
        let entropy = CountingEntropy::new(3);
        for _ in 0..200 {
            let code = Code::new(&entropy);
            let shown = code.shown();
            assert_eq!(shown.len(), 14);
            assert!(!shown.contains(['0', '1', 'I', 'L', 'O', 'U', 'S', 'B', 'Z']), "{shown}");
            for typed in [
                shown.clone(),
                shown.to_lowercase(),
                shown.replace('-', " "),
                shown.replace('-', "\u{2011}"),
                format!(" {} ", shown.replace('-', "")),
                shown
                    .replace('8', "B")
                    .replace('5', "s")
                    .replace('2', "z")
                    .replace('V', "u")
                    .replace('Q', "0"),
            ] {
                let normal = Code::normalise(&typed);
                assert_eq!(normal.map(|c| TokenHash::of(&c)), Some(code.hash()), "{typed}");
            }
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for typed in
            ["", "ACDE-FGHJ-KMN", "ACDE-FGHJ-KMNPQ", "ACDE-FGHJ-KMN!", "ÀCDE-FGHJ-KMNP", "ACDE-FGHJ-KMé"]
        {
            assert_eq!(Code::normalise(typed), None, "{typed}");
        }
    }

    #[test]
    fn every_character_is_drawn_about_as_often() {
        let entropy = CountingEntropy::new(9);
        let mut counts = [0_u32; 27];
        for _ in 0..900 {
            for byte in Code::new(&entropy).0.bytes() {
                let place = ALPHABET.iter().position(|b| *b == byte).unwrap();
                counts[place] += 1;
            }
        }
        // 400 expected for each; 100 is five standard deviations.
        assert!(counts.iter().all(|n| n.abs_diff(400) < 100), "{counts:?}");
    }
}
