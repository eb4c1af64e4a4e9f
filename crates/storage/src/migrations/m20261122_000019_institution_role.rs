//! Dated roles of people in an institution.

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
                    .table("institution_role")
                    .col(uuid("id").primary_key())
                    .col(uuid("institution_id"))
                    .col(uuid("user_id"))
                    .col(string("role"))
                    .col(big_integer("since_at"))
                    .col(big_integer_null("until_at"))
                    .col(string("given_by"))
                    .col(string_null("ended_by"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_institution_role_institution")
                            .from("institution_role", "institution_id")
                            .to("institution", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_institution_role_user_account")
                            .from("institution_role", "user_id")
                            .to("user_account", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_institution_role_institution_id_user_id")
                    .table("institution_role")
                    .col("institution_id")
                    .col("user_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_institution_role_user_id")
                    .table("institution_role")
                    .col("user_id")
                    .to_owned(),
            )
            .await
    }
}
