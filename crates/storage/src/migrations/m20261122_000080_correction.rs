//! Corrections that an institution asks on a filed version.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn to(name: &str, column: &str, table: &str) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(name).from("correction", column.to_owned()).to(table.to_owned(), "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("correction")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("dossier_id"))
                    .col(uuid("depot_id"))
                    .col(string("champ"))
                    .col(string("etat"))
                    .col(text("fiche"))
                    .col(string("author"))
                    .col(big_integer("created_at"))
                    .col(big_integer("version"))
                    .foreign_key(&mut to("fk_correction_cpts", "cpts_id", "cpts"))
                    .foreign_key(&mut to("fk_correction_dossier", "dossier_id", "dossier"))
                    .foreign_key(&mut to("fk_correction_depot", "depot_id", "depot"))
                    .to_owned(),
            )
            .await?;
        let index =
            Index::create().name("ix_correction_dossier").table("correction").col("dossier_id").to_owned();
        manager.create_index(index).await
    }
}
