//! Requests of people about their data, with their one-month clock.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, string_null, text_null, uuid, uuid_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("demande_droits")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid_null("user_id"))
                    .col(string("person"))
                    .col(string("kind"))
                    .col(text_null("message"))
                    .col(string("received_on"))
                    .col(string("due_on"))
                    .col(string_null("answered_on"))
                    .col(text_null("answer"))
                    .col(big_integer("created_at"))
                    .col(string("created_by"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_demande_droits_cpts")
                            .from("demande_droits", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_demande_droits_cpts_id")
                    .table("demande_droits")
                    .col("cpts_id")
                    .to_owned(),
            )
            .await
    }
}
