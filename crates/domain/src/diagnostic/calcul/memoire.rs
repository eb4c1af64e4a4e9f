//! Figures of areas, kept as long as the reference data do not change.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::brut::Brut;
use super::similaires::Candidat;
use super::zone::Zone;
use crate::diagnostic::niveau::Niveau;

/// Figures of départements, regions and the country that were computed before. One lives beside each atlas.
#[derive(Debug, Default)]
pub struct Memoire {
    figures: Mutex<HashMap<(String, String), Arc<Brut>>>,
    zones: Mutex<HashMap<Niveau, Arc<Zone>>>,
    candidates: OnceLock<Vec<Candidat>>,
}

impl Memoire {
    /// A figure of a zone: the one kept, else the one computed now. Computing does not hold the lock.
    pub(super) fn figure(&self, (code, zone): (&str, &Zone), compute: impl FnOnce() -> Brut) -> Arc<Brut> {
        let Some(key) = &zone.key else { return Arc::new(compute()) };
        let key = (code.to_owned(), key.clone());
        if let Some(found) = self.figures.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(found);
        }
        let computed = Arc::new(compute());
        let mut figures = self.figures.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(figures.entry(key).or_insert(computed))
    }

    /// The communes of an area.
    pub(super) fn zone(&self, niveau: Niveau, compute: impl FnOnce() -> Zone) -> Arc<Zone> {
        if let Some(found) = self.zones.lock().unwrap_or_else(PoisonError::into_inner).get(&niveau) {
            return Arc::clone(found);
        }
        let computed = Arc::new(compute());
        let mut zones = self.zones.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(zones.entry(niveau).or_insert(computed))
    }

    /// The territories that may be similar to another one.
    pub(super) fn candidates(&self, compute: impl FnOnce() -> Vec<Candidat>) -> &[Candidat] {
        self.candidates.get_or_init(compute)
    }
}
