//! The map of a region, drawn once for each set of reference data.

use std::sync::{Arc, PoisonError};

use domain::territoire::{Carte, CarteArea};
use territory::DepartementCode;
use territory::geometry::{Bbox, Polygon, Projection, STEPS_PER_DEGREE, Topology, outline_sewn, polygons};

use crate::reference::{Drawing, Level, Reference};
use crate::{App, AppError};

/// Drawing units; the ratio suits a page and a screen.
const WIDTH: f64 = 800.0;
const HEIGHT: f64 = 640.0;
/// Around the region, as a part of its larger side.
const MARGIN: f64 = 0.02;

/// A drawing of the communes of départements, all members. `None` without contours.
fn drawn(reference: &Reference, drawings: &[Arc<Drawing>]) -> Option<Carte> {
    let shapes: Vec<_> = drawings
        .iter()
        .flat_map(|drawing| {
            drawing.topology.areas.iter().map(|area| (area, polygons(&drawing.topology, area)))
        })
        .collect();
    let bbox = shapes.iter().filter_map(|(_, shape)| Bbox::around(shape)).reduce(Bbox::union)?;
    let bbox = bbox.with_margin(MARGIN);
    let projection = Projection::fit(bbox, WIDTH, HEIGHT);
    let area = |(area, shape): &(&territory::geometry::Area, Vec<Polygon>)| CarteArea {
        code: area.code,
        name: reference.atlas.unit_name(area.code),
        member: true,
        path: projection.path(shape),
        label: projection.point(area.label_point.map(|step| f64::from(step) / STEPS_PER_DEGREE)),
    };
    let topologies: Vec<&Topology> = drawings.iter().map(|drawing| &drawing.topology).collect();
    let outline = outline_sewn(&topologies, &|_| true);
    let credit: std::collections::BTreeSet<String> =
        drawings.iter().map(|drawing| drawing.passport.citation()).collect();
    // A degree of latitude is 111.2 km everywhere, to half a percent.
    let degree = 1.0 / 111.2;
    let [a, b] = [bbox.south, bbox.south + degree].map(|latitude| projection.point([bbox.west, latitude]));
    Some(Carte {
        width: WIDTH,
        height: HEIGHT,
        km: (a[1] - b[1]).abs(),
        areas: shapes.iter().map(area).collect(),
        outline: projection.path(&outline),
        credit: credit.into_iter().collect::<Vec<_>>().join("\u{a0}; "),
    })
}

impl App {
    /// The map of the communes of these départements; `None` without contours.
    ///
    /// # Errors
    /// When the database does not answer or a stored drawing cannot be read.
    pub async fn region_map(
        &self,
        reference: &Arc<Reference>,
        departements: &[DepartementCode],
    ) -> Result<Option<Arc<Carte>>, AppError> {
        let maps = || reference.region_maps.lock().unwrap_or_else(PoisonError::into_inner);
        let known = maps().get(departements).cloned();
        if let Some(map) = known {
            return Ok(map);
        }
        let mut drawings = Vec::new();
        for departement in departements {
            drawings.extend(self.drawing(reference, *departement, Level::Communes).await?);
        }
        let whole = Arc::clone(reference);
        let made = tokio::task::spawn_blocking(move || drawn(&whole, &drawings)).await;
        let map = made.map_err(|error| AppError::Reference(error.to_string()))?.map(Arc::new);
        maps().insert(departements.to_vec(), map.clone());
        Ok(map)
    }
}
