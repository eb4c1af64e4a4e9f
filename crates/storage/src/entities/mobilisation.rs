//! Campaigns of mobilisation and the people they solicit.

entity!(campagne, "campagne", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    nom: String,
    canal: String,
    state: String,
    fiche: String,
    lien_relais: Option<String>,
    created_at: i64,
    version: i64,
    removed_at: Option<i64>,
});

entity!(sollicitation, "sollicitation", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    campagne_id: Uuid,
    personne_id: Uuid,
    ecart: Option<String>,
    contacte_at: Option<i64>,
    reponse: Option<String>,
    repondu_at: Option<i64>,
    fiche: String,
});
