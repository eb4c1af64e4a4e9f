//! Evidence of contracts, yearly dialogues, and what institutions answer.

entity!(preuve, "preuve", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    contrat_id: Uuid,
    kind: String,
    titre: String,
    le: String,
    piece_id: Uuid,
    sha256: String,
    fiche: String,
    author: String,
    created_at: i64,
    version: i64,
});

entity!(dialogue, "dialogue", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    contrat_id: Uuid,
    annee: i64,
    etat: String,
    fiche: String,
    created_at: i64,
    version: i64,
});

entity!(dialogue_envoi, "dialogue_envoi", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    dialogue_id: Uuid,
    numero: i64,
    at: i64,
    author: String,
    sha256: String,
    contenu: String,
    pdf: Vec<u8>,
    xlsx: Vec<u8>,
    docx: Vec<u8>,
});

entity!(dialogue_destinataire, "dialogue_destinataire", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    dialogue_id: Uuid,
    institution_id: Uuid,
    since_at: i64,
    until_at: Option<i64>,
    author: String,
    version: i64,
});

entity!(dialogue_position, "dialogue_position", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    dialogue_id: Uuid,
    destinataire_id: Uuid,
    institution_id: Uuid,
    indicateur_id: Uuid,
    numero: i64,
    accepte: i64,
    motif: String,
    author: String,
    given_at: i64,
    version: i64,
});
