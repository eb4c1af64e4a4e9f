//! Indicators of contract years.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn to(name: &str, column: &str, table: &str) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(name).from("indicateur", column.to_owned()).to(table.to_owned(), "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("indicateur")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("contrat_id"))
                    .col(big_integer("annee"))
                    .col(string("mission"))
                    .col(text("intitule"))
                    .col(text("fiche"))
                    .col(big_integer("ordre"))
                    .col(big_integer("created_at"))
                    .col(big_integer("version"))
                    .col(big_integer_null("removed_at"))
                    .foreign_key(&mut to("fk_indicateur_cpts", "cpts_id", "cpts"))
                    .foreign_key(&mut to("fk_indicateur_contrat", "contrat_id", "contrat"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_indicateur_contrat")
                    .table("indicateur")
                    .col("contrat_id")
                    .col("annee")
                    .col("ordre")
                    .to_owned(),
            )
            .await
    }
}
