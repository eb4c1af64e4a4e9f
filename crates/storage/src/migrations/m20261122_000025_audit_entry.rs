//! What was done, by whom, each line bound to the line before. Rows are only added. The scope is a CPTS or the instance.

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
                    .table("audit_entry")
                    .col(uuid("id").primary_key())
                    .col(string("scope"))
                    .col(big_integer("seq"))
                    .col(uuid_null("cpts_id"))
                    .col(big_integer("at"))
                    .col(string("actor"))
                    .col(string("action"))
                    .col(string("subject_kind"))
                    .col(string("subject_id"))
                    .col(text("changes"))
                    .col(string("previous"))
                    .col(string("hash"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_audit_entry_scope_seq")
                    .table("audit_entry")
                    .col("scope")
                    .col("seq")
                    .unique()
                    .to_owned(),
            )
            .await
    }
}
