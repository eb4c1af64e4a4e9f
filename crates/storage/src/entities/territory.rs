//! The territory and the reference data.

entity!(cpts, "cpts", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    name: String,
    search_key: String,
    fictitious: bool,
    created_at: i64,
});

entity!(territoire, "territoire", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    name: String,
    created_at: i64,
    removed_at: Option<i64>,
});

entity!(variante, "variante", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    territoire_id: Uuid,
    name: String,
    is_reference: bool,
    declared_inhabitants: Option<i64>,
    declared_year: Option<i64>,
    declared_source: Option<String>,
    created_at: i64,
    removed_at: Option<i64>,
});

entity!(variante_revision, "variante_revision", {
    #[sea_orm(primary_key, auto_increment = false)]
    variante_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    number: i64,
    cpts_id: Uuid,
    at: i64,
    author: String,
    units: String,
});

entity!(dataset, "dataset", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    kind: String,
    vintage_year: i64,
    coverage: String,
    passport: String,
    report: String,
    file_name: String,
    fingerprint: String,
    imported_at: i64,
});

entity!(dataset_part, "dataset_part", {
    #[sea_orm(primary_key, auto_increment = false)]
    dataset_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    part: String,
    payload: Vec<u8>,
});

entity!(reference_state, "reference_state", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: i64,
    revision: i64,
});
