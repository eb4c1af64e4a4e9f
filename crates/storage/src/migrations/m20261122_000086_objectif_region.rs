//! Goals that a region gave itself.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("objectif_region")
                    .col(uuid("id").primary_key())
                    .col(string("region"))
                    .col(string("libelle"))
                    .col(string("kind"))
                    .col(big_integer("nombre"))
                    .col(string("echeance"))
                    .col(string("source"))
                    .col(big_integer("version"))
                    .to_owned(),
            )
            .await?;
        let index =
            Index::create().name("ix_objectif_region").table("objectif_region").col("region").to_owned();
        manager.create_index(index).await
    }
}
