//! Rows as the database holds them. Private to this crate: domain types are the only way out.

macro_rules! entity {
    ($module:ident, $table:literal, { $($(#[$attr:meta])* $field:ident : $type:ty,)* }) => {
        pub(crate) mod $module {
            use sea_orm::entity::prelude::*;

            #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
            #[sea_orm(table_name = $table)]
            pub struct Model { $($(#[$attr])* pub $field: $type,)* }

            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    };
}

entity!(cpts, "cpts", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    name: String,
    search_key: String,
    fictitious: bool,
    created_at: i64,
});

entity!(territoire, "territoire", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    name: String,
    created_at: i64,
    removed_at: Option<i64>,
});

entity!(variante, "variante", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cpts_id: Uuid,
    territoire_id: Uuid,
    name: String,
    is_reference: bool,
    declared_inhabitants: Option<i64>,
    declared_year: Option<i64>,
    declared_source: Option<String>,
    created_at: i64,
    removed_at: Option<i64>,
});

entity!(variante_revision, "variante_revision", {
    #[sea_orm(primary_key, auto_increment = false)]
    variante_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    number: i64,
    cpts_id: Uuid,
    at: i64,
    author: String,
    units: String,
});

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

entity!(dataset, "dataset", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    kind: String,
    vintage_year: i64,
    coverage: String,
    passport: String,
    report: String,
    file_name: String,
    fingerprint: String,
    imported_at: i64,
});

entity!(dataset_part, "dataset_part", {
    #[sea_orm(primary_key, auto_increment = false)]
    dataset_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    part: String,
    payload: Vec<u8>,
});

entity!(reference_state, "reference_state", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: i64,
    revision: i64,
});
