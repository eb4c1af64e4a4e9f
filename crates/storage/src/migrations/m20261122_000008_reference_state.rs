//! One row: how many times the reference data changed, so that other processes notice.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::big_integer;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("reference_state")
                    .col(big_integer("id").primary_key())
                    .col(big_integer("revision"))
                    .to_owned(),
            )
            .await
    }
}
