//! Evidence of contracts.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn to(name: &str, column: &str, table: &str) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(name).from("preuve", column.to_owned()).to(table.to_owned(), "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("preuve")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("contrat_id"))
                    .col(string("kind"))
                    .col(text("titre"))
                    .col(string("le"))
                    .col(uuid("piece_id"))
                    .col(string("sha256"))
                    .col(text("fiche"))
                    .col(string("author"))
                    .col(big_integer("created_at"))
                    .col(big_integer("version"))
                    .foreign_key(&mut to("fk_preuve_cpts", "cpts_id", "cpts"))
                    .foreign_key(&mut to("fk_preuve_contrat", "contrat_id", "contrat"))
                    .foreign_key(&mut to("fk_preuve_piece", "piece_id", "piece"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_preuve_contrat")
                    .table("preuve")
                    .col("contrat_id")
                    .col("le")
                    .to_owned(),
            )
            .await
    }
}
