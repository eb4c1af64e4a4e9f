//! Closed attendance sheets. A sheet never changes: a correction is another version, with its reason.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, string_null, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("feuille_presence")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("reunion_id"))
                    .col(big_integer("version"))
                    .col(text("content"))
                    .col(string("sha256"))
                    .col(big_integer("closed_at"))
                    .col(string("closed_by"))
                    .col(string_null("reason"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_feuille_presence_cpts")
                            .from("feuille_presence", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_feuille_presence_reunion")
                            .from("feuille_presence", "reunion_id")
                            .to("reunion", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_feuille_presence_version")
                    .table("feuille_presence")
                    .col("reunion_id")
                    .col("version")
                    .unique()
                    .to_owned(),
            )
            .await
    }
}
