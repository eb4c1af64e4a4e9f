//! Institutions, roles and grants.

mod institutions;

pub use institutions::Institution;
