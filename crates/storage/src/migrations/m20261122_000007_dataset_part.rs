//! Content of reference files: records, and contours by département.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{blob, string, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("dataset_part")
                    .col(uuid("dataset_id"))
                    .col(string("part"))
                    .col(blob("payload"))
                    .primary_key(Index::create().col("dataset_id").col("part"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_part_dataset")
                            .from("dataset_part", "dataset_id")
                            .to("dataset", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await
    }
}
