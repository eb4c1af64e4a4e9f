//! Jobs, mail, backups.

entity!(job, "job", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Option<Uuid>,
    kind: String,
    payload: String,
    dedup_key: Option<String>,
    created_at: i64,
    run_at: i64,
    attempts: i64,
    lease_until: Option<i64>,
    leased_by: Option<String>,
    last_error: Option<String>,
    done_at: Option<i64>,
    failed_at: Option<i64>,
});

entity!(schedule, "schedule", {
    #[sea_orm(primary_key, auto_increment = false)]
    name: String,
    next_at: i64,
    last_at: Option<i64>,
    last_report: Option<String>,
});

entity!(mail, "mail", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Option<Uuid>,
    user_id: Option<Uuid>,
    address: String,
    template: String,
    content: Option<String>,
    about: Option<String>,
    created_at: i64,
    sent_at: Option<i64>,
    refused_at: Option<i64>,
    problem: Option<String>,
});

entity!(backup, "backup", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    origin: String,
    file_name: String,
    started_at: i64,
    finished_at: Option<i64>,
    bytes: Option<i64>,
    rows: Option<i64>,
    fingerprint: Option<String>,
    verified_at: Option<i64>,
    problem: Option<String>,
    removed_at: Option<i64>,
});
