//! What co-authors of a dossier say to each other about a field.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn to(name: &str, column: &str, table: &str) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(name).from("commentaire", column.to_owned()).to(table.to_owned(), "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("commentaire")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("dossier_id"))
                    .col(string("champ"))
                    .col(text("texte"))
                    .col(string("author"))
                    .col(big_integer("at"))
                    .col(big_integer_null("resolu_at"))
                    .foreign_key(&mut to("fk_commentaire_cpts", "cpts_id", "cpts"))
                    .foreign_key(&mut to("fk_commentaire_dossier", "dossier_id", "dossier"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_commentaire_dossier")
                    .table("commentaire")
                    .col("dossier_id")
                    .to_owned(),
            )
            .await
    }
}
