//! Personal links of people without an account. The token is kept as a hash only.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, uuid, uuid_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("lien_personnel")
                    .col(uuid("id").primary_key())
                    .col(uuid("cpts_id"))
                    .col(string("objet"))
                    .col(string("sujet"))
                    .col(uuid_null("personne_id"))
                    .col(string("token_hash"))
                    .col(big_integer("created_at"))
                    .col(big_integer("expires_at"))
                    .col(big_integer_null("revoked_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_lien_personnel_cpts")
                            .from("lien_personnel", "cpts_id")
                            .to("cpts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_lien_personnel_personne")
                            .from("lien_personnel", "personne_id")
                            .to("personne", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ux_lien_personnel_token")
                    .table("lien_personnel")
                    .col("token_hash")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_lien_personnel_sujet")
                    .table("lien_personnel")
                    .col("cpts_id")
                    .col("objet")
                    .col("sujet")
                    .to_owned(),
            )
            .await
    }
}
