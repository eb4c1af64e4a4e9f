//! Memberships: one a person and civil year.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("adhesion")
            .col(uuid("id").primary_key())
            .col(uuid("cpts_id"))
            .col(uuid("personne_id"))
            .col(big_integer("annee"))
            .col(string("state"))
            .col(text("fiche"))
            .col(big_integer("created_at"))
            .col(big_integer("version"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_adhesion_cpts")
                    .from("adhesion", "cpts_id")
                    .to("cpts", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_adhesion_personne")
                    .from("adhesion", "personne_id")
                    .to("personne", "id"),
            )
            .to_owned();
        manager.create_table(table).await?;
        let once = Index::create()
            .name("ux_adhesion_annee")
            .table("adhesion")
            .col("personne_id")
            .col("annee")
            .unique()
            .to_owned();
        manager.create_index(once).await?;
        let own =
            Index::create().name("ix_adhesion_cpts").table("adhesion").col("cpts_id").col("annee").to_owned();
        manager.create_index(own).await
    }
}
