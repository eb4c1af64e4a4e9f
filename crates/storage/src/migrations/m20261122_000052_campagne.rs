//! Campaigns of mobilisation.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("campagne")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(string("nom"))
                    .col(string("canal"))
                    .col(string("state"))
                    .col(text("fiche"))
                    .col(big_integer("created_at"))
                    .col(big_integer("version"))
                    .col(big_integer_null("removed_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_campagne_cpts")
                            .from("campagne", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_campagne_cpts")
                    .table("campagne")
                    .col("cpts_id")
                    .col("created_at")
                    .to_owned(),
            )
            .await
    }
}
