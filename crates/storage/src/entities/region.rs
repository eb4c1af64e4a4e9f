//! What a region follows and shares; the sheets of experience of the CPTS.

entity!(suivi, "suivi", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    region: String,
    kind: String,
    nom: String,
    etape: String,
    lie_cpts: Option<Uuid>,
    fiche: String,
    created_at: i64,
    version: i64,
    removed_at: Option<i64>,
});

entity!(objectif_region, "objectif_region", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    region: String,
    libelle: String,
    kind: String,
    nombre: i64,
    echeance: String,
    source: String,
    version: i64,
});

entity!(outil, "outil", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    region: String,
    titre: String,
    fiche: String,
    created_at: i64,
    version: i64,
    removed_at: Option<i64>,
});

entity!(outil_version, "outil_version", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    outil_id: Uuid,
    numero: i64,
    name: String,
    media_type: String,
    size: i64,
    sha256: String,
    content: Vec<u8>,
    added_at: i64,
    added_by: String,
});

entity!(experience, "experience", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    titre: String,
    fiche: String,
    created_at: i64,
    published_at: Option<i64>,
    version: i64,
    removed_at: Option<i64>,
});
