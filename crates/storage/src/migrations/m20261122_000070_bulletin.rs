//! Ballots of secret votes: no person, no time, an identifier drawn at random.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string_null, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("bulletin")
            .col(uuid("id").primary_key())
            .col(uuid("cpts_id"))
            .col(uuid("vote_id"))
            .col(string_null("college"))
            .col(text("choix"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_bulletin_cpts")
                    .from("bulletin", "cpts_id")
                    .to("cpts", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .foreign_key(
                ForeignKey::create().name("fk_bulletin_vote").from("bulletin", "vote_id").to("vote", "id"),
            )
            .to_owned();
        manager.create_table(table).await?;
        let own = Index::create().name("ix_bulletin_vote").table("bulletin").col("vote_id").to_owned();
        manager.create_index(own).await
    }
}
