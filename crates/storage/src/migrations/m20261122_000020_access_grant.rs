//! What a CPTS lets an institution read, by subject, dated and revocable.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, string_null, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("access_grant")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("institution_id"))
                    .col(string("subject"))
                    .col(big_integer("since_at"))
                    .col(big_integer_null("until_at"))
                    .col(string("given_by"))
                    .col(big_integer_null("revoked_at"))
                    .col(string_null("revoked_by"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_access_grant_cpts")
                            .from("access_grant", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_access_grant_institution")
                            .from("access_grant", "institution_id")
                            .to("institution", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_access_grant_cpts_id")
                    .table("access_grant")
                    .col("cpts_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_access_grant_institution_id")
                    .table("access_grant")
                    .col("institution_id")
                    .to_owned(),
            )
            .await
    }
}
