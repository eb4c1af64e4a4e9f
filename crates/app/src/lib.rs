//! Use cases: take the proof, load, decide, save, audit, commit. The web pages and the command line call the same ones.

pub mod argent;
pub mod backup;
mod clock;
pub mod communaute;
pub mod comptes;
pub mod connexion;
pub mod contrats;
pub mod diagnostic;
pub mod dialogues;
pub mod dossier;
mod error;
pub mod indicateurs;
pub mod jobs;
pub mod journal;
pub mod keys;
pub mod mail;
pub mod objectifs;
pub mod organisations;
pub mod pieces;
pub mod preuves;
pub mod reference;
pub mod region;
pub mod rgpd;
mod settings;
pub mod subventions;
pub mod territoire;

use std::sync::Arc;

use domain::authz::{Actor, Denied, InstitutionKind, Operates};
use domain::ids::{CptsId, InstitutionId};
use storage::{Change, Store};
use uuid::Uuid;

pub use clock::{Clock, FixedClock, Ids, SystemClock, SystemIds, paris};
pub use error::{AppError, OpenAppError};
pub use reference::{Imported, Reference};
pub use settings::{Settings, Smtp, SmtpSecurity};
pub use storage::{AuditEntry, AuditLine, Chain, JournalFilter};
pub use storage::{Cpts, DatasetRow, Institution, OpenError, StorageError};

/// The application: the database, the reference data in memory, the clock.
#[derive(Clone)]
pub struct App {
    store: Store,
    reference: reference::Holder,
    providers: connexion::Providers,
    doubles: communaute::doublons::Doubles,
    settings: Arc<Settings>,
}

impl App {
    /// Opens the database, brings it up to date and loads the reference data.
    ///
    /// # Errors
    /// When the database cannot be opened or read.
    pub async fn open(url: &str, settings: Settings) -> Result<Self, OpenAppError> {
        let store = Store::connect(url).await?;
        store.migrate().await?;
        let reference = reference::Holder::load(&store).await?;
        let providers = connexion::Providers::new(&settings.providers);
        let doubles = communaute::doublons::Doubles::default();
        Ok(Self { store, reference, providers, doubles, settings: Arc::new(settings) })
    }

    /// The database, for commands that look after it.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// What it was given when it opened.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The clock.
    pub fn clock(&self) -> &dyn Clock {
        self.settings.clock.as_ref()
    }

    /// Today in France.
    pub fn today(&self) -> jiff::civil::Date {
        self.settings.clock.now().to_zoned(clock::paris()).date()
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
        let new = Cpts { id: CptsId(self.settings.ids.next()), name, fictitious };
        let tx = self.store.write().await?;
        tx.add_cpts(&new, self.settings.clock.now()).await?;
        let changes = serde_json::json!({ "name": new.name });
        tx.audit_operation(proof, self.change("cpts", new.id, changes)).await?;
        tx.commit().await?;
        Ok(new)
    }

    /// Adds an institution to the instance, whose region nobody says yet.
    ///
    /// # Errors
    /// When the name cannot be used or the database does not answer.
    pub async fn create_institution(
        &self,
        proof: &Operates,
        named: (InstitutionKind, &str),
        fictitious: bool,
    ) -> Result<Institution, AppError> {
        self.create_institution_in(proof, named, (None, fictitious)).await
    }

    /// Adds an institution to the instance, in a region: a code of the Code officiel géographique.
    ///
    /// # Errors
    /// When the name cannot be used, [`AppError::NotFound`] for what is not a code, or the database does not answer.
    pub async fn create_institution_in(
        &self,
        proof: &Operates,
        (kind, name): (InstitutionKind, &str),
        (region, fictitious): (Option<&str>, bool),
    ) -> Result<Institution, AppError> {
        let name = domain::territoire::checked_name(name)?;
        let region = organisations::region_code(region)?;
        let id = InstitutionId(self.next_id());
        let new = Institution { id, kind, name, fictitious, region };
        let tx = self.store.write().await?;
        tx.add_institution(&new, self.now()).await?;
        let changes = serde_json::json!({ "name": new.name, "kind": kind.key(), "region": new.region });
        tx.audit_operation(proof, self.change("institution", new.id, changes)).await?;
        tx.commit().await?;
        Ok(new)
    }

    fn change(&self, kind: &'static str, id: impl ToString, changes: serde_json::Value) -> Change {
        Change {
            id: self.settings.ids.next(),
            at: self.settings.clock.now(),
            subject_kind: kind,
            subject_id: id.to_string(),
            changes,
        }
    }

    fn now(&self) -> jiff::Timestamp {
        self.settings.clock.now()
    }

    fn next_id(&self) -> Uuid {
        self.settings.ids.next()
    }
}

/// The proof that a command of the instance acts, under its name in the audit log.
///
/// # Errors
/// Never for a command; the signature keeps the policy in one place.
pub fn operate(command: &'static str) -> Result<Operates, Denied> {
    Actor::system(command).operate()
}
