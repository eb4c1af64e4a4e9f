//! What the RGPD asks of a CPTS: register of processing, retention, requests of persons, breaches of data.

pub mod conservation;
mod delais;
pub mod demande;
pub mod traitement;
pub mod violation;

pub use delais::{Delay, DelayUnit, Delays, delays};
