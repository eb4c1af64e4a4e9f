//! What institutions write on a dossier: corrections, opinions, the decision.

entity!(correction, "correction", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    dossier_id: Uuid,
    depot_id: Uuid,
    champ: String,
    etat: String,
    fiche: String,
    author: String,
    created_at: i64,
    version: i64,
});

entity!(avis, "avis", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    dossier_id: Uuid,
    depot_id: Uuid,
    saisine_id: Uuid,
    institution_id: Uuid,
    sens: String,
    motif: String,
    author: String,
    given_at: i64,
});

entity!(decision_dossier, "decision_dossier", {
    #[sea_orm(primary_key, auto_increment = false)]
    dossier_id: Uuid,
    cpts_id: Uuid,
    depot_id: Uuid,
    institution_id: Uuid,
    acceptee: bool,
    fiche: String,
    sha256: String,
    pdf: Vec<u8>,
    author: String,
    decided_at: i64,
});
