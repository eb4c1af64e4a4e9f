//! What pages show: typed structs, one HTML template each, with fictitious samples.
//!
//! A view holds words and numbers ready to print. What is computed is computed here, in Rust; templates place it
//! and branch on booleans.

pub mod components;
mod error;
mod page;
#[cfg(any(test, debug_assertions))]
pub mod samples;
mod urls;

pub use error::{ErrorMessage, ErrorView};
pub use page::{Crumb, Page, Section};
pub use urls::{CptsUrls, TerritoireUrls, VarianteUrls};

pub mod composer;
mod map;
pub mod variante;

pub use composer::{ComposerView, PreviewView};
pub use map::{MapIsland, MapToggles};
pub use variante::{VarianteExtra, VarianteView};
