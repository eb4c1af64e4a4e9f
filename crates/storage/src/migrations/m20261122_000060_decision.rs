//! Decisions and tasks of groups and meetings.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, string_null, text, uuid, uuid_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("decision")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid_null("groupe_id"))
                    .col(uuid_null("reunion_id"))
                    .col(big_integer_null("point"))
                    .col(string("kind"))
                    .col(text("texte"))
                    .col(uuid_null("personne_id"))
                    .col(string_null("pour_le"))
                    .col(string_null("faite_le"))
                    .col(big_integer("created_at"))
                    .col(big_integer("version"))
                    .col(big_integer_null("removed_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_decision_cpts")
                            .from("decision", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_decision_groupe")
                            .from("decision", "groupe_id")
                            .to("groupe", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_decision_reunion")
                            .from("decision", "reunion_id")
                            .to("reunion", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_decision_personne")
                            .from("decision", "personne_id")
                            .to("personne", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_decision_cpts")
                    .table("decision")
                    .col("cpts_id")
                    .col("created_at")
                    .to_owned(),
            )
            .await
    }
}
