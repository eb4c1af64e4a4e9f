//! Dossiers: what a CPTS writes and files.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, text, uuid, uuid_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn cpts() -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name("fk_dossier_cpts").from("dossier", "cpts_id").to("cpts", "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

fn guichet() -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name("fk_dossier_guichet").from("dossier", "guichet_id").to("institution", "id");
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("dossier")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(string("kind"))
                    .col(string("titre"))
                    .col(string("etat"))
                    .col(uuid_null("guichet_id"))
                    .col(text("fiche"))
                    .col(big_integer("created_at"))
                    .col(big_integer("version"))
                    .col(big_integer_null("removed_at"))
                    .foreign_key(&mut cpts())
                    .foreign_key(&mut guichet())
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_dossier_cpts")
                    .table("dossier")
                    .col("cpts_id")
                    .col("created_at")
                    .to_owned(),
            )
            .await
    }
}
