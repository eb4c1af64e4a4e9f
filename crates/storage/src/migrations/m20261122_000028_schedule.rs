//! When each recurring job runs next, and what it reported last.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, text_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("schedule")
                    .col(string("name").primary_key())
                    .col(big_integer("next_at"))
                    .col(big_integer_null("last_at"))
                    .col(text_null("last_report"))
                    .to_owned(),
            )
            .await
    }
}
