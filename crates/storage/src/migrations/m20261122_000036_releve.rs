//! Values of indicators that people write down; a correction is another row.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text, text_null, uuid, uuid_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("releve")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(string("indicateur"))
                    .col(text("saisie"))
                    .col(uuid_null("piece_id"))
                    .col(string("author"))
                    .col(big_integer("recorded_at"))
                    .col(uuid_null("replaces"))
                    .col(text_null("reason"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_releve_cpts")
                            .from("releve", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_releve_piece")
                            .from("releve", "piece_id")
                            .to("piece", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        // Two people cannot both correct the same value.
        manager
            .create_index(
                Index::create()
                    .name("ux_releve_replaces")
                    .table("releve")
                    .col("replaces")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(Index::create().name("ix_releve_cpts_id").table("releve").col("cpts_id").to_owned())
            .await
    }
}
