//! Structures of the community.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, string_null, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("structure")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(string("nom"))
                    .col(string("search_key"))
                    .col(string("kind"))
                    .col(string_null("finess"))
                    .col(string_null("commune"))
                    .col(text("fiche"))
                    .col(big_integer("created_at"))
                    .col(big_integer("changed_at"))
                    .col(big_integer("version"))
                    .col(big_integer_null("removed_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_structure_cpts")
                            .from("structure", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("ix_structure_cpts").table("structure").col("cpts_id").to_owned(),
            )
            .await
    }
}
