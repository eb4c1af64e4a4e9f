//! Territories.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("territoire")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(string("name"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("removed_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_territoire_cpts")
                            .from("territoire", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("ix_territoire_cpts").table("territoire").col("cpts_id").to_owned(),
            )
            .await
    }
}
