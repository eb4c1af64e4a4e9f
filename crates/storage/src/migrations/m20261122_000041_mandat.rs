//! Dated seats in groups.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string, string_null, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("mandat")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("groupe_id"))
                    .col(uuid("personne_id"))
                    .col(string("fonction"))
                    .col(string("depuis"))
                    .col(string_null("jusque"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_mandat_cpts")
                            .from("mandat", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_mandat_groupe")
                            .from("mandat", "groupe_id")
                            .to("groupe", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_mandat_personne")
                            .from("mandat", "personne_id")
                            .to("personne", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(Index::create().name("ix_mandat_cpts").table("mandat").col("cpts_id").to_owned())
            .await?;
        manager
            .create_index(
                Index::create().name("ix_mandat_groupe").table("mandat").col("groupe_id").to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("ix_mandat_personne").table("mandat").col("personne_id").to_owned(),
            )
            .await
    }
}
