//! Links and exchanges that work once: password reset, sign-in at a provider, passkey ceremony.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, text, uuid, uuid_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("one_time_token")
                    .col(uuid("id").primary_key())
                    .col(string("kind"))
                    .col(uuid_null("user_id"))
                    .col(string("token_hash"))
                    .col(text("payload"))
                    .col(big_integer("created_at"))
                    .col(big_integer("expires_at"))
                    .col(big_integer_null("used_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_one_time_token_user_account")
                            .from("one_time_token", "user_id")
                            .to("user_account", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_one_time_token_token_hash")
                    .table("one_time_token")
                    .col("token_hash")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_one_time_token_expires_at")
                    .table("one_time_token")
                    .col("expires_at")
                    .to_owned(),
            )
            .await
    }
}
