//! Variants of a territory.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, boolean, string, string_null, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("variante")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("territoire_id"))
                    .col(string("name"))
                    .col(boolean("is_reference"))
                    .col(big_integer_null("declared_inhabitants"))
                    .col(big_integer_null("declared_year"))
                    .col(string_null("declared_source"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("removed_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_variante_cpts")
                            .from("variante", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_variante_territoire")
                            .from("variante", "territoire_id")
                            .to("territoire", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_variante_territoire")
                    .table("variante")
                    .col("cpts_id")
                    .col("territoire_id")
                    .to_owned(),
            )
            .await
    }
}
