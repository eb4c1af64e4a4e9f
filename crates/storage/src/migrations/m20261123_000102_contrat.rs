//! Contracts with the Assurance Maladie and the agency.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, string_null, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn to(name: &str, column: &str, table: &str) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(name).from("contrat", column.to_owned()).to(table.to_owned(), "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("contrat")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(string("titre"))
                    .col(text("fiche"))
                    .col(string_null("publie_le"))
                    .col(big_integer("created_at"))
                    .col(big_integer("version"))
                    .col(big_integer_null("removed_at"))
                    .foreign_key(&mut to("fk_contrat_cpts", "cpts_id", "cpts"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(Index::create().name("ix_contrat_cpts").table("contrat").col("cpts_id").to_owned())
            .await
    }
}
