//! Passwords: argon2id, and the same work whether the account exists or not.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};

use crate::entropy::{Entropy, bytes};

/// How much work one password costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    /// For real use: 19 MiB, 2 passes, 1 lane. Source: OWASP, Password Storage Cheat Sheet, argon2id.
    Standard,
    /// The least that argon2 accepts, for tests and the demonstration.
    Fast,
}

impl Cost {
    /// Memory in KiB, passes, lanes.
    const fn numbers(self) -> (u32, u32, u32) {
        match self {
            Self::Standard => (19 * 1024, 2, 1),
            Self::Fast => (Params::MIN_M_COST, Params::MIN_T_COST, Params::MIN_P_COST),
        }
    }
}

/// What comparing a password says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The password is the account's.
    Right,
    /// The password is right, its hash costs less than today's: hash it again and save.
    RightButWeak,
    /// Another password, no such account, or a stored hash that cannot be read.
    Wrong,
}

/// A password could not be hashed.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// The library refused the parameters or the password (longer than 4 GiB).
    #[error("argon2 refused to hash: {0}")]
    Hash(String),
}

/// Hashes and compares passwords at one cost.
#[derive(Debug, Clone, Copy)]
pub struct Passwords {
    /// The work of a new hash.
    pub cost: Cost,
}

impl Passwords {
    /// A new hash as a PHC string, with its own salt of 16 bytes.
    pub fn hash(&self, password: &SecretString, entropy: &dyn Entropy) -> Result<String, PasswordError> {
        let (memory, passes, lanes) = self.cost.numbers();
        let params = Params::new(memory, passes, lanes, None)
            .map_err(|error| PasswordError::Hash(error.to_string()))?;
        let hash: PasswordHash = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_with_salt(password.expose_secret().as_bytes(), &bytes::<16>(entropy))
            .map_err(|error| PasswordError::Hash(error.to_string()))?;
        Ok(hash.to_string())
    }

    /// Compares a password with the hash of the account, or with nothing when there is no such account.
    ///
    /// Without an account the same work is done on a hash that no password has, so that the time of the
    /// answer does not tell whether the account exists.
    pub fn verify(&self, password: &SecretString, stored: Option<&str>) -> Verdict {
        match stored.and_then(|text| PasswordHash::new(text).ok()) {
            Some(hash) if matches(password, &hash) => {
                if self.is_weak(&hash) {
                    Verdict::RightButWeak
                } else {
                    Verdict::Right
                }
            }
            Some(_) => Verdict::Wrong,
            None => {
                if let Ok(hash) = PasswordHash::new(&self.dummy()) {
                    std::hint::black_box(matches(password, &hash));
                }
                Verdict::Wrong
            }
        }
    }

    fn is_weak(&self, hash: &PasswordHash) -> bool {
        let (memory, passes, lanes) = self.cost.numbers();
        let modern = hash.algorithm.as_str() == Algorithm::Argon2id.as_str()
            && hash.version == Some(u32::from(Version::V0x13));
        let enough = Params::try_from(hash).is_ok_and(|found| {
            found.m_cost() >= memory && found.t_cost() >= passes && found.p_cost() >= lanes
        });
        !(modern && enough)
    }

    /// A hash at today's cost that belongs to no password: all its bytes are zero.
    fn dummy(&self) -> String {
        let (memory, passes, lanes) = self.cost.numbers();
        let (salt, output) = (STANDARD_NO_PAD.encode([0; 16]), STANDARD_NO_PAD.encode([0; 32]));
        format!("$argon2id$v=19$m={memory},t={passes},p={lanes}${salt}${output}")
    }
}

/// The costly part: one argon2 with the parameters of the hash.
fn matches(password: &SecretString, hash: &PasswordHash) -> bool {
    Argon2::default().verify_password(password.expose_secret().as_bytes(), hash).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::CountingEntropy;

    const FAST: Passwords = Passwords { cost: Cost::Fast };

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    #[test]
    fn the_right_password_opens_and_another_does_not() {
        let hash = FAST.hash(&secret("une phrase assez longue"), &CountingEntropy::new(1)).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        assert_eq!(FAST.verify(&secret("une phrase assez longue"), Some(&hash)), Verdict::Right);
        assert_eq!(FAST.verify(&secret("une phrase assez longuE"), Some(&hash)), Verdict::Wrong);
        assert_eq!(FAST.verify(&secret(""), Some(&hash)), Verdict::Wrong);
    }

    #[test]
    fn one_password_has_two_hashes_for_two_accounts() {
        let entropy = CountingEntropy::new(1);
        let hashes = [FAST.hash(&secret("a"), &entropy).unwrap(), FAST.hash(&secret("a"), &entropy).unwrap()];
        assert_ne!(hashes[0], hashes[1]);
    }

    #[test]
    fn a_hash_below_todays_cost_asks_to_be_made_again() {
        let standard = Passwords { cost: Cost::Standard };
        let weak = FAST.hash(&secret("a"), &CountingEntropy::new(1)).unwrap();
        assert_eq!(standard.verify(&secret("a"), Some(&weak)), Verdict::RightButWeak);
        assert_eq!(standard.verify(&secret("b"), Some(&weak)), Verdict::Wrong);
        let strong = standard.hash(&secret("a"), &CountingEntropy::new(1)).unwrap();
        assert!(strong.contains("m=19456,t=2,p=1"), "{strong}");
        assert_eq!(standard.verify(&secret("a"), Some(&strong)), Verdict::Right);
        assert_eq!(FAST.verify(&secret("a"), Some(&strong)), Verdict::Right);
    }

    #[test]
    fn without_an_account_the_work_is_that_of_a_new_hash_and_the_answer_is_no() {
        for cost in [Cost::Standard, Cost::Fast] {
            let passwords = Passwords { cost };
            let (dummy, real) =
                (passwords.dummy(), passwords.hash(&secret("a"), &CountingEntropy::new(1)).unwrap());
            let (dummy, real) = (PasswordHash::new(&dummy).unwrap(), PasswordHash::new(&real).unwrap());
            assert_eq!((dummy.algorithm, dummy.version), (real.algorithm, real.version));
            assert_eq!(dummy.params, real.params);
            assert_eq!(dummy.salt.unwrap().len(), real.salt.unwrap().len());
            assert_eq!(dummy.hash.unwrap().len(), real.hash.unwrap().len());
            assert!(!passwords.is_weak(&dummy));
        }
        assert_eq!(FAST.verify(&secret("a"), None), Verdict::Wrong);
        assert_eq!(FAST.verify(&secret(""), None), Verdict::Wrong);
    }

    #[test]
    fn a_stored_hash_that_cannot_be_read_opens_nothing() {
        for stored in ["", "a", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuu"] {
            assert_eq!(FAST.verify(&secret("a"), Some(stored)), Verdict::Wrong, "{stored}");
        }
    }
}
