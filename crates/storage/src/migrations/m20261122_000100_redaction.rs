//! The versions of the fields of a dossier: added, never changed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn to(name: &str, column: &str, table: &str) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(name).from("redaction", column.to_owned()).to(table.to_owned(), "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("redaction")
                    .col(uuid("dossier_id"))
                    .col(string("champ"))
                    .col(big_integer("version"))
                    .col(uuid("cpts_id"))
                    .col(text("valeur"))
                    .col(big_integer("at"))
                    .col(string("author"))
                    .primary_key(Index::create().col("dossier_id").col("champ").col("version"))
                    .foreign_key(&mut to("fk_redaction_cpts", "cpts_id", "cpts"))
                    .foreign_key(&mut to("fk_redaction_dossier", "dossier_id", "dossier"))
                    .to_owned(),
            )
            .await
    }
}
