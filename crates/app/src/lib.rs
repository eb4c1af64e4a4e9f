//! Use cases: take the proof, load, decide, save, audit, commit. The web pages and the command line call the same ones.

mod clock;
mod error;
pub mod reference;
pub mod territoire;

use std::sync::Arc;

use domain::authz::{Actor, Denied, Operates};
use domain::ids::CptsId;
use storage::{Change, Store};
use uuid::Uuid;

pub use clock::{Clock, FixedClock, Ids, SystemClock, SystemIds, paris};
pub use error::{AppError, OpenAppError};
pub use reference::{Imported, Reference};
pub use storage::{Cpts, DatasetRow, OpenError, StorageError};

/// The application: the database, the reference data in memory, the clock.
#[derive(Clone)]
pub struct App {
    store: Store,
    reference: reference::Holder,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

impl App {
    /// Opens the database, brings it up to date and loads the reference data.
    ///
    /// # Errors
    /// When the database cannot be opened or read.
    pub async fn open(url: &str, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Result<Self, OpenAppError> {
        let store = Store::connect(url).await?;
        store.migrate().await?;
        let reference = reference::Holder::load(&store).await?;
        Ok(Self { store, reference, clock, ids })
    }

    /// The database, for commands that look after it.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The clock.
    pub fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }

    /// Today in France.
    pub fn today(&self) -> jiff::civil::Date {
        self.clock.now().to_zoned(clock::paris()).date()
    }

    /// The CPTS of the instance, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn cpts_list(&self) -> Result<Vec<Cpts>, AppError> {
        Ok(self.store.read().await?.cpts_list().await?)
    }

    /// A CPTS of the instance.
    ///
    /// # Errors
    /// When it does not exist or the database does not answer.
    pub async fn cpts(&self, id: CptsId) -> Result<Cpts, AppError> {
        self.store.read().await?.cpts(id).await?.ok_or(AppError::NotFound)
    }

    /// Adds a CPTS to the instance.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn create_cpts(
        &self,
        proof: &Operates,
        name: &str,
        fictitious: bool,
    ) -> Result<Cpts, AppError> {
        let name = domain::territoire::checked_name(name)?;
        let new = Cpts { id: CptsId(self.ids.next()), name, fictitious };
        let tx = self.store.write().await?;
        tx.add_cpts(&new, self.clock.now()).await?;
        let changes = serde_json::json!({ "name": new.name });
        tx.audit_operation(proof, self.change("cpts", new.id, changes)).await?;
        tx.commit().await?;
        Ok(new)
    }

    fn change(&self, kind: &'static str, id: impl ToString, changes: serde_json::Value) -> Change {
        Change {
            id: self.ids.next(),
            at: self.clock.now(),
            subject_kind: kind,
            subject_id: id.to_string(),
            changes,
        }
    }

    fn next_id(&self) -> Uuid {
        self.ids.next()
    }
}

/// The proof that a command of the instance acts, under its name in the audit log.
///
/// # Errors
/// Never for a command; the signature keeps the policy in one place.
pub fn operate(command: &'static str) -> Result<Operates, Denied> {
    Actor::system(command).operate()
}
