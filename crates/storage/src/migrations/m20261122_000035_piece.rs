//! Documents that a CPTS keeps as they were given: what a recorded figure was read in.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, blob, string, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("piece")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(string("name"))
                    .col(string("media_type"))
                    .col(big_integer("size"))
                    .col(string("sha256"))
                    .col(blob("content"))
                    .col(big_integer("added_at"))
                    .col(string("added_by"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_piece_cpts")
                            .from("piece", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(Index::create().name("ix_piece_cpts_id").table("piece").col("cpts_id").to_owned())
            .await
    }
}
