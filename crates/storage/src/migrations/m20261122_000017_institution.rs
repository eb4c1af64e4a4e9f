//! Bodies that look at CPTS: Guichet, ARS, CPAM, collectivité.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, boolean, string, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("institution")
                    .col(uuid("id").primary_key())
                    .col(string("kind"))
                    .col(string("name"))
                    .col(string("search_key"))
                    .col(boolean("fictitious"))
                    .col(big_integer("created_at"))
                    .to_owned(),
            )
            .await
    }
}
