//! Priority neighbourhoods (*quartiers prioritaires de la politique de la ville*) with their contours.
//!
//! Their limits do not follow those of IRIS: without a contour they are of no use to a perimeter.

use std::collections::BTreeMap;

use territory::Layer;
use territory::layers::Quartier;

use crate::contours::{Crs, Feature, Shapes, Subject, Tally, codes_in};
use crate::draft::Draft;
use crate::error::ReadError;
use crate::head::{Columns, Format};
use crate::kinds::{Entry, Opening};
use crate::report::Reason;
use crate::vintage;

/// First year of the perimeters whose codes begin with `QP`, and of those whose codes begin with `QN`.
const GENERATIONS: [(&str, i16); 2] = [("QP", 2015), ("QN", 2024)];

/// A table of neighbourhoods without contours: recognised, to be refused with an explanation.
pub(crate) const TABLE: Entry = Entry {
    label: "Quartiers prioritaires (QPV)",
    recognise: |head| {
        matches!(head.format, Format::Text | Format::Workbook) && head.header(lists_quartiers).is_some()
    },
    read: |opening| {
        let detail = "C’est une liste de quartiers prioritaires sans leurs contours, qui sont nécessaires. \
                      Donnez le fichier GeoJSON ou GeoPackage des quartiers prioritaires."
            .to_owned();
        Err(ReadError::Geometry { name: opening.member.name.clone(), detail })
    },
};

fn lists_quartiers(columns: &Columns) -> bool {
    columns.any(&["code_qp", "code_qpv", "codeqpv"]).is_some()
}

/// Makes neighbourhoods of the features of a file.
pub(crate) fn draft(opening: &Opening<'_>, shapes: Shapes<'_>) -> Result<Draft, ReadError> {
    let Shapes { features, crs, mut tally } = shapes;
    let mut quartiers: BTreeMap<String, Quartier> = BTreeMap::new();
    for mut feature in features {
        let result = quartier(&mut feature, crs).map(|found| merge(&mut quartiers, found));
        tally.count(&feature, Subject::Quartier, result);
    }
    finish(opening, quartiers.into_values().collect(), tally)
}

fn finish(opening: &Opening<'_>, quartiers: Vec<Quartier>, tally: Tally<'_>) -> Result<Draft, ReadError> {
    let mut report = tally.finish()?;
    let found = vintage::year_in(&opening.member.name).or_else(|| generation(&quartiers));
    let vintage = vintage::resolve(opening, found, &mut report, |year| year.to_string())?;
    let geography = vintage.year;
    Ok(Draft::new(Layer::Quartiers(quartiers), vintage, geography, report))
}

fn quartier(feature: &mut Feature, crs: Option<Crs>) -> Result<Quartier, Reason> {
    let code = feature.properties.code(Subject::Quartier).unwrap_or_default().to_uppercase();
    let known = GENERATIONS.iter().any(|(prefix, _)| code.starts_with(prefix));
    if !known || code.len() != 8 || !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(Reason::Code { what: "quartier prioritaire".to_owned(), found: code });
    }
    let name = feature.properties.name(Subject::Quartier).to_owned();
    let communes = codes_in(feature.properties.quartier_communes())?;
    let polygons = feature.take_polygons(crs, communes.first().map(|code| code.departement()))?;
    Ok(Quartier { code, name, communes, polygons })
}

/// A neighbourhood in several pieces may take several features.
fn merge(quartiers: &mut BTreeMap<String, Quartier>, found: Quartier) {
    match quartiers.get_mut(&found.code) {
        Some(known) => {
            known.polygons.extend(found.polygons);
            for commune in found.communes {
                if !known.communes.contains(&commune) {
                    known.communes.push(commune);
                }
            }
        }
        None => {
            quartiers.insert(found.code.clone(), found);
        }
    }
}

/// The year that the codes tell, when they all tell the same.
fn generation(quartiers: &[Quartier]) -> Option<i16> {
    let (prefix, year) = GENERATIONS
        .iter()
        .find(|(prefix, _)| quartiers.first().is_some_and(|quartier| quartier.code.starts_with(prefix)))?;
    quartiers.iter().all(|quartier| quartier.code.starts_with(prefix)).then_some(*year)
}
