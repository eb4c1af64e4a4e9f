//! Contracts, the signed versions of their terms, their indicators.

entity!(contrat, "contrat", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    titre: String,
    fiche: String,
    publie_le: Option<String>,
    created_at: i64,
    version: i64,
    removed_at: Option<i64>,
});

entity!(contrat_version, "contrat_version", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    contrat_id: Uuid,
    numero: i64,
    signe_le: String,
    effet_le: String,
    objet: String,
    termes: String,
    author: String,
    created_at: i64,
});

entity!(indicateur, "indicateur", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    contrat_id: Uuid,
    annee: i64,
    mission: String,
    intitule: String,
    fiche: String,
    ordre: i64,
    created_at: i64,
    version: i64,
    removed_at: Option<i64>,
});
