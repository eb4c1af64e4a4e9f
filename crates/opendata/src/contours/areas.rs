//! From features to the contours of communes or IRIS.

use std::collections::BTreeSet;

use territory::geometry::{BuildOptions, RawArea, build_reported};
use territory::{CommuneCode, IrisCode, Layer, UnitCode};

use super::crs::Crs;
use super::feature::{Feature, Shapes, Subject, Tally};
use crate::error::ReadError;
use crate::report::{Reason, Report, Skip, Warning, whole_number};

/// The areas of a file.
pub(crate) struct Areas {
    subject: Subject,
    areas: Vec<RawArea>,
    report: Report,
}

impl Areas {
    pub(crate) fn new(subject: Subject) -> Self {
        Self { subject, areas: Vec::new(), report: Report::default() }
    }

    /// Reads features, and refuses a file of which too little can be used.
    pub(crate) fn read(mut self, shapes: Shapes<'_>) -> Result<Self, ReadError> {
        let Shapes { features, crs, mut tally } = shapes;
        for mut feature in features {
            let taken = self.area(&mut feature, crs, &mut tally);
            let result = taken.map(|area| self.areas.push(area));
            tally.count(&feature, self.subject, result);
        }
        self.report = tally.finish()?;
        self.drop_divided_communes();
        Ok(self)
    }

    fn area(
        &self,
        feature: &mut Feature,
        crs: Option<Crs>,
        tally: &mut Tally<'_>,
    ) -> Result<RawArea, Reason> {
        let found = feature.properties.code(self.subject).unwrap_or_default().to_owned();
        let code = match self.subject {
            Subject::Iris => tally.code::<IrisCode>(&found, 9, "IRIS").map(UnitCode::from)?,
            Subject::Commune | Subject::Quartier => {
                tally.code::<CommuneCode>(&found, 5, "commune").map(UnitCode::from)?
            }
        };
        let polygons = feature.take_polygons(crs, Some(code.commune().departement()))?;
        let name = feature.properties.name(self.subject).to_owned();
        Ok(RawArea { code, name, iris_type: feature.properties.iris_type(), polygons })
    }

    /// Paris, Lyon and Marseille go when their arrondissements are there: the same ground must not be drawn twice.
    fn drop_divided_communes(&mut self) {
        if self.subject != Subject::Commune {
            return;
        }
        let parents: BTreeSet<CommuneCode> =
            self.areas.iter().filter_map(|area| area.code.commune().arrondissement_parent()).collect();
        let before = self.areas.len();
        self.areas.retain(|area| !parents.contains(&area.code.commune()));
        for _ in self.areas.len()..before {
            self.report.rows_kept -= 1;
            self.report.skip(Skip::Repeated);
        }
    }

    /// Builds contours with shared borders.
    pub(crate) fn into_layer(self, name: &str) -> Result<(Layer, Report), ReadError> {
        let Self { subject, areas, mut report } = self;
        let unusable = |error| ReadError::Geometry {
            name: name.to_owned(),
            detail: format!("Ses contours ne forment aucune surface ({error}). Téléchargez-le de nouveau."),
        };
        let built = build_reported(areas, &BuildOptions::default()).map_err(unusable)?;
        if built.dropped_rings > 0 {
            let count = whole_number(built.dropped_rings as u64);
            let sentence = format!("Tracés sans surface laissés de côté : {count}.");
            report.warnings.push(Warning::Note { sentence });
        }
        if !built.dropped_areas.is_empty() {
            let codes: Vec<_> = built.dropped_areas.iter().map(UnitCode::as_str).collect();
            let sentence = format!("Sans contour utilisable : {}.", codes.join(", "));
            report.warnings.push(Warning::Note { sentence });
        }
        let layer = match subject {
            Subject::Iris => Layer::IrisContours(built.contours),
            Subject::Commune | Subject::Quartier => Layer::CommuneContours(built.contours),
        };
        Ok((layer, report))
    }
}
