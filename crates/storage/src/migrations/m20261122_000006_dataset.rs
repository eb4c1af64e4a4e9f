//! Imported reference files.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("dataset")
                    .col(uuid("id").primary_key())
                    .col(string("kind"))
                    .col(big_integer("vintage_year"))
                    .col(string("coverage"))
                    .col(text("passport"))
                    .col(text("report"))
                    .col(string("file_name"))
                    .col(string("fingerprint"))
                    .col(big_integer("imported_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_dataset_identity")
                    .table("dataset")
                    .col("kind")
                    .col("vintage_year")
                    .col("coverage")
                    .unique()
                    .to_owned(),
            )
            .await
    }
}
