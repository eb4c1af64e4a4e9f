//! Signed versions of the terms of a contract: they never change.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn to(name: &str, column: &str, table: &str) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(name).from("contrat_version", column.to_owned()).to(table.to_owned(), "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("contrat_version")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("contrat_id"))
                    .col(big_integer("numero"))
                    .col(string("signe_le"))
                    .col(string("effet_le"))
                    .col(text("objet"))
                    .col(text("termes"))
                    .col(string("author"))
                    .col(big_integer("created_at"))
                    .foreign_key(&mut to("fk_contrat_version_cpts", "cpts_id", "cpts"))
                    .foreign_key(&mut to("fk_contrat_version_contrat", "contrat_id", "contrat"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_contrat_version_numero")
                    .table("contrat_version")
                    .col("contrat_id")
                    .col("numero")
                    .unique()
                    .to_owned(),
            )
            .await
    }
}
