//! Sheets that were merged, sheets that were set apart.

entity!(fusion, "fusion", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    gardee_id: Uuid,
    autre_id: Uuid,
    content: String,
    at: i64,
    author: String,
    undone_at: Option<i64>,
});

entity!(doublon_ecarte, "doublon_ecarte", {
    #[sea_orm(primary_key, auto_increment = false)]
    cpts_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    une_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    autre_id: Uuid,
    at: i64,
    author: String,
});
