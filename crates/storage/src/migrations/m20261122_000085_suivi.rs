//! Projects that a region follows.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, text, uuid, uuid_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// A CPTS that leaves the instance stays on the board of its region, without its link.
fn cpts() -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name("fk_suivi_cpts").from("suivi", "lie_cpts").to("cpts", "id");
    key.on_delete(ForeignKeyAction::SetNull);
    key
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("suivi")
                    .col(uuid("id").primary_key())
                    .col(string("region"))
                    .col(string("kind"))
                    .col(string("nom"))
                    .col(string("etape"))
                    .col(uuid_null("lie_cpts"))
                    .col(text("fiche"))
                    .col(big_integer("created_at"))
                    .col(big_integer("version"))
                    .col(big_integer_null("removed_at"))
                    .foreign_key(&mut cpts())
                    .to_owned(),
            )
            .await?;
        // A CPTS is one line of the board of a region, whoever writes it down first.
        let unique = Index::create()
            .name("ux_suivi_cpts")
            .table("suivi")
            .col("region")
            .col("lie_cpts")
            .unique()
            .to_owned();
        manager.create_index(unique).await
    }
}
