//! The tables, for the checks of the house.

/// Tables whose rows belong to no CPTS. Every other table has a `cpts_id`.
pub const GLOBAL_TABLES: &[&str] = &["cpts", "dataset", "dataset_part", "reference_state"];
