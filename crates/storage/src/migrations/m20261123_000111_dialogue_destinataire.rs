//! Institutions that were given a yearly dialogue.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn to(name: &str, column: &str, table: &str) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(name).from("dialogue_destinataire", column.to_owned()).to(table.to_owned(), "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("dialogue_destinataire")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("dialogue_id"))
                    .col(uuid("institution_id"))
                    .col(big_integer("since_at"))
                    .col(big_integer_null("until_at"))
                    .col(string("author"))
                    .col(big_integer("version"))
                    .foreign_key(&mut to("fk_dialogue_destinataire_cpts", "cpts_id", "cpts"))
                    .foreign_key(&mut to("fk_dialogue_destinataire_dialogue", "dialogue_id", "dialogue"))
                    .foreign_key(&mut to(
                        "fk_dialogue_destinataire_institution",
                        "institution_id",
                        "institution",
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_dialogue_destinataire_institution")
                    .table("dialogue_destinataire")
                    .col("institution_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_dialogue_destinataire_dialogue")
                    .table("dialogue_destinataire")
                    .col("dialogue_id")
                    .to_owned(),
            )
            .await
    }
}
