//! Migrations, written once for both databases. A migration never changes once released.

use sea_orm_migration::prelude::*;

mod m20261122_000001_cpts;
mod m20261122_000002_territoire;
mod m20261122_000003_variante;
mod m20261122_000004_variante_revision;
mod m20261122_000005_audit_event;
mod m20261122_000006_dataset;
mod m20261122_000007_dataset_part;
mod m20261122_000008_reference_state;

pub(crate) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_cpts::Migration),
            Box::new(m20261122_000002_territoire::Migration),
            Box::new(m20261122_000003_variante::Migration),
            Box::new(m20261122_000004_variante_revision::Migration),
            Box::new(m20261122_000005_audit_event::Migration),
            Box::new(m20261122_000006_dataset::Migration),
            Box::new(m20261122_000007_dataset_part::Migration),
            Box::new(m20261122_000008_reference_state::Migration),
        ]
    }
}
