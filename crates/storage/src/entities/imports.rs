//! Imports of spreadsheets.

entity!(lot, "lot", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    kind: String,
    fichier: String,
    content: String,
    at: i64,
    author: String,
    undone_at: Option<i64>,
});

entity!(brouillon_import, "brouillon_import", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    fichier: String,
    content: String,
    at: i64,
    author: String,
});
