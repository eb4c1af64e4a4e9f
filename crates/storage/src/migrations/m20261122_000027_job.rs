//! Work to do outside a request: lease, retries, backoff.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, string, string_null, text, text_null, uuid, uuid_null,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("job")
                    .col(uuid("id").primary_key())
                    .col(uuid_null("cpts_id"))
                    .col(string("kind"))
                    .col(text("payload"))
                    .col(string_null("dedup_key"))
                    .col(big_integer("created_at"))
                    .col(big_integer("run_at"))
                    .col(big_integer("attempts"))
                    .col(big_integer_null("lease_until"))
                    .col(string_null("leased_by"))
                    .col(text_null("last_error"))
                    .col(big_integer_null("done_at"))
                    .col(big_integer_null("failed_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(Index::create().name("ix_job_run_at").table("job").col("run_at").to_owned())
            .await?;
        manager
            .create_index(Index::create().name("ix_job_dedup_key").table("job").col("dedup_key").to_owned())
            .await
    }
}
