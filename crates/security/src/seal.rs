//! Encryption of single values, with keys that live outside the database and can be changed.
//!
//! XChaCha20-Poly1305; a value is bound to its context (table, column, row), so that it does not open elsewhere.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use secrecy::{ExposeSecret as _, SecretBox, SecretString};
use sha2::{Digest as _, Sha256};

use crate::entropy::{Entropy, bytes};
use crate::expand::expand;
use crate::token::hex;

/// What a sealed value starts with: the version of this format.
const VERSION: &str = "v1";
const NONCE_LENGTH: usize = 24;
const TAG_LENGTH: usize = 16;

/// A text that is not a ring of keys.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// No key at all.
    #[error("no key in the ring")]
    Empty,
    /// A part that is not `id:base64(32 bytes)`; parts are counted from 1, the secret is never repeated.
    #[error("key number {0} is not 'id:base64 of 32 bytes'")]
    Unreadable(usize),
    /// The identifier is not that of these bytes: a key was cut or mixed with another.
    #[error("key number {0} does not have the identifier of its bytes: was it copied whole?")]
    WrongId(usize),
    /// The same key twice.
    #[error("key {0} is in the ring twice")]
    Twice(String),
}

/// Why a sealed value does not open.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The key with this identifier is not in the ring.
    #[error("the key {0} is not in the ring")]
    UnknownKey(String),
    /// A changed byte, or a value taken from another row or column.
    #[error("the sealed value was changed, or belongs elsewhere")]
    Damaged,
    /// Not made by [`KeyRing::seal`].
    #[error("this is not a sealed value")]
    NotSealed,
}

/// One key of 32 bytes with the identifier that its bytes give.
pub struct Key {
    id: String,
    secret: SecretBox<[u8; 32]>,
}

impl Key {
    /// A new key as the line to write in the file of keys: `id:base64`.
    pub fn generate(entropy: &dyn Entropy) -> String {
        let secret = bytes::<32>(entropy);
        format!("{}:{}", id_of(&secret), STANDARD.encode(secret))
    }

    /// The 8 hexadecimal digits that name the key without telling it.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The key for one purpose.
    pub(crate) fn expanded(&self, purpose: &str) -> [u8; 32] {
        expand(self.secret.expose_secret(), purpose)
    }

    fn parse(text: &str, place: usize) -> Result<Self, KeyError> {
        let (id, encoded) = text.split_once(':').ok_or(KeyError::Unreadable(place))?;
        let bytes = STANDARD.decode(encoded).map_err(|_| KeyError::Unreadable(place))?;
        let secret: [u8; 32] = bytes.try_into().map_err(|_| KeyError::Unreadable(place))?;
        if id_of(&secret) != id {
            return Err(KeyError::WrongId(place));
        }
        Ok(Self { id: id.to_owned(), secret: SecretBox::new(Box::new(secret)) })
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({}, hidden)", self.id)
    }
}

fn id_of(secret: &[u8; 32]) -> String {
    let hash = Sha256::new_with_prefix(b"maillage key id").chain_update(secret).finalize();
    hex(&hash[..4])
}

/// The keys of an instance: the current one seals, the former ones still open.
///
/// No key encrypts by itself. [`KeyRing::seal`], the archive and each [`KeyRing::derived`] ring use keys of
/// their own, expanded with HKDF-Expand (HMAC-SHA-256), under the identifier of the key they come from.
#[derive(Debug)]
pub struct KeyRing {
    /// The key of what is sealed from now on.
    pub current: Key,
    /// The keys of what was sealed before, in no particular order.
    pub former: Vec<Key>,
}

impl KeyRing {
    /// Reads `id:base64` keys between spaces, line ends or commas; the first is current.
    ///
    /// A line that starts with `#` is a comment.
    pub fn parse(text: &SecretString) -> Result<Self, KeyError> {
        let words = text
            .expose_secret()
            .lines()
            .filter(|line| !line.trim_start().starts_with('#'))
            .flat_map(|line| line.split([' ', '\t', ',']))
            .map(str::trim)
            .filter(|word| !word.is_empty());
        let mut keys: Vec<Key> = Vec::new();
        for (place, word) in words.enumerate() {
            let key = Key::parse(word, place + 1)?;
            if keys.iter().any(|other| other.id == key.id) {
                return Err(KeyError::Twice(key.id));
            }
            keys.push(key);
        }
        let mut keys = keys.into_iter();
        let current = keys.next().ok_or(KeyError::Empty)?;
        Ok(Self { current, former: keys.collect() })
    }

    /// The ring for one purpose: the same identifiers, other keys.
    pub fn derived(&self, purpose: &str) -> Self {
        let derive = |key: &Key| Key {
            id: key.id.clone(),
            secret: SecretBox::new(Box::new(key.expanded(&format!("ring/{purpose}")))),
        };
        Self { current: derive(&self.current), former: self.former.iter().map(derive).collect() }
    }

    /// The key with this identifier.
    pub(crate) fn find(&self, id: &str) -> Option<&Key> {
        std::iter::once(&self.current).chain(&self.former).find(|key| key.id == id)
    }

    /// Encrypts a value for one context, for example `account.totp_secret/<row id>`.
    ///
    /// Gives `v1.<key id>.<base64url of nonce and ciphertext>`: 12 characters, and 4/3 of the value and 40 bytes.
    pub fn seal(&self, context: &str, plain: &[u8], entropy: &dyn Entropy) -> String {
        let nonce = bytes::<NONCE_LENGTH>(entropy);
        let aad = associated(&self.current.id, context);
        let payload = Payload { msg: plain, aad: &aad };
        // The cipher refuses only values over 256 GiB, which memory refuses first: an empty box opens for nobody.
        let sealed = cipher(&self.current).encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
        let body = URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat());
        format!("{VERSION}.{}.{body}", self.current.id)
    }

    /// Decrypts a value in the context where it was sealed.
    pub fn open(&self, context: &str, sealed: &str) -> Result<Vec<u8>, SealError> {
        let (id, body) = parts(sealed)?;
        let key = self.find(id).ok_or_else(|| SealError::UnknownKey(id.to_owned()))?;
        let body = URL_SAFE_NO_PAD.decode(body).map_err(|_| SealError::Damaged)?;
        if body.len() < NONCE_LENGTH + TAG_LENGTH {
            return Err(SealError::Damaged);
        }
        let (nonce, message) = body.split_at(NONCE_LENGTH);
        let nonce = XNonce::try_from(nonce).map_err(|_| SealError::Damaged)?;
        let payload = Payload { msg: message, aad: &associated(id, context) };
        cipher(key).decrypt(&nonce, payload).map_err(|_| SealError::Damaged)
    }

    /// The same for a text, which stays hidden in logs.
    pub fn open_text(&self, context: &str, sealed: &str) -> Result<SecretString, SealError> {
        let bytes = self.open(context, sealed)?;
        String::from_utf8(bytes).map(SecretString::from).map_err(|_| SealError::Damaged)
    }

    /// Whether the current key sealed this value; a former key or another text says no.
    pub fn is_current(&self, sealed: &str) -> bool {
        parts(sealed).is_ok_and(|(id, _)| id == self.current.id)
    }

    /// Opens a value and seals it again with the current key.
    pub fn reseal(&self, context: &str, sealed: &str, entropy: &dyn Entropy) -> Result<String, SealError> {
        Ok(self.seal(context, &self.open(context, sealed)?, entropy))
    }
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&key.expanded("seal").into())
}

/// What is bound without being encrypted. The identifier has a fixed length, so nothing can shift.
fn associated(id: &str, context: &str) -> Vec<u8> {
    format!("{VERSION}.{id}.{context}").into_bytes()
}

/// The key identifier and the body of a sealed value.
fn parts(sealed: &str) -> Result<(&str, &str), SealError> {
    let mut parts = sealed.splitn(3, '.');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(VERSION), Some(id), Some(body)) if id.len() == 8 => Ok((id, body)),
        _ => Err(SealError::NotSealed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::CountingEntropy;

    fn line(seed: u64) -> String {
        Key::generate(&CountingEntropy::new(seed))
    }

    fn ring(lines: &[String]) -> KeyRing {
        KeyRing::parse(&SecretString::from(lines.join("\n"))).unwrap()
    }

    #[test]
    fn a_value_opens_where_it_was_sealed_and_nowhere_else() {
        let (ring, entropy) = (ring(&[line(1)]), CountingEntropy::new(7));
        let sealed = ring.seal("member.iban/1", b"FR76", &entropy);
        assert!(sealed.starts_with(&format!("v1.{}.", ring.current.id())));
        assert_eq!(ring.open("member.iban/1", &sealed).unwrap(), b"FR76");
        assert_eq!(ring.open_text("member.iban/1", &sealed).unwrap().expose_secret(), "FR76");
        assert_eq!(ring.open("member.iban/2", &sealed), Err(SealError::Damaged));
        assert_eq!(ring.open("member.note/1", &sealed), Err(SealError::Damaged));
        assert_eq!(ring.open("c", &ring.seal("c", b"", &entropy)).unwrap(), b"");
    }

    #[test]
    fn one_value_sealed_twice_does_not_show() {
        let (ring, entropy) = (ring(&[line(1)]), CountingEntropy::new(7));
        assert_ne!(ring.seal("c", b"a", &entropy), ring.seal("c", b"a", &entropy));
    }

    #[test]
    fn every_changed_character_is_noticed() {
        let ring = ring(&[line(1)]);
        let sealed = ring.seal("c", b"secret", &CountingEntropy::new(7));
        for place in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(ring.open("c", &changed).is_err(), "{changed}");
        }
        for end in 0..sealed.len() {
            assert!(ring.open("c", &sealed[..end]).is_err(), "{end}");
        }
        assert_eq!(ring.open("c", "FR76"), Err(SealError::NotSealed));
        assert_eq!(ring.open("c", ""), Err(SealError::NotSealed));
    }

    #[test]
    fn a_change_of_key_keeps_old_values_readable_until_they_are_sealed_again() {
        let entropy = CountingEntropy::new(7);
        let before = ring(&[line(1)]);
        let sealed = before.seal("c", b"a", &entropy);
        let during = ring(&[line(2), line(1)]);
        assert!(!during.is_current(&sealed) && before.is_current(&sealed));
        let again = during.reseal("c", &sealed, &entropy).unwrap();
        assert!(during.is_current(&again));
        let after = ring(&[line(2)]);
        assert_eq!(after.open("c", &again).unwrap(), b"a");
        assert_eq!(after.open("c", &sealed), Err(SealError::UnknownKey(before.current.id().to_owned())));
        assert!(!after.is_current("a"));
    }

    #[test]
    fn a_key_under_anothers_identifier_does_not_open() {
        let (one, two) = (ring(&[line(1)]), ring(&[line(2)]));
        let sealed = one.seal("c", b"a", &CountingEntropy::new(7));
        let renamed = sealed.replace(one.current.id(), two.current.id());
        assert_eq!(two.open("c", &renamed), Err(SealError::Damaged));
    }

    #[test]
    fn each_purpose_has_its_own_keys_with_the_same_identifiers() {
        let ring = ring(&[line(1), line(2)]);
        let (a, b) = (ring.derived("a"), ring.derived("b"));
        assert_eq!(a.current.id(), ring.current.id());
        assert_eq!(a.former[0].id(), ring.former[0].id());
        let sealed = a.seal("c", b"x", &CountingEntropy::new(7));
        assert_eq!(ring.derived("a").open("c", &sealed).unwrap(), b"x");
        assert_eq!(b.open("c", &sealed), Err(SealError::Damaged));
        assert_eq!(ring.open("c", &sealed), Err(SealError::Damaged));
    }

    #[test]
    fn a_file_of_keys_is_read_and_its_mistakes_are_named_without_the_secret() {
        let (one, two) = (line(1), line(2));
        let read = |text: String| KeyRing::parse(&SecretString::from(text));
        let ring = read(format!("# {two}\r\n{one},  {two}\r\n")).unwrap();
        assert_eq!((ring.current.id(), ring.former[0].id()), (&one[..8], &two[..8]));
        assert_eq!(read(" \n".into()).unwrap_err(), KeyError::Empty);
        assert_eq!(read("abc".into()).unwrap_err(), KeyError::Unreadable(1));
        assert_eq!(read(format!("{one} {}", &two[..40])).unwrap_err(), KeyError::Unreadable(2));
        assert_eq!(read(format!("{}{}", &one[..8], &two[8..])).unwrap_err(), KeyError::WrongId(1));
        assert_eq!(read(format!("{one} {one}")).unwrap_err(), KeyError::Twice(one[..8].to_owned()));
        assert!(!format!("{ring:?}").contains(&one[9..20]));
    }
}
