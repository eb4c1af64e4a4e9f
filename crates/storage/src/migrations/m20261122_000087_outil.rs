//! The tool box of a region.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("outil")
                    .col(uuid("id").primary_key())
                    .col(string("region"))
                    .col(string("titre"))
                    .col(text("fiche"))
                    .col(big_integer("created_at"))
                    .col(big_integer("version"))
                    .col(big_integer_null("removed_at"))
                    .to_owned(),
            )
            .await?;
        let index = Index::create().name("ix_outil_region").table("outil").col("region").to_owned();
        manager.create_index(index).await
    }
}
