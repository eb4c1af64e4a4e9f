//! Sheets of experience that a CPTS writes, and may publish for the others.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn cpts() -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name("fk_experience_cpts").from("experience", "cpts_id").to("cpts", "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("experience")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(string("titre"))
                    .col(text("fiche"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("published_at"))
                    .col(big_integer("version"))
                    .col(big_integer_null("removed_at"))
                    .foreign_key(&mut cpts())
                    .to_owned(),
            )
            .await?;
        for (name, column) in [("ix_experience_cpts", "cpts_id"), ("ix_experience_published", "published_at")]
        {
            let index = Index::create().name(name).table("experience").col(column).to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
