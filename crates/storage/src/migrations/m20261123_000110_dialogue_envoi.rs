//! Sendings of yearly dialogues, with their documents as they were made.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, blob, string, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn to(name: &str, column: &str, table: &str) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(name).from("dialogue_envoi", column.to_owned()).to(table.to_owned(), "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("dialogue_envoi")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("dialogue_id"))
                    .col(big_integer("numero"))
                    .col(big_integer("at"))
                    .col(string("author"))
                    .col(string("sha256"))
                    .col(text("contenu"))
                    .col(blob("pdf"))
                    .col(blob("xlsx"))
                    .col(blob("docx"))
                    .foreign_key(&mut to("fk_dialogue_envoi_cpts", "cpts_id", "cpts"))
                    .foreign_key(&mut to("fk_dialogue_envoi_dialogue", "dialogue_id", "dialogue"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_dialogue_envoi_numero")
                    .table("dialogue_envoi")
                    .col("dialogue_id")
                    .col("numero")
                    .unique()
                    .to_owned(),
            )
            .await
    }
}
