//! The community: people, structures, groups, meetings, presences.

entity!(personne, "personne", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    nom: String,
    prenom: String,
    search_key: String,
    name_key: String,
    rpps: Option<String>,
    rpps_unique: Option<String>,
    profession: Option<String>,
    statut: String,
    user_id: Option<Uuid>,
    fiche: String,
    created_at: i64,
    changed_at: i64,
    version: i64,
    fusionnee: Option<Uuid>,
    removed_at: Option<i64>,
});

entity!(structure, "structure", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    nom: String,
    search_key: String,
    kind: String,
    finess: Option<String>,
    commune: Option<String>,
    fiche: String,
    created_at: i64,
    changed_at: i64,
    version: i64,
    removed_at: Option<i64>,
});

entity!(groupe, "groupe", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    nom: String,
    kind: String,
    fiche: String,
    created_at: i64,
    version: i64,
    removed_at: Option<i64>,
});

entity!(mandat, "mandat", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    groupe_id: Uuid,
    personne_id: Uuid,
    fonction: String,
    depuis: String,
    jusque: Option<String>,
});

entity!(reunion, "reunion", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    groupe_id: Option<Uuid>,
    kind: String,
    titre: String,
    state: String,
    debut: Option<i64>,
    fin: Option<i64>,
    fiche: String,
    created_at: i64,
    version: i64,
    removed_at: Option<i64>,
});

entity!(presence, "presence", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    reunion_id: Uuid,
    personne_id: Option<Uuid>,
    moyen: String,
    state: String,
    arrivee: i64,
    depart: Option<i64>,
    jeton: String,
    recue_at: i64,
    fiche: String,
});

entity!(lien_personnel, "lien_personnel", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    objet: String,
    sujet: String,
    personne_id: Option<Uuid>,
    token_hash: String,
    created_at: i64,
    expires_at: i64,
    revoked_at: Option<i64>,
});

entity!(reglage, "reglage", {
    #[sea_orm(primary_key, auto_increment = false)]
    cpts_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    cle: String,
    content: String,
    changed_at: i64,
    changed_by: String,
});
