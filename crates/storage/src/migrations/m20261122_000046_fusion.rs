//! Merges of two sheets of one person, with what is needed to take them back.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let to_personne = |name: &'static str, column: &'static str| {
            ForeignKey::create()
                .name(name)
                .from("fusion", column)
                .to("personne", "id")
                .on_delete(ForeignKeyAction::Cascade)
                .to_owned()
        };
        manager
            .create_table(
                Table::create()
                    .table("fusion")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("gardee_id"))
                    .col(uuid("autre_id"))
                    .col(text("content"))
                    .col(big_integer("at"))
                    .col(string("author"))
                    .col(big_integer_null("undone_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_fusion_cpts")
                            .from("fusion", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(&mut to_personne("fk_fusion_gardee", "gardee_id"))
                    .foreign_key(&mut to_personne("fk_fusion_autre", "autre_id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("ix_fusion_cpts").table("fusion").col("cpts_id").col("at").to_owned(),
            )
            .await
    }
}
