//! E-mails of the program: to whom, which text, sent or returned. Their content is not kept once sent.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, string, string_null, text_null, uuid, uuid_null,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("mail")
                    .col(uuid("id").primary_key())
                    .col(uuid_null("cpts_id"))
                    .col(uuid_null("user_id"))
                    .col(string("address"))
                    .col(string("template"))
                    .col(text_null("content"))
                    .col(string_null("about"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("sent_at"))
                    .col(big_integer_null("refused_at"))
                    .col(text_null("problem"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(Index::create().name("ix_mail_cpts_id").table("mail").col("cpts_id").to_owned())
            .await?;
        manager
            .create_index(Index::create().name("ix_mail_about").table("mail").col("about").to_owned())
            .await
    }
}
