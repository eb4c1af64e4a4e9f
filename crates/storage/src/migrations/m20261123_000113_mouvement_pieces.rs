//! A line of what was notified or received has its documents: the letter, the advice of the bank.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table =
            Table::alter().table("mouvement").add_column(text("pieces").default("[]").to_owned()).to_owned();
        manager.alter_table(table).await
    }
}
