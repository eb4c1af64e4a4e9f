//! Backups made, and whether each one was read back.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, string_null, text_null, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("backup")
                    .col(uuid("id").primary_key())
                    .col(string("origin"))
                    .col(string("file_name"))
                    .col(big_integer("started_at"))
                    .col(big_integer_null("finished_at"))
                    .col(big_integer_null("bytes"))
                    .col(big_integer_null("rows"))
                    .col(string_null("fingerprint"))
                    .col(big_integer_null("verified_at"))
                    .col(text_null("problem"))
                    .col(big_integer_null("removed_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("ix_backup_started_at").table("backup").col("started_at").to_owned(),
            )
            .await
    }
}
