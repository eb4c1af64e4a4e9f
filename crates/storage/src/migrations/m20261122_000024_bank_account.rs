//! Bank details of the association. The IBAN is sealed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, string_null, text, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("bank_account")
                    .col(uuid("cpts_id").primary_key())
                    .col(string("holder"))
                    .col(text("iban"))
                    .col(string("iban_end"))
                    .col(string_null("bic"))
                    .col(big_integer("changed_at"))
                    .col(string("changed_by"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_bank_account_cpts")
                            .from("bank_account", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await
    }
}
