//! Open doors: one row a browser. The cookie holds a token; only its hash is here.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, boolean, string, text_null, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("session")
                    .col(uuid("id").primary_key())
                    .col(uuid("user_id"))
                    .col(string("token_hash"))
                    .col(string("device"))
                    .col(string("method"))
                    .col(boolean("strong"))
                    .col(big_integer("created_at"))
                    .col(big_integer("last_seen_at"))
                    .col(big_integer("confirmed_at"))
                    .col(big_integer_null("ended_at"))
                    .col(text_null("provider_logout"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_session_user_account")
                            .from("session", "user_id")
                            .to("user_account", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_session_token_hash")
                    .table("session")
                    .col("token_hash")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("ix_session_user_id").table("session").col("user_id").to_owned(),
            )
            .await
    }
}
