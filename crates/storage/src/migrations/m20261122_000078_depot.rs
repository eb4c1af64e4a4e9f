//! Filed versions of dossiers, with their documents as they were filed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, blob, blob_null, string, text, text_null, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn to(name: &str, column: &str, table: &str) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(name).from("depot", column.to_owned()).to(table.to_owned(), "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("depot")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("dossier_id"))
                    .col(big_integer("numero"))
                    .col(big_integer("filed_at"))
                    .col(string("filed_by"))
                    .col(string("sha256"))
                    .col(text("annexes"))
                    .col(text_null("contenu"))
                    .col(blob("pdf"))
                    .col(blob_null("docx"))
                    .foreign_key(&mut to("fk_depot_cpts", "cpts_id", "cpts"))
                    .foreign_key(&mut to("fk_depot_dossier", "dossier_id", "dossier"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_depot_numero")
                    .table("depot")
                    .col("dossier_id")
                    .col("numero")
                    .unique()
                    .to_owned(),
            )
            .await
    }
}
