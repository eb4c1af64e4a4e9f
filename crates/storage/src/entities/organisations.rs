//! Institutions, dated roles, grants, what the association says of itself.

entity!(institution, "institution", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    kind: String,
    name: String,
    search_key: String,
    fictitious: bool,
    region: Option<String>,
    created_at: i64,
});

entity!(cpts_role, "cpts_role", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    user_id: Uuid,
    role: String,
    since_at: i64,
    until_at: Option<i64>,
    given_by: String,
    ended_by: Option<String>,
});

entity!(institution_role, "institution_role", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    institution_id: Uuid,
    user_id: Uuid,
    role: String,
    since_at: i64,
    until_at: Option<i64>,
    given_by: String,
    ended_by: Option<String>,
});

entity!(access_grant, "access_grant", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    institution_id: Uuid,
    subject: String,
    since_at: i64,
    until_at: Option<i64>,
    given_by: String,
    revoked_at: Option<i64>,
    revoked_by: Option<String>,
});

entity!(guest_link, "guest_link", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    label: String,
    territoire_id: Uuid,
    variante_id: Uuid,
    token_hash: String,
    given_by: String,
    created_at: i64,
    expires_at: i64,
    revoked_at: Option<i64>,
    opened: i64,
});

entity!(association, "association", {
    #[sea_orm(primary_key, auto_increment = false)]
    cpts_id: Uuid,
    legal_name: Option<String>,
    siret: Option<String>,
    rna: Option<String>,
    address: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    dpo_name: Option<String>,
    dpo_email: Option<String>,
    changed_at: i64,
    changed_by: String,
});

entity!(bank_account, "bank_account", {
    #[sea_orm(primary_key, auto_increment = false)]
    cpts_id: Uuid,
    holder: String,
    iban: String,
    iban_end: String,
    bic: Option<String>,
    changed_at: i64,
    changed_by: String,
});
