//! Files that were read and wait for decisions.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("brouillon_import")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(string("fichier"))
                    .col(text("content"))
                    .col(big_integer("at"))
                    .col(string("author"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_brouillon_import_cpts")
                            .from("brouillon_import", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_brouillon_import_cpts")
                    .table("brouillon_import")
                    .col("cpts_id")
                    .to_owned(),
            )
            .await
    }
}
