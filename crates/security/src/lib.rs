//! Keys, seals and proofs of identity: no database, no server, no French sentence.
//!
//! Whatever needs randomness takes an [`entropy::Entropy`]; whatever needs the time takes a [`jiff::Timestamp`].

pub mod archive;
pub mod entropy;
mod expand;
pub mod oidc;
pub mod passkey;
pub mod password;
pub mod seal;
pub mod token;
pub mod totp;
pub mod turning;

/// The address type of [`oidc`] and [`passkey`], for callers without a dependency of their own.
pub use url::Url;
