//! Who voted: one row a member and vote. It has no time, so that nothing orders it beside the ballots.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, string, text, uuid, uuid_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("emargement")
            .col(uuid("id").primary_key())
            .col(uuid("cpts_id"))
            .col(uuid("vote_id"))
            .col(uuid("personne_id"))
            .col(uuid_null("par_id"))
            .col(string("participation"))
            .col(boolean("interet"))
            .col(text("choix"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_emargement_cpts")
                    .from("emargement", "cpts_id")
                    .to("cpts", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_emargement_vote")
                    .from("emargement", "vote_id")
                    .to("vote", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_emargement_personne")
                    .from("emargement", "personne_id")
                    .to("personne", "id"),
            )
            .to_owned();
        manager.create_table(table).await?;
        let once = Index::create()
            .name("ux_emargement_personne")
            .table("emargement")
            .col("vote_id")
            .col("personne_id")
            .unique()
            .to_owned();
        manager.create_index(once).await?;
        let own = Index::create().name("ix_emargement_cpts").table("emargement").col("cpts_id").to_owned();
        manager.create_index(own).await
    }
}
