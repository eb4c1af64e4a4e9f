//! Lines of the register of processing that a CPTS changed or added.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("traitement")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(string("key"))
                    .col(text("content"))
                    .col(big_integer("changed_at"))
                    .col(string("changed_by"))
                    .col(big_integer_null("removed_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_traitement_cpts")
                            .from("traitement", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_traitement_cpts_id_key")
                    .table("traitement")
                    .col("cpts_id")
                    .col("key")
                    .unique()
                    .to_owned(),
            )
            .await
    }
}
