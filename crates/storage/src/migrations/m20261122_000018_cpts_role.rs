//! Dated roles of people in a CPTS.

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
                    .table("cpts_role")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(uuid("user_id"))
                    .col(string("role"))
                    .col(big_integer("since_at"))
                    .col(big_integer_null("until_at"))
                    .col(string("given_by"))
                    .col(string_null("ended_by"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_cpts_role_cpts")
                            .from("cpts_role", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_cpts_role_user_account")
                            .from("cpts_role", "user_id")
                            .to("user_account", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_cpts_role_cpts_id_user_id")
                    .table("cpts_role")
                    .col("cpts_id")
                    .col("user_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("ix_cpts_role_user_id").table("cpts_role").col("user_id").to_owned(),
            )
            .await
    }
}
