//! Choices of a CPTS, one JSON value a key.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("reglage")
                    .col(uuid("cpts_id"))
                    .col(string("cle"))
                    .col(text("content"))
                    .col(big_integer("changed_at"))
                    .col(string("changed_by"))
                    .primary_key(Index::create().name("pk_reglage").col("cpts_id").col("cle"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_reglage_cpts")
                            .from("reglage", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await
    }
}
