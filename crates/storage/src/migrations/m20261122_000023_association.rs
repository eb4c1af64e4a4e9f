//! The association of a CPTS: who answers for the data.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, string_null, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("association")
                    .col(uuid("cpts_id").primary_key())
                    .col(string_null("legal_name"))
                    .col(string_null("siret"))
                    .col(string_null("rna"))
                    .col(string_null("address"))
                    .col(string_null("email"))
                    .col(string_null("phone"))
                    .col(string_null("dpo_name"))
                    .col(string_null("dpo_email"))
                    .col(big_integer("changed_at"))
                    .col(string("changed_by"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_association_cpts")
                            .from("association", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await
    }
}
