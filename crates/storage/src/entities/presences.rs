//! Closed attendance sheets.

entity!(feuille_presence, "feuille_presence", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    reunion_id: Uuid,
    version: i64,
    content: String,
    sha256: String,
    closed_at: i64,
    closed_by: String,
    reason: Option<String>,
});
