//! Log of personal-data breaches, with their 72-hour clock.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, string_null, text, text_null, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("violation")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(string("title"))
                    .col(text("facts"))
                    .col(text("categories"))
                    .col(big_integer_null("people"))
                    .col(text("consequences"))
                    .col(text("measures"))
                    .col(big_integer_null("happened_at"))
                    .col(big_integer("discovered_at"))
                    .col(string_null("cnil_decision"))
                    .col(text_null("cnil_reason"))
                    .col(big_integer_null("cnil_notified_at"))
                    .col(big_integer_null("people_told_at"))
                    .col(big_integer_null("closed_at"))
                    .col(big_integer("created_at"))
                    .col(string("created_by"))
                    .col(big_integer("changed_at"))
                    .col(string("changed_by"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_violation_cpts")
                            .from("violation", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("ix_violation_cpts_id").table("violation").col("cpts_id").to_owned(),
            )
            .await
    }
}
