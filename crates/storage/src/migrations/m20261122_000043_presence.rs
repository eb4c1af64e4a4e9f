//! Presences at meetings. The phone names each scan, so that one that is sent twice counts once.

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
                    .table("presence")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("reunion_id"))
                    .col(uuid_null("personne_id"))
                    .col(string("moyen"))
                    .col(string("state"))
                    .col(big_integer("arrivee"))
                    .col(big_integer_null("depart"))
                    .col(string("jeton"))
                    .col(big_integer("recue_at"))
                    .col(text("fiche"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_presence_cpts")
                            .from("presence", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_presence_reunion")
                            .from("presence", "reunion_id")
                            .to("reunion", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_presence_personne")
                            .from("presence", "personne_id")
                            .to("personne", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_presence_personne")
                    .table("presence")
                    .col("reunion_id")
                    .col("personne_id")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_presence_jeton")
                    .table("presence")
                    .col("reunion_id")
                    .col("jeton")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_presence_cpts")
                    .table("presence")
                    .col("cpts_id")
                    .col("arrivee")
                    .to_owned(),
            )
            .await
    }
}
