//! What institutions accept of the lines of a yearly dialogue.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn to(name: &str, column: &str, table: &str) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(name).from("dialogue_position", column.to_owned()).to(table.to_owned(), "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("dialogue_position")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("dialogue_id"))
                    .col(uuid("destinataire_id"))
                    .col(uuid("institution_id"))
                    .col(uuid("indicateur_id"))
                    .col(big_integer("numero"))
                    .col(big_integer("accepte"))
                    .col(text("motif"))
                    .col(string("author"))
                    .col(big_integer("given_at"))
                    .col(big_integer("version"))
                    .foreign_key(&mut to("fk_dialogue_position_cpts", "cpts_id", "cpts"))
                    .foreign_key(&mut to("fk_dialogue_position_dialogue", "dialogue_id", "dialogue"))
                    .foreign_key(&mut to(
                        "fk_dialogue_position_destinataire",
                        "destinataire_id",
                        "dialogue_destinataire",
                    ))
                    .foreign_key(&mut to("fk_dialogue_position_institution", "institution_id", "institution"))
                    .foreign_key(&mut to("fk_dialogue_position_indicateur", "indicateur_id", "indicateur"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_dialogue_position_ligne")
                    .table("dialogue_position")
                    .col("dialogue_id")
                    .col("institution_id")
                    .col("indicateur_id")
                    .col("numero")
                    .unique()
                    .to_owned(),
            )
            .await
    }
}
