//! Versions of the minutes of meetings. A sealed one is never written again.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, string_null, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("compte_rendu")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("reunion_id"))
                    .col(big_integer("numero"))
                    .col(text("texte"))
                    .col(text("motif"))
                    .col(text("approbation"))
                    .col(big_integer("created_at"))
                    .col(string("author"))
                    .col(big_integer("version"))
                    .col(big_integer_null("scelle_at"))
                    .col(string_null("scelle_par"))
                    .col(string_null("empreinte"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_compte_rendu_cpts")
                            .from("compte_rendu", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_compte_rendu_reunion")
                            .from("compte_rendu", "reunion_id")
                            .to("reunion", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_compte_rendu_numero")
                    .table("compte_rendu")
                    .col("reunion_id")
                    .col("numero")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_compte_rendu_cpts")
                    .table("compte_rendu")
                    .col("cpts_id")
                    .col("reunion_id")
                    .to_owned(),
            )
            .await
    }
}
