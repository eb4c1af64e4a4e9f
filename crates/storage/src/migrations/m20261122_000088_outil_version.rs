//! The documents of the tool box, each version as it was given.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, blob, string, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn outil() -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name("fk_outil_version_outil").from("outil_version", "outil_id").to("outil", "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("outil_version")
                    .col(uuid("id").primary_key())
                    .col(uuid("outil_id"))
                    .col(big_integer("numero"))
                    .col(string("name"))
                    .col(string("media_type"))
                    .col(big_integer("size"))
                    .col(string("sha256"))
                    .col(blob("content"))
                    .col(big_integer("added_at"))
                    .col(string("added_by"))
                    .foreign_key(&mut outil())
                    .to_owned(),
            )
            .await?;
        let unique = Index::create()
            .name("ux_outil_version_numero")
            .table("outil_version")
            .col("outil_id")
            .col("numero")
            .unique()
            .to_owned();
        manager.create_index(unique).await
    }
}
