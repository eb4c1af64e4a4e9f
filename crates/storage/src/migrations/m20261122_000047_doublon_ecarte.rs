//! Pairs of sheets that somebody looked at and set apart: they are two people.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let to_personne = |name: &'static str, column: &'static str| {
            ForeignKey::create()
                .name(name)
                .from("doublon_ecarte", column)
                .to("personne", "id")
                .on_delete(ForeignKeyAction::Cascade)
                .to_owned()
        };
        manager
            .create_table(
                Table::create()
                    .table("doublon_ecarte")
                    .col(uuid("cpts_id"))
                    .col(uuid("une_id"))
                    .col(uuid("autre_id"))
                    .col(big_integer("at"))
                    .col(string("author"))
                    .primary_key(
                        Index::create()
                            .name("pk_doublon_ecarte")
                            .col("cpts_id")
                            .col("une_id")
                            .col("autre_id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_doublon_ecarte_cpts")
                            .from("doublon_ecarte", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(&mut to_personne("fk_doublon_ecarte_une", "une_id"))
                    .foreign_key(&mut to_personne("fk_doublon_ecarte_autre", "autre_id"))
                    .to_owned(),
            )
            .await
    }
}
