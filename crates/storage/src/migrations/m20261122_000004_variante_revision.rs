//! Dated states of a variant. Rows are only added.

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
                    .table("variante_revision")
                    .col(uuid("variante_id"))
                    .col(big_integer("number"))
                    .col(uuid("cpts_id"))
                    .col(big_integer("at"))
                    .col(string("author"))
                    .col(text("units"))
                    .primary_key(Index::create().col("variante_id").col("number"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_revision_cpts")
                            .from("variante_revision", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_revision_variante")
                            .from("variante_revision", "variante_id")
                            .to("variante", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await
    }
}
