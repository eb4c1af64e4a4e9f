//! Lines of what was notified and received: they are only added.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text, uuid, uuid_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn to(name: &str, column: &str, table: &str) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(name).from("mouvement", column.to_owned()).to(table.to_owned(), "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("mouvement")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("contrat_id"))
                    .col(string("echeance"))
                    .col(string("genre"))
                    .col(big_integer("montant"))
                    .col(string("le"))
                    .col(text("reference"))
                    .col(uuid_null("corrige_id"))
                    .col(text("motif"))
                    .col(string("author"))
                    .col(big_integer("created_at"))
                    .foreign_key(&mut to("fk_mouvement_cpts", "cpts_id", "cpts"))
                    .foreign_key(&mut to("fk_mouvement_contrat", "contrat_id", "contrat"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_mouvement_contrat")
                    .table("mouvement")
                    .col("contrat_id")
                    .col("created_at")
                    .to_owned(),
            )
            .await
    }
}
