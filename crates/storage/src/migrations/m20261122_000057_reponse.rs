//! Answers to questionnaires: the same send is kept once.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, string_null, text, uuid, uuid_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn cpts() -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name("fk_reponse_cpts").from("reponse", "cpts_id").to("cpts", "id");
    key.on_delete(ForeignKeyAction::Cascade);
    key
}

fn questionnaire() -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name("fk_reponse_questionnaire").from("reponse", "questionnaire_id").to("questionnaire", "id");
    key
}

fn personne() -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name("fk_reponse_personne").from("reponse", "personne_id").to("personne", "id");
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("reponse")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("questionnaire_id"))
                    .col(uuid_null("personne_id"))
                    .col(string("jeton"))
                    .col(string_null("profession"))
                    .col(string_null("commune"))
                    .col(text("fiche"))
                    .col(big_integer("created_at"))
                    .col(big_integer("changed_at"))
                    .foreign_key(&mut cpts())
                    .foreign_key(&mut questionnaire())
                    .foreign_key(&mut personne())
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_reponse_jeton")
                    .table("reponse")
                    .col("questionnaire_id")
                    .col("jeton")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_reponse_cpts")
                    .table("reponse")
                    .col("cpts_id")
                    .col("questionnaire_id")
                    .to_owned(),
            )
            .await
    }
}
