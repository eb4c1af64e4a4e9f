//! The diagnosis: documents, recorded values, frozen versions.

entity!(piece, "piece", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    objet: String,
    name: String,
    media_type: String,
    size: i64,
    sha256: String,
    content: Vec<u8>,
    added_at: i64,
    added_by: String,
});

entity!(releve, "releve", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    indicateur: String,
    saisie: String,
    piece_id: Option<Uuid>,
    author: String,
    recorded_at: i64,
    replaces: Option<Uuid>,
    reason: Option<String>,
});

entity!(diagnostic_fige, "diagnostic_fige", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    territoire_id: Uuid,
    variante_id: Uuid,
    name: String,
    note: Option<String>,
    content: String,
    sha256: String,
    frozen_at: i64,
    author: String,
    removed_at: Option<i64>,
});
