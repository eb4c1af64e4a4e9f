//! Money of contracts: what was notified and received, what was committed and paid.

entity!(mouvement, "mouvement", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    contrat_id: Uuid,
    echeance: String,
    genre: String,
    montant: i64,
    le: String,
    reference: String,
    corrige_id: Option<Uuid>,
    motif: String,
    author: String,
    created_at: i64,
    pieces: String,
});

entity!(depense, "depense", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    contrat_id: Uuid,
    libelle: String,
    fiche: String,
    created_at: i64,
    version: i64,
});
