//! Imports of spreadsheets that were done: what each made and changed, so that it can be taken back.

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
                    .table("lot")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(string("kind"))
                    .col(string("fichier"))
                    .col(text("content"))
                    .col(big_integer("at"))
                    .col(string("author"))
                    .col(big_integer_null("undone_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_lot_cpts")
                            .from("lot", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager.create_index(Index::create().name("ix_lot_cpts").table("lot").col("cpts_id").to_owned()).await
    }
}
