//! Proxies, votes, who voted, ballots, memberships.

entity!(procuration, "procuration", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    reunion_id: Uuid,
    donneur_id: Uuid,
    porteur_id: Uuid,
    donneur_actif: Option<Uuid>,
    moyen: String,
    donnee_at: i64,
    retiree_at: Option<i64>,
});

entity!(vote, "vote", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    reunion_id: Uuid,
    question: String,
    forme: String,
    mode: String,
    state: String,
    fiche: String,
    created_at: i64,
    ouvert_at: Option<i64>,
    clos_at: Option<i64>,
    version: i64,
});

entity!(emargement, "emargement", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    vote_id: Uuid,
    personne_id: Uuid,
    par_id: Option<Uuid>,
    participation: String,
    interet: bool,
    choix: String,
});

entity!(bulletin, "bulletin", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    vote_id: Uuid,
    college: Option<String>,
    choix: String,
});

entity!(adhesion, "adhesion", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    personne_id: Uuid,
    annee: i64,
    state: String,
    fiche: String,
    created_at: i64,
    version: i64,
});
