//! Where random bytes come from.

use std::sync::atomic::{AtomicU64, Ordering};

use rand::Rng as _;
use rand::rand_core::UnwrapErr;
use rand::rngs::SysRng;
use sha2::{Digest as _, Sha256};

/// A source of random bytes, passed to whatever makes a secret.
pub trait Entropy: Send + Sync {
    /// Fills the whole slice.
    fn fill(&self, bytes: &mut [u8]);
}

/// Reads `N` bytes of a source.
pub(crate) fn bytes<const N: usize>(entropy: &dyn Entropy) -> [u8; N] {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes);
    bytes
}

/// The generator of the operating system, for real use.
///
/// A system that refuses random bytes stops the caller with a panic: to go on with a secret that can be
/// guessed would be worse.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        UnwrapErr(SysRng).fill_bytes(bytes);
    }
}

/// A sequence that starts again the same for the same seed, for tests and demonstrations only.
#[derive(Debug)]
pub struct CountingEntropy {
    seed: u64,
    next: AtomicU64,
}

impl CountingEntropy {
    /// A sequence of its own for each seed.
    pub fn new(seed: u64) -> Self {
        Self { seed, next: AtomicU64::new(0) }
    }
}

impl Entropy for CountingEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let count = self.next.fetch_add(1, Ordering::Relaxed);
            let block = Sha256::new()
                .chain_update(self.seed.to_be_bytes())
                .chain_update(count.to_be_bytes())
                .finalize();
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_one_sequence_that_never_repeats_itself() {
        let (a, b, other) = (CountingEntropy::new(1), CountingEntropy::new(1), CountingEntropy::new(2));
        let first: [u8; 40] = bytes(&a);
        assert_eq!(first, bytes(&b));
        assert_ne!(first, bytes(&a));
        assert_ne!(first, bytes(&other));
    }

    #[test]
    fn the_system_does_not_give_the_same_bytes_twice() {
        let first: [u8; 32] = bytes(&SystemEntropy);
        assert_ne!(first, bytes(&SystemEntropy));
        assert_ne!(first, [0; 32]);
    }
}
