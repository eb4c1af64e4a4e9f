//! The diagnosis of a territory: what people write down for it.

mod lire;
mod releves;
