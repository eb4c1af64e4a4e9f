//! Counters of attempts, shared by all processes. Keys hold no readable address.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("throttle")
                    .col(string("key").primary_key())
                    .col(big_integer("window_started_at"))
                    .col(big_integer("hits"))
                    .to_owned(),
            )
            .await
    }
}
