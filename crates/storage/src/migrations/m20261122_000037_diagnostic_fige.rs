//! Diagnoses that are named and dated and never change.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, text, text_null, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("diagnostic_fige")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("territoire_id"))
                    .col(uuid("variante_id"))
                    .col(string("name"))
                    .col(text_null("note"))
                    .col(text("content"))
                    .col(string("sha256"))
                    .col(big_integer("frozen_at"))
                    .col(string("author"))
                    .col(big_integer_null("removed_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_diagnostic_fige_cpts")
                            .from("diagnostic_fige", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_diagnostic_fige_cpts_id")
                    .table("diagnostic_fige")
                    .col("cpts_id")
                    .to_owned(),
            )
            .await
    }
}
