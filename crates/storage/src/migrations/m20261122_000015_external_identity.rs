//! Identities that other providers vouch for, such as Pro Santé Connect.

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
                    .table("external_identity")
                    .col(uuid("id").primary_key())
                    .col(uuid("user_id"))
                    .col(string("provider"))
                    .col(string("subject"))
                    .col(string_null("national_id"))
                    .col(string_null("profession"))
                    .col(string_null("structure"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("last_used_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_external_identity_user_account")
                            .from("external_identity", "user_id")
                            .to("user_account", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_external_identity_provider_subject")
                    .table("external_identity")
                    .col("provider")
                    .col("subject")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_external_identity_provider_national_id")
                    .table("external_identity")
                    .col("provider")
                    .col("national_id")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_external_identity_user_id")
                    .table("external_identity")
                    .col("user_id")
                    .to_owned(),
            )
            .await
    }
}
