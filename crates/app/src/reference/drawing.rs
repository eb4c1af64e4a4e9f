//! Drawings of a département, loaded when a map asks for them, moved to the codes of today.

use std::sync::{Arc, PoisonError};

use storage::{DatasetRow, PartKey};
use territory::geometry::{Topology, dissolve_by};
use territory::{DepartementCode, Kind, Passport, UnitCode};

use super::{Reference, codec};
use crate::{App, AppError};

/// How fine a drawing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// Communes.
    Communes,
    /// IRIS, and communes that are not divided.
    Iris,
}

/// The drawing of a département.
#[derive(Debug)]
pub struct Drawing {
    /// Areas with shared borders.
    pub topology: Topology,
    /// Where it comes from.
    pub passport: Passport,
}

impl App {
    /// The drawing of a département; `None` when no contours are there at this level.
    ///
    /// # Errors
    /// When the database does not answer or a stored drawing cannot be read.
    pub async fn drawing(
        &self,
        reference: &Reference,
        departement: DepartementCode,
        level: Level,
    ) -> Result<Option<Arc<Drawing>>, AppError> {
        let key = (departement, level);
        let known = reference.drawings.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(drawing) = known {
            return Ok(drawing);
        }
        let drawing = self.load_drawing(reference, departement, level).await?.map(Arc::new);
        reference.drawings.lock().unwrap_or_else(PoisonError::into_inner).insert(key, drawing.clone());
        Ok(drawing)
    }

    async fn load_drawing(
        &self,
        reference: &Reference,
        departement: DepartementCode,
        level: Level,
    ) -> Result<Option<Drawing>, AppError> {
        let kinds: &[Kind] = match level {
            Level::Communes => &[Kind::CommuneContours, Kind::IrisContours],
            Level::Iris => &[Kind::IrisContours],
        };
        for kind in kinds {
            // The most recent map; among equals, the one imported last.
            let mut rows: Vec<&DatasetRow> =
                reference.datasets.iter().filter(|row| row.passport.kind == *kind).collect();
            rows.sort_by_key(|row| std::cmp::Reverse((row.passport.vintage.year, row.imported_at)));
            for row in rows {
                let payload =
                    self.store.read().await?.dataset_part(row.id, PartKey::Drawing(departement)).await?;
                if let Some(payload) = payload {
                    let topology = moved(&codec::expand(&payload)?, reference, &row.passport, level);
                    return Ok(Some(Drawing { topology, passport: row.passport.clone() }));
                }
            }
        }
        Ok(None)
    }
}

/// The areas under the codes of today: merged communes become one, IRIS become communes when asked.
fn moved(topology: &Topology, reference: &Reference, passport: &Passport, level: Level) -> Topology {
    let atlas = &reference.atlas;
    dissolve_by(topology, |code| {
        let unit = match (code, level) {
            (UnitCode::Iris(_), Level::Iris) => code,
            _ => UnitCode::Commune(code.commune()),
        };
        let unit = match unit {
            UnitCode::Commune(commune) if atlas.commune(commune).is_none() => {
                let parts = atlas.successors(commune, passport.geography);
                parts.iter().map(|part| part.code).find(|code| atlas.commune(*code).is_some())?.into()
            }
            unit => unit,
        };
        let name = match unit {
            UnitCode::Commune(_) => atlas.unit_name(unit),
            UnitCode::Iris(code) => atlas.iris(code).and_then(|iris| iris.name.clone()).unwrap_or_default(),
        };
        Some((unit, name))
    })
}
