//! What was done, by whom. Rows are only added; `cpts_id` is empty for acts on reference data.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text, uuid, uuid_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("audit_event")
                    .col(uuid("id").primary_key())
                    .col(uuid_null("cpts_id"))
                    .col(big_integer("at"))
                    .col(string("actor"))
                    .col(string("action"))
                    .col(string("subject_kind"))
                    .col(string("subject_id"))
                    .col(text("changes"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_audit_cpts")
                    .table("audit_event")
                    .col("cpts_id")
                    .col("at")
                    .to_owned(),
            )
            .await
    }
}
