//! The diagnosis of a territory: what people write down for it.

mod figer;
mod lire;
mod releves;

pub use figer::NOTE_MAX;
