//! Proxies for a meeting. Who gave one that stands cannot give another: the column that says so is empty once it is
//! taken back.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, uuid, uuid_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("procuration")
            .col(uuid("id").primary_key())
            .col(uuid("cpts_id"))
            .col(uuid("reunion_id"))
            .col(uuid("donneur_id"))
            .col(uuid("porteur_id"))
            .col(uuid_null("donneur_actif"))
            .col(string("moyen"))
            .col(big_integer("donnee_at"))
            .col(big_integer_null("retiree_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_procuration_cpts")
                    .from("procuration", "cpts_id")
                    .to("cpts", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_procuration_reunion")
                    .from("procuration", "reunion_id")
                    .to("reunion", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_procuration_donneur")
                    .from("procuration", "donneur_id")
                    .to("personne", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_procuration_porteur")
                    .from("procuration", "porteur_id")
                    .to("personne", "id"),
            )
            .to_owned();
        manager.create_table(table).await?;
        let unique = Index::create()
            .name("ux_procuration_donneur")
            .table("procuration")
            .col("reunion_id")
            .col("donneur_actif")
            .unique()
            .to_owned();
        manager.create_index(unique).await?;
        let own = Index::create().name("ix_procuration_cpts").table("procuration").col("cpts_id").to_owned();
        manager.create_index(own).await
    }
}
