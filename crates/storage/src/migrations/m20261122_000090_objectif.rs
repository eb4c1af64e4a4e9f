//! Objectives: from needs to first actions.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, text, uuid, uuid_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn cpts() -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name("fk_objectif_cpts").from("objectif", "cpts_id").to("cpts", "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("objectif")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid_null("parent_id"))
                    .col(string("niveau"))
                    .col(string("mission"))
                    .col(text("texte"))
                    .col(text("fiche"))
                    .col(big_integer("ordre"))
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
                    .name("ix_objectif_cpts")
                    .table("objectif")
                    .col("cpts_id")
                    .col("ordre")
                    .to_owned(),
            )
            .await
    }
}
