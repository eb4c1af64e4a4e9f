//! Difficulties that people voiced. One keeps its identity whatever becomes of the answer that brought it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, string_null, text, uuid, uuid_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn cpts() -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name("fk_difficulte_cpts").from("difficulte", "cpts_id").to("cpts", "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

fn personne() -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name("fk_difficulte_personne").from("difficulte", "personne_id").to("personne", "id");
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("difficulte")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(text("texte"))
                    .col(string("etat"))
                    .col(uuid_null("personne_id"))
                    .col(string_null("profession"))
                    .col(uuid_null("questionnaire_id"))
                    .col(uuid_null("reponse_id"))
                    .col(string_null("question"))
                    .col(uuid_null("groupe_id"))
                    .col(text("fiche"))
                    .col(big_integer("created_at"))
                    .col(big_integer("version"))
                    .col(big_integer_null("removed_at"))
                    .foreign_key(&mut cpts())
                    .foreign_key(&mut personne())
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_difficulte_cpts")
                    .table("difficulte")
                    .col("cpts_id")
                    .col("created_at")
                    .to_owned(),
            )
            .await
    }
}
