//! Reference data: stored files become the atlas; drawings are loaded by département.

mod codec;
mod datasets;
mod drawing;
mod import;
mod known;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use domain::diagnostic::calcul::Memoire;
use storage::{DatasetRow, PartKey, Store};
use territory::atlas::{Content, Dataset};
use territory::{Atlas, DepartementCode};

use crate::{App, AppError};

pub use datasets::{Embedded, Missing, stored_report};
pub use drawing::{Drawing, Level};
pub use import::{CodeChanges, ImportError, ImportOptions, Imported, StoredReport, Verdict};

/// Drawings already loaded; `None` where there is none.
type Drawings = HashMap<(DepartementCode, Level), Option<Arc<Drawing>>>;

/// Maps of regions already drawn, by their départements; `None` without contours.
type RegionMaps = HashMap<Vec<DepartementCode>, Option<Arc<domain::territoire::Carte>>>;

/// The reference data of one moment. It never changes: an import makes another one.
#[derive(Debug)]
pub struct Reference {
    /// The columns of numbers.
    pub atlas: Atlas,
    /// The stored datasets, oldest import first.
    pub datasets: Vec<DatasetRow>,
    /// Passports of what ships with the program.
    pub embedded: Vec<Embedded>,
    /// Figures of départements, regions and the country that were already computed.
    pub levels: Memoire,
    revision: i64,
    drawings: Mutex<Drawings>,
    pub(crate) region_maps: Mutex<RegionMaps>,
}

/// Where the current reference data are found.
#[derive(Clone, Debug)]
pub(crate) struct Holder {
    current: Arc<RwLock<Arc<Reference>>>,
}

impl Holder {
    pub(crate) async fn load(store: &Store) -> Result<Self, AppError> {
        Ok(Self { current: Arc::new(RwLock::new(Arc::new(load(store).await?))) })
    }

    pub(crate) fn get(&self) -> Arc<Reference> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn set(&self, reference: Reference) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(reference);
    }
}

impl App {
    /// The reference data of this moment.
    pub fn reference(&self) -> Arc<Reference> {
        self.reference.get()
    }

    /// Loads the reference data again when another process changed them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn refresh_reference(&self) -> Result<bool, AppError> {
        let revision = self.store.read().await?.reference_revision().await?;
        if revision == self.reference().revision {
            return Ok(false);
        }
        self.reference.set(load(&self.store).await?);
        Ok(true)
    }
}

/// What ships with the program first, then the stored files, oldest import first.
async fn load(store: &Store) -> Result<Reference, AppError> {
    let tx = store.read().await?;
    let revision = tx.reference_revision().await?;
    let rows = tx.datasets().await?;
    let mut payloads = Vec::with_capacity(rows.len());
    for row in &rows {
        let payload = tx.dataset_part(row.id, PartKey::Main).await?;
        payloads
            .push(payload.ok_or_else(|| AppError::Reference(format!("dataset {} has no content", row.id)))?);
    }
    drop(tx);
    let build = move || -> Result<Reference, AppError> {
        let shipped = opendata::embedded().map_err(|error| AppError::Reference(error.to_string()))?;
        let embedded = shipped.iter().map(|(passport, layer)| Embedded::of(passport, layer)).collect();
        let shipped =
            shipped.into_iter().map(|(passport, layer)| Dataset { passport, content: Content::Layer(layer) });
        let mut all: Vec<Dataset> = shipped.collect();
        for (row, payload) in rows.iter().zip(&payloads) {
            all.push(Dataset { passport: row.passport.clone(), content: codec::decode(payload)? });
        }
        Ok(Reference {
            atlas: Atlas::build(all),
            datasets: rows,
            embedded,
            levels: Memoire::default(),
            revision,
            drawings: Mutex::default(),
            region_maps: Mutex::default(),
        })
    };
    tokio::task::spawn_blocking(build).await.map_err(|error| AppError::Reference(error.to_string()))?
}
