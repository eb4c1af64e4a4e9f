//! The trace, the register, the logs that the law asks for.

entity!(audit_event, "audit_event", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Option<Uuid>,
    at: i64,
    actor: String,
    action: String,
    subject_kind: String,
    subject_id: String,
    changes: String,
});

entity!(audit_entry, "audit_entry", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    scope: String,
    seq: i64,
    cpts_id: Option<Uuid>,
    at: i64,
    actor: String,
    action: String,
    subject_kind: String,
    subject_id: String,
    changes: String,
    previous: String,
    hash: String,
});

entity!(audit_head, "audit_head", {
    #[sea_orm(primary_key, auto_increment = false)]
    scope: String,
    cpts_id: Option<Uuid>,
    seq: i64,
    hash: String,
});

entity!(traitement, "traitement", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    key: String,
    content: String,
    changed_at: i64,
    changed_by: String,
    removed_at: Option<i64>,
});

entity!(demande_droits, "demande_droits", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    user_id: Option<Uuid>,
    person: String,
    kind: String,
    message: Option<String>,
    received_on: String,
    due_on: String,
    answered_on: Option<String>,
    answer: Option<String>,
    created_at: i64,
    created_by: String,
});

entity!(violation, "violation", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    title: String,
    facts: String,
    categories: String,
    people: Option<i64>,
    consequences: String,
    measures: String,
    happened_at: Option<i64>,
    discovered_at: i64,
    cnil_decision: Option<String>,
    cnil_reason: Option<String>,
    cnil_notified_at: Option<i64>,
    people_told_at: Option<i64>,
    closed_at: Option<i64>,
    created_at: i64,
    created_by: String,
    changed_at: i64,
    changed_by: String,
});
