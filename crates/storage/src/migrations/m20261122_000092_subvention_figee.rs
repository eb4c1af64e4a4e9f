//! Final exports of requests for subsidies, with their PDF as it was made.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, blob, string, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn to(name: &str, column: &str, table: &str) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(name).from("subvention_figee", column.to_owned()).to(table.to_owned(), "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("subvention_figee")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("subvention_id"))
                    .col(big_integer("numero"))
                    .col(big_integer("at"))
                    .col(string("author"))
                    .col(string("sha256"))
                    .col(text("contenu"))
                    .col(blob("pdf"))
                    .foreign_key(&mut to("fk_subvention_figee_cpts", "cpts_id", "cpts"))
                    .foreign_key(&mut to("fk_subvention_figee_subvention", "subvention_id", "subvention"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_subvention_figee_numero")
                    .table("subvention_figee")
                    .col("subvention_id")
                    .col("numero")
                    .unique()
                    .to_owned(),
            )
            .await
    }
}
