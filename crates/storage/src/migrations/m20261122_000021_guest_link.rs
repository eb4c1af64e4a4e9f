//! Links that show one page to someone without an account, until a date.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("guest_link")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(string("label"))
                    .col(uuid("territoire_id"))
                    .col(uuid("variante_id"))
                    .col(string("token_hash"))
                    .col(string("given_by"))
                    .col(big_integer("created_at"))
                    .col(big_integer("expires_at"))
                    .col(big_integer_null("revoked_at"))
                    .col(big_integer("opened"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_guest_link_cpts")
                            .from("guest_link", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_guest_link_token_hash")
                    .table("guest_link")
                    .col("token_hash")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("ix_guest_link_cpts_id").table("guest_link").col("cpts_id").to_owned(),
            )
            .await
    }
}
