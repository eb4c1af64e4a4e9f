//! The drawing of a sheet: the perimeter and what is around it.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::territoire::{Carte, CarteArea};
use territory::diagnosis::{Check, Diagnosis};
use territory::geometry::{Area, Bbox, Polygon, Projection, Topology, outline_sewn, polygons};
use territory::{DepartementCode, Perimeter, UnitCode};

use crate::reference::{Drawing, Level, Reference};
use crate::{App, AppError};

/// Drawing units; the ratio suits a page and a screen.
const WIDTH: f64 = 800.0;
const HEIGHT: f64 = 600.0;
/// What is shown around the perimeter, as a part of its larger side.
const MARGIN: f64 = 0.12;

/// IRIS as soon as the perimeter has one.
pub(super) fn level(perimeter: &Perimeter) -> Level {
    if perimeter.units().any(|unit| matches!(unit, UnitCode::Iris(_))) {
        Level::Iris
    } else {
        Level::Communes
    }
}

/// The drawings of départements at a level; communes where IRIS are not mapped.
pub(super) async fn drawings(
    app: &App,
    reference: &Reference,
    departements: &BTreeSet<DepartementCode>,
    level: Level,
) -> Result<Vec<Arc<Drawing>>, AppError> {
    let mut found = Vec::new();
    for departement in departements {
        let fine = app.drawing(reference, *departement, level).await?;
        let drawing = match fine {
            Some(drawing) => Some(drawing),
            None => app.drawing(reference, *departement, Level::Communes).await?,
        };
        found.extend(drawing);
    }
    Ok(found)
}

impl App {
    pub(super) async fn carte(
        &self,
        reference: &Reference,
        perimeter: &Perimeter,
        diagnosis: &Diagnosis,
    ) -> Result<Option<Carte>, AppError> {
        let own = super::fiche::departements(perimeter);
        let inside = drawings(self, reference, &own, level(perimeter)).await?;
        let members: Vec<(&Topology, &Area)> = inside
            .iter()
            .flat_map(|drawing| drawing.topology.areas.iter().map(|area| (&drawing.topology, area)))
            .filter(|(_, area)| perimeter.covers(area.code))
            .collect();
        let boxes = members.iter().filter_map(|(topology, area)| Bbox::around(&polygons(topology, area)));
        let Some(bbox) = boxes.reduce(Bbox::union) else { return Ok(None) };
        let bbox = bbox.with_margin(MARGIN);
        let around = drawings(self, reference, &neighbours(diagnosis, &own), Level::Communes).await?;
        let projection = Projection::fit(bbox, WIDTH, HEIGHT);
        let scene = Scene { projection: &projection, bbox, perimeter, reference };
        let mut areas = Vec::new();
        for drawing in inside.iter().chain(&around) {
            areas
                .extend(drawing.topology.areas.iter().filter_map(|area| scene.area(&drawing.topology, area)));
        }
        areas.sort_by_key(|area| area.member);
        let topologies: Vec<&Topology> = inside.iter().map(|drawing| &drawing.topology).collect();
        let outline = outline_sewn(&topologies, &|unit| perimeter.covers(unit));
        let credit: BTreeSet<String> = inside.iter().map(|drawing| drawing.passport.citation()).collect();
        Ok(Some(Carte {
            width: WIDTH,
            height: HEIGHT,
            km: scene.km(),
            areas,
            outline: projection.path(&outline),
            credit: credit.into_iter().collect::<Vec<_>>().join("\u{a0}; "),
        }))
    }
}

/// Départements of the communes that the perimeter touches, its own apart.
fn neighbours(diagnosis: &Diagnosis, own: &BTreeSet<DepartementCode>) -> BTreeSet<DepartementCode> {
    let units = diagnosis.checks.iter().filter_map(|check| match check {
        Check::Neighbours { units, .. } => Some(units),
        _ => None,
    });
    let codes = units.flatten().map(|unit| unit.code.commune().departement());
    codes.filter(|code| !own.contains(code)).collect()
}

struct Scene<'a> {
    projection: &'a Projection,
    bbox: Bbox,
    perimeter: &'a Perimeter,
    reference: &'a Reference,
}

impl Scene<'_> {
    /// An area, when it shows in the frame.
    fn area(&self, topology: &Topology, area: &Area) -> Option<CarteArea> {
        let shape: Vec<Polygon> = polygons(topology, area);
        let own = Bbox::around(&shape)?;
        let visible = own.west <= self.bbox.east
            && own.east >= self.bbox.west
            && own.south <= self.bbox.north
            && own.north >= self.bbox.south;
        visible.then(|| CarteArea {
            code: area.code,
            name: self.reference.atlas.unit_name(area.code),
            member: self.perimeter.covers(area.code),
            path: self.projection.path(&shape),
            label: self
                .projection
                .point(area.label_point.map(|step| f64::from(step) / territory::geometry::STEPS_PER_DEGREE)),
        })
    }

    /// Drawing units of a kilometre along the middle parallel.
    fn km(&self) -> f64 {
        let latitude = (self.bbox.south + self.bbox.north) / 2.0;
        // A degree of latitude is 111.2 km everywhere, to half a percent.
        let degree = 1.0 / 111.2;
        let a = self.projection.point([self.bbox.west, latitude - degree / 2.0]);
        let b = self.projection.point([self.bbox.west, latitude + degree / 2.0]);
        (a[1] - b[1]).abs()
    }
}
