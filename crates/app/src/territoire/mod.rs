//! Territories: create, compose, compare, print.

mod carte;
mod compose;
mod create;
mod fiche;
mod list_file;
mod manage;
mod read;

pub use compose::{Composed, Edit};
pub use create::Created;
pub use fiche::{FicheTitles, features};
