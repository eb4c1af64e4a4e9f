//! Opinions of institutions: rows that are only added.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn to(name: &str, column: &str, table: &str) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(name).from("avis", column.to_owned()).to(table.to_owned(), "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("avis")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("dossier_id"))
                    .col(uuid("depot_id"))
                    .col(uuid("saisine_id"))
                    .col(uuid("institution_id"))
                    .col(string("sens"))
                    .col(text("motif"))
                    .col(string("author"))
                    .col(big_integer("given_at"))
                    .foreign_key(&mut to("fk_avis_cpts", "cpts_id", "cpts"))
                    .foreign_key(&mut to("fk_avis_dossier", "dossier_id", "dossier"))
                    .foreign_key(&mut to("fk_avis_depot", "depot_id", "depot"))
                    .foreign_key(&mut to("fk_avis_saisine", "saisine_id", "saisine"))
                    .foreign_key(&mut to("fk_avis_institution", "institution_id", "institution"))
                    .to_owned(),
            )
            .await?;
        let index = Index::create().name("ix_avis_dossier").table("avis").col("dossier_id").to_owned();
        manager.create_index(index).await
    }
}
