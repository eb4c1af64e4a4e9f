//! People of the community, one row a person. References follow `fusionnee`, so that a merge rewrites nothing.
//! `rpps_unique` holds the number as long as the sheet stands: one person once.

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
                    .table("personne")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(string("nom"))
                    .col(string("prenom"))
                    .col(string("search_key"))
                    .col(string("name_key"))
                    .col(string_null("rpps"))
                    .col(string_null("rpps_unique"))
                    .col(string_null("profession"))
                    .col(string("statut"))
                    .col(uuid_null("user_id"))
                    .col(text("fiche"))
                    .col(big_integer("created_at"))
                    .col(big_integer("changed_at"))
                    .col(big_integer("version"))
                    .col(uuid_null("fusionnee"))
                    .col(big_integer_null("removed_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_personne_cpts")
                            .from("personne", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_personne_rpps")
                    .table("personne")
                    .col("cpts_id")
                    .col("rpps_unique")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("ix_personne_user").table("personne").col("user_id").to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_personne_name")
                    .table("personne")
                    .col("cpts_id")
                    .col("name_key")
                    .to_owned(),
            )
            .await
    }
}
