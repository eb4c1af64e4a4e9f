//! People, how they prove who they are, and their open doors.

entity!(user_account, "user_account", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    email: Option<String>,
    email_key: Option<String>,
    name: String,
    password_hash: Option<String>,
    password_changed_at: Option<i64>,
    failed_attempts: i64,
    last_failed_at: Option<i64>,
    is_operator: bool,
    fictitious: bool,
    created_at: i64,
    last_sign_in_at: Option<i64>,
    disabled_at: Option<i64>,
    erased_at: Option<i64>,
});

entity!(session, "session", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    user_id: Uuid,
    token_hash: String,
    device: String,
    method: String,
    strong: bool,
    created_at: i64,
    last_seen_at: i64,
    confirmed_at: i64,
    ended_at: Option<i64>,
    provider_logout: Option<String>,
});

entity!(one_time_token, "one_time_token", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    kind: String,
    user_id: Option<Uuid>,
    token_hash: String,
    payload: String,
    created_at: i64,
    expires_at: i64,
    used_at: Option<i64>,
});

entity!(totp, "totp", {
    #[sea_orm(primary_key, auto_increment = false)]
    user_id: Uuid,
    secret: String,
    created_at: i64,
    confirmed_at: Option<i64>,
    last_step: Option<i64>,
});

entity!(passkey, "passkey", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    user_id: Uuid,
    name: String,
    credential_id: String,
    credential: String,
    created_at: i64,
    last_used_at: Option<i64>,
});

entity!(recovery_code, "recovery_code", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    user_id: Uuid,
    code_hash: String,
    created_at: i64,
    used_at: Option<i64>,
});

entity!(external_identity, "external_identity", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    user_id: Uuid,
    provider: String,
    subject: String,
    national_id: Option<String>,
    profession: Option<String>,
    structure: Option<String>,
    created_at: i64,
    last_used_at: Option<i64>,
});

entity!(throttle, "throttle", {
    #[sea_orm(primary_key, auto_increment = false)]
    key: String,
    window_started_at: i64,
    hits: i64,
});

entity!(invitation, "invitation", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Option<Uuid>,
    institution_id: Option<Uuid>,
    name: String,
    email: Option<String>,
    role: String,
    token_hash: String,
    given_by: String,
    created_at: i64,
    expires_at: i64,
    accepted_at: Option<i64>,
    accepted_by: Option<Uuid>,
    revoked_at: Option<i64>,
});
