//! Expenses of contracts, with their lines.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn to(name: &str, column: &str, table: &str) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(name).from("depense", column.to_owned()).to(table.to_owned(), "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("depense")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("contrat_id"))
                    .col(text("libelle"))
                    .col(text("fiche"))
                    .col(big_integer("created_at"))
                    .col(big_integer("version"))
                    .foreign_key(&mut to("fk_depense_cpts", "cpts_id", "cpts"))
                    .foreign_key(&mut to("fk_depense_contrat", "contrat_id", "contrat"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_depense_contrat")
                    .table("depense")
                    .col("contrat_id")
                    .col("created_at")
                    .to_owned(),
            )
            .await
    }
}
