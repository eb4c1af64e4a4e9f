//! The first trace had no chain: its lines become the beginning of the chains, then the table goes.

use sea_orm::{EntityTrait, QueryOrder};
use sea_orm_migration::prelude::*;

use crate::audit;
use crate::entities::{audit_entry, audit_event};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let lines = audit_event::Entity::find()
            .order_by_asc(audit_event::Column::At)
            .order_by_asc(audit_event::Column::Id)
            .all(db)
            .await?;
        for line in lines {
            let row = audit_entry::Model {
                id: line.id,
                scope: audit::scope(line.cpts_id.map(domain::ids::CptsId)),
                seq: 0,
                cpts_id: line.cpts_id,
                at: line.at,
                actor: line.actor,
                action: line.action,
                subject_kind: line.subject_kind,
                subject_id: line.subject_id,
                changes: line.changes,
                previous: String::new(),
                hash: String::new(),
            };
            audit::append(db, row).await?;
        }
        manager.drop_table(Table::drop().table("audit_event").to_owned()).await
    }
}
