//! Questionnaires, answers, difficulties.

entity!(questionnaire, "questionnaire", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    titre: String,
    fiche: String,
    created_at: i64,
    version: i64,
    removed_at: Option<i64>,
});

entity!(reponse, "reponse", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    questionnaire_id: Uuid,
    personne_id: Option<Uuid>,
    jeton: String,
    profession: Option<String>,
    commune: Option<String>,
    fiche: String,
    created_at: i64,
    changed_at: i64,
});

entity!(difficulte, "difficulte", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    texte: String,
    etat: String,
    personne_id: Option<Uuid>,
    profession: Option<String>,
    questionnaire_id: Option<Uuid>,
    reponse_id: Option<Uuid>,
    question: Option<String>,
    groupe_id: Option<Uuid>,
    fiche: String,
    created_at: i64,
    version: i64,
    removed_at: Option<i64>,
});
