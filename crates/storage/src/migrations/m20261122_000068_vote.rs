//! Questions put to the vote.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("vote")
            .col(uuid("id").primary_key())
            .col(uuid("cpts_id"))
            .col(uuid("reunion_id"))
            .col(text("question"))
            .col(string("forme"))
            .col(string("mode"))
            .col(string("state"))
            .col(text("fiche"))
            .col(big_integer("created_at"))
            .col(big_integer_null("ouvert_at"))
            .col(big_integer_null("clos_at"))
            .col(big_integer("version"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_vote_cpts")
                    .from("vote", "cpts_id")
                    .to("cpts", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .foreign_key(
                ForeignKey::create().name("fk_vote_reunion").from("vote", "reunion_id").to("reunion", "id"),
            )
            .to_owned();
        manager.create_table(table).await?;
        let own =
            Index::create().name("ix_vote_cpts").table("vote").col("cpts_id").col("created_at").to_owned();
        manager.create_index(own).await
    }
}
