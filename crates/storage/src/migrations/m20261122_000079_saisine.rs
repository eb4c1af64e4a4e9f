//! That institutions were given a dossier to look at: since when, until when, to do what.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn to(name: &str, column: &str, table: &str) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(name).from("saisine", column.to_owned()).to(table.to_owned(), "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("saisine")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("dossier_id"))
                    .col(uuid("institution_id"))
                    .col(string("role"))
                    .col(text("fiche"))
                    .col(big_integer("since_at"))
                    .col(big_integer_null("until_at"))
                    .col(big_integer("version"))
                    .foreign_key(&mut to("fk_saisine_cpts", "cpts_id", "cpts"))
                    .foreign_key(&mut to("fk_saisine_dossier", "dossier_id", "dossier"))
                    .foreign_key(&mut to("fk_saisine_institution", "institution_id", "institution"))
                    .to_owned(),
            )
            .await?;
        for (name, column) in
            [("ix_saisine_institution", "institution_id"), ("ix_saisine_dossier", "dossier_id")]
        {
            let index = Index::create().name(name).table("saisine").col(column.to_owned()).to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
