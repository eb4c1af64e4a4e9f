//! People solicited by campaigns. One is solicited once by a campaign, whatever starts it twice.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer_null, string_null, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("sollicitation")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("campagne_id"))
                    .col(uuid("personne_id"))
                    .col(string_null("ecart"))
                    .col(big_integer_null("contacte_at"))
                    .col(string_null("reponse"))
                    .col(big_integer_null("repondu_at"))
                    .col(text("fiche"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_sollicitation_cpts")
                            .from("sollicitation", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_sollicitation_campagne")
                            .from("sollicitation", "campagne_id")
                            .to("campagne", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_sollicitation_personne")
                            .from("sollicitation", "personne_id")
                            .to("personne", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_sollicitation_personne")
                    .table("sollicitation")
                    .col("campagne_id")
                    .col("personne_id")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_sollicitation_cpts")
                    .table("sollicitation")
                    .col("cpts_id")
                    .to_owned(),
            )
            .await
    }
}
