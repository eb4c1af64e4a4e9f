//! Who is called to a meeting, what was sent, what was answered.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer_null, string_null, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("convocation")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("reunion_id"))
                    .col(uuid("personne_id"))
                    .col(string_null("reponse"))
                    .col(big_integer_null("repondue_at"))
                    .col(text("fiche"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_convocation_cpts")
                            .from("convocation", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_convocation_reunion")
                            .from("convocation", "reunion_id")
                            .to("reunion", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_convocation_personne")
                            .from("convocation", "personne_id")
                            .to("personne", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_convocation_personne")
                    .table("convocation")
                    .col("reunion_id")
                    .col("personne_id")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_convocation_cpts")
                    .table("convocation")
                    .col("cpts_id")
                    .col("personne_id")
                    .to_owned(),
            )
            .await
    }
}
