//! People who may sign in. One person has one account, whatever the organisations.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, boolean, string, string_null, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("user_account")
                    .col(uuid("id").primary_key())
                    .col(string_null("email"))
                    .col(string_null("email_key"))
                    .col(string("name"))
                    .col(string_null("password_hash"))
                    .col(big_integer_null("password_changed_at"))
                    .col(big_integer("failed_attempts"))
                    .col(big_integer_null("last_failed_at"))
                    .col(boolean("is_operator"))
                    .col(boolean("fictitious"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("last_sign_in_at"))
                    .col(big_integer_null("disabled_at"))
                    .col(big_integer_null("erased_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_user_account_email_key")
                    .table("user_account")
                    .col("email_key")
                    .unique()
                    .to_owned(),
            )
            .await
    }
}
