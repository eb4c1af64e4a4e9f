//! The last line of each chain: a removed end shows too.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, uuid_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("audit_head")
                    .col(string("scope").primary_key())
                    .col(uuid_null("cpts_id"))
                    .col(big_integer("seq"))
                    .col(string("hash"))
                    .to_owned(),
            )
            .await
    }
}
