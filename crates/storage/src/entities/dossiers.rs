//! Dossiers, their filed versions, the institutions that look at them.

entity!(dossier, "dossier", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    kind: String,
    titre: String,
    etat: String,
    guichet_id: Option<Uuid>,
    fiche: String,
    created_at: i64,
    version: i64,
    removed_at: Option<i64>,
});

entity!(depot, "depot", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    dossier_id: Uuid,
    numero: i64,
    filed_at: i64,
    filed_by: String,
    sha256: String,
    annexes: String,
    contenu: Option<String>,
    pdf: Vec<u8>,
    docx: Option<Vec<u8>>,
});

entity!(saisine, "saisine", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    dossier_id: Uuid,
    institution_id: Uuid,
    role: String,
    fiche: String,
    since_at: i64,
    until_at: Option<i64>,
    version: i64,
});

entity!(redaction, "redaction", {
    #[sea_orm(primary_key, auto_increment = false)]
    dossier_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    champ: String,
    #[sea_orm(primary_key, auto_increment = false)]
    version: i64,
    cpts_id: Uuid,
    valeur: String,
    at: i64,
    author: String,
});

entity!(commentaire, "commentaire", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    dossier_id: Uuid,
    champ: String,
    texte: String,
    author: String,
    at: i64,
    resolu_at: Option<i64>,
});
