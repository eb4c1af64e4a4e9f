//! Files of shapes: contours of communes and IRIS, and priority neighbourhoods, as GeoJSON or GeoPackage.
//!
//! Features are read one by one; what they are (communes, IRIS, neighbourhoods) is told by their properties.

mod areas;
mod crs;
mod feature;
mod geojson;
mod geopackage;
mod wkb;

use std::collections::BTreeMap;

use crate::draft::Draft;
use crate::error::ReadError;
use crate::head::{Format, Head};
use crate::kinds::{Entry, Opening};
use crate::quartiers;
use crate::vintage;
use areas::Areas;

pub(crate) use crs::{Crs, WayToDegrees};
pub(crate) use feature::{Feature, Shapes, Subject, Tally, codes_in};

/// GeoJSON of contours or neighbourhoods.
pub(crate) const GEOJSON: Entry = Entry {
    label: "Contours de communes ou d’IRIS, quartiers prioritaires (GeoJSON)",
    recognise: |head| head.format == Format::Json && names(head, "FeatureCollection"),
    read: |opening| read(opening, geojson::each),
};

/// GeoPackage of contours or neighbourhoods.
pub(crate) const GEOPACKAGE: Entry = Entry {
    label: "Contours de communes ou d’IRIS, quartiers prioritaires (GeoPackage)",
    recognise: |head| head.format == Format::Sqlite,
    read: |opening| read(opening, geopackage::each),
};

fn names(head: &Head, word: &str) -> bool {
    head.start.windows(word.len()).any(|window| window == word.as_bytes())
}

/// Takes each feature of a file in turn. A reader of a format hands them over with a number and, at the end
/// or from the start, their reference system.
type Take<'a> = dyn FnMut(Feature) -> Result<(), ReadError> + 'a;

/// Reads a file with the reader of its format.
fn read(
    opening: &mut Opening<'_>,
    each: fn(&mut Opening<'_>, &mut Take<'_>) -> Result<Option<Crs>, ReadError>,
) -> Result<Vec<Draft>, ReadError> {
    let name = opening.member.name.clone();
    let mut groups: BTreeMap<Subject, Vec<Feature>> = BTreeMap::new();
    let mut unnamed = 0_u64;
    let crs = each(opening, &mut |feature| {
        match feature.properties.subject() {
            Some(subject) => groups.entry(subject).or_default().push(feature),
            None => unnamed += 1,
        }
        Ok(())
    })?;
    if groups.is_empty() {
        return Err(ReadError::Geometry { name, detail: no_subject(unnamed) });
    }
    let mut drafts = Vec::new();
    for (subject, features) in groups {
        let mut tally = Tally::new(&name);
        tally.skip_unnamed(unnamed);
        let shapes = Shapes { features, crs, tally };
        drafts.push(match subject {
            Subject::Quartier => quartiers::draft(opening, shapes)?,
            Subject::Commune | Subject::Iris => areas_draft(opening, subject, shapes)?,
        });
    }
    Ok(drafts)
}

fn areas_draft(opening: &Opening<'_>, subject: Subject, shapes: Shapes<'_>) -> Result<Draft, ReadError> {
    let name = &opening.member.name;
    let (layer, mut report) = Areas::new(subject).read(shapes)?.into_layer(name)?;
    let found = vintage::year_in(name);
    let vintage = vintage::resolve(opening, found, &mut report, vintage::first_january)?;
    let geography = vintage.year;
    Ok(Draft::new(layer, vintage, geography, report))
}

fn no_subject(features: u64) -> String {
    if features == 0 {
        "Il ne contient aucun contour. Téléchargez-le de nouveau, ou vérifiez que c’est bien le fichier du producteur."
            .to_owned()
    } else {
        "Ses contours ne portent pas de code : il faut une propriété comme « code », « INSEE_COM » ou \
         « CODE_IRIS ». Donnez le fichier du producteur, sans en retirer de colonnes."
            .to_owned()
    }
}
