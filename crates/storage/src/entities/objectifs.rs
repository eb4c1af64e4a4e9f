//! Objectives, requests for subsidies and their final exports.

entity!(objectif, "objectif", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    parent_id: Option<Uuid>,
    niveau: String,
    mission: String,
    texte: String,
    fiche: String,
    ordre: i64,
    created_at: i64,
    version: i64,
    removed_at: Option<i64>,
});

entity!(subvention, "subvention", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    intitule: String,
    fiche: String,
    created_at: i64,
    version: i64,
    removed_at: Option<i64>,
});

entity!(subvention_figee, "subvention_figee", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    subvention_id: Uuid,
    numero: i64,
    at: i64,
    author: String,
    sha256: String,
    contenu: String,
    pdf: Vec<u8>,
});
