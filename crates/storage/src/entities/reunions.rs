//! What hangs on groups and meetings: decisions and tasks, who is called, minutes.

entity!(decision, "decision", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    groupe_id: Option<Uuid>,
    reunion_id: Option<Uuid>,
    point: Option<i64>,
    kind: String,
    texte: String,
    personne_id: Option<Uuid>,
    pour_le: Option<String>,
    faite_le: Option<String>,
    created_at: i64,
    version: i64,
    removed_at: Option<i64>,
});

entity!(convocation, "convocation", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    reunion_id: Uuid,
    personne_id: Uuid,
    reponse: Option<String>,
    repondue_at: Option<i64>,
    fiche: String,
});

entity!(compte_rendu, "compte_rendu", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    reunion_id: Uuid,
    numero: i64,
    texte: String,
    motif: String,
    approbation: String,
    created_at: i64,
    author: String,
    version: i64,
    scelle_at: Option<i64>,
    scelle_par: Option<String>,
    empreinte: Option<String>,
});
