//! Meetings.

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
                    .table("reunion")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid_null("groupe_id"))
                    .col(string("kind"))
                    .col(string("titre"))
                    .col(string("state"))
                    .col(big_integer_null("debut"))
                    .col(big_integer_null("fin"))
                    .col(text("fiche"))
                    .col(big_integer("created_at"))
                    .col(big_integer("version"))
                    .col(big_integer_null("removed_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_reunion_cpts")
                            .from("reunion", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_reunion_groupe")
                            .from("reunion", "groupe_id")
                            .to("groupe", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_reunion_cpts")
                    .table("reunion")
                    .col("cpts_id")
                    .col("debut")
                    .to_owned(),
            )
            .await
    }
}
