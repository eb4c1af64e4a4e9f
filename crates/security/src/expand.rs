//! One key for each purpose, from one key: HKDF-Expand with HMAC-SHA-256 (RFC 5869, section 2.3).
//!
//! The keys of the ring are uniform random bytes already, so the extraction step has nothing to do; a key of
//! 32 bytes is one block, `HMAC(key, purpose || 0x01)`.

use sha2::{Digest as _, Sha256};

const BLOCK: usize = 64;

/// The key for one purpose; knowing it tells nothing of the key it comes from, nor of its sisters.
pub(crate) fn expand(key: &[u8; 32], purpose: &str) -> [u8; 32] {
    hmac(key, &[purpose.as_bytes(), &[1]])
}

/// What only the holder of a key can compute of a message: HMAC-SHA-256.
pub(crate) fn mac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    hmac(key, &[message])
}

/// HMAC-SHA-256 (RFC 2104) with a key of 32 bytes, shorter than the block: it is padded, never hashed.
fn hmac(key: &[u8; 32], message: &[&[u8]]) -> [u8; 32] {
    let pad = |with: u8| {
        let mut block = [with; BLOCK];
        block.iter_mut().zip(key).for_each(|(byte, key)| *byte ^= key);
        block
    };
    let inner = message.iter().fold(Sha256::new_with_prefix(pad(0x36)), |hash, part| hash.chain_update(part));
    Sha256::new_with_prefix(pad(0x5c)).chain_update(inner.finalize()).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::hex;

    #[test]
    fn the_published_example_of_hkdf_expand_comes_out() {
        // RFC 5869, appendix A.1: PRK, info, first 32 bytes of OKM (the appendix prints them in hexadecimal).
        let prk: [u8; 32] = [
            0x07, 0x77, 0x09, 0x36, 0x2c, 0x2e, 0x32, 0xdf, 0x0d, 0xdc, 0x3f, 0x0d, 0xc4, 0x7b, 0xba, 0x63,
            0x90, 0xb6, 0xc7, 0x3b, 0xb5, 0x0f, 0x9c, 0x31, 0x22, 0xec, 0x84, 0x4a, 0xd7, 0xc2, 0xb3, 0xe5,
        ];
        let info = [0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9];
        let okm = hmac(&prk, &[&info, &[1]]);
        assert_eq!(hex(&okm), "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
    }

    #[test]
    fn purposes_and_keys_give_different_keys() {
        assert_ne!(expand(&[1; 32], "a"), expand(&[1; 32], "b"));
        assert_ne!(expand(&[1; 32], "a"), expand(&[2; 32], "a"));
    }
}
