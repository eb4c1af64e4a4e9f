//! Requests for subsidies.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn cpts() -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name("fk_subvention_cpts").from("subvention", "cpts_id").to("cpts", "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("subvention")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(text("intitule"))
                    .col(text("fiche"))
                    .col(big_integer("created_at"))
                    .col(big_integer("version"))
                    .col(big_integer_null("removed_at"))
                    .foreign_key(&mut cpts())
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_subvention_cpts")
                    .table("subvention")
                    .col("cpts_id")
                    .col("created_at")
                    .to_owned(),
            )
            .await
    }
}
