//! Decisions on dossiers, with their letter as it was made: one a dossier, which never changes.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, blob, boolean, string, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn to(name: &str, column: &str, table: &str) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(name).from("decision_dossier", column.to_owned()).to(table.to_owned(), "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("decision_dossier")
                    .col(uuid("dossier_id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("depot_id"))
                    .col(uuid("institution_id"))
                    .col(boolean("acceptee"))
                    .col(text("fiche"))
                    .col(string("sha256"))
                    .col(blob("pdf"))
                    .col(string("author"))
                    .col(big_integer("decided_at"))
                    .foreign_key(&mut to("fk_decision_dossier_cpts", "cpts_id", "cpts"))
                    .foreign_key(&mut to("fk_decision_dossier_dossier", "dossier_id", "dossier"))
                    .foreign_key(&mut to("fk_decision_dossier_depot", "depot_id", "depot"))
                    .foreign_key(&mut to("fk_decision_dossier_institution", "institution_id", "institution"))
                    .to_owned(),
            )
            .await
    }
}
