//! The region of an institution: the regional board is read by the institutions of one region.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_null;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table =
            Table::alter().table("institution").add_column(string_null("region").to_owned()).to_owned();
        manager.alter_table(table).await
    }
}
