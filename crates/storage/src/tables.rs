//! The tables, for the checks of the house.

/// Tables whose rows belong to no CPTS. Every other table has a `cpts_id`.
pub const GLOBAL_TABLES: &[&str] = &[
    "cpts",
    "dataset",
    "dataset_part",
    "reference_state",
    "user_account",
    "session",
    "one_time_token",
    "totp",
    "passkey",
    "recovery_code",
    "external_identity",
    "throttle",
    "institution",
    "institution_role",
    "schedule",
    "backup",
    "suivi",
    "objectif_region",
    "outil",
    "outil_version",
];
