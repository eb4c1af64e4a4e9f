//! One shape with its properties, and the account of what becomes of each.

use std::collections::HashMap;
use std::str::FromStr;

use territory::geometry::Polygon;
use territory::{CommuneCode, DepartementCode};

use super::crs::{Crs, in_metres};
use crate::error::ReadError;
use crate::report::{Reason, Rejection, Report, Skip, Warning};
use crate::text;

/// A file with more rejected shapes than one in so many is refused, as for tables.
const REJECTED_LIMIT: u64 = 5;
/// Few shapes are judged one by one.
const REJECTED_FREE: u64 = 3;

/// What a feature draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    Commune,
    Iris,
    Quartier,
}

const IRIS_CODES: &[&str] = &["code_iris", "dcomiris", "iris_code"];
const ARRONDISSEMENT_CODES: &[&str] = &["insee_arm", "code_arm"];
const COMMUNE_CODES: &[&str] = &[
    "insee_com",
    "code_insee",
    "code_commune",
    "code_insee_commune",
    "codgeo",
    "depcom",
    "com_code",
    "com",
    "insee",
    "code",
];
const QUARTIER_CODES: &[&str] = &["code_qp", "code_qpv", "codeqpv", "code_quartier"];
const IRIS_NAMES: &[&str] = &["nom_iris", "lib_iris", "libiris", "nom", "libelle"];
const COMMUNE_NAMES: &[&str] =
    &["nom_officiel", "nom_com", "nom_commune", "libgeo", "libelle", "com_name", "nom", "nom_m", "name"];
const QUARTIER_NAMES: &[&str] = &["nom_qp", "lib_qp", "nom_qpv", "lib_qpv", "nom", "libelle"];
const QUARTIER_COMMUNES: &[&str] =
    &["insee_com", "code_commune", "code_insee", "codes_communes", "list_com_2024", "depcom", "com"];
const IRIS_TYPES: &[&str] = &["typ_iris", "type_iris"];

/// Properties that any reader must hand over; the others may be left out.
pub(crate) fn is_used(column: &str) -> bool {
    let lists = [
        IRIS_CODES,
        ARRONDISSEMENT_CODES,
        COMMUNE_CODES,
        QUARTIER_CODES,
        IRIS_NAMES,
        COMMUNE_NAMES,
        QUARTIER_NAMES,
        QUARTIER_COMMUNES,
        IRIS_TYPES,
    ];
    lists.iter().any(|list| list.contains(&column))
}

/// The properties of a feature by normalised name, as text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Properties(HashMap<String, String>);

impl Properties {
    /// Keeps a property under its normalised name, if it is one that we use.
    pub(crate) fn add(&mut self, name: &str, value: impl FnOnce() -> Option<String>) {
        let name = text::normalise(name);
        if is_used(&name)
            && let Some(value) = value()
        {
            self.0.insert(name, value);
        }
    }

    fn any(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.0.get(*name)).map(|value| value.trim())
    }

    /// What the feature draws; `None` when it has no code.
    pub(crate) fn subject(&self) -> Option<Subject> {
        if self.any(QUARTIER_CODES).is_some() {
            Some(Subject::Quartier)
        } else if self.any(IRIS_CODES).is_some() {
            Some(Subject::Iris)
        } else {
            self.code(Subject::Commune).map(|_| Subject::Commune)
        }
    }

    /// Its code, as written.
    pub(crate) fn code(&self, subject: Subject) -> Option<&str> {
        match subject {
            Subject::Commune => self.any(ARRONDISSEMENT_CODES).or_else(|| self.any(COMMUNE_CODES)),
            Subject::Iris => self.any(IRIS_CODES),
            Subject::Quartier => self.any(QUARTIER_CODES),
        }
    }

    /// Its name; empty when the file gives none.
    pub(crate) fn name(&self, subject: Subject) -> &str {
        let names = match subject {
            Subject::Commune => COMMUNE_NAMES,
            Subject::Iris => IRIS_NAMES,
            Subject::Quartier => QUARTIER_NAMES,
        };
        self.any(names).unwrap_or_default()
    }

    /// INSEE's letter for the type of an IRIS.
    pub(crate) fn iris_type(&self) -> Option<char> {
        let letter = self.any(IRIS_TYPES)?.chars().next()?.to_ascii_uppercase();
        matches!(letter, 'H' | 'A' | 'D' | 'Z').then_some(letter)
    }

    /// The communes that a neighbourhood lies in, as the file lists them.
    pub(crate) fn quartier_communes(&self) -> &str {
        self.any(QUARTIER_COMMUNES).unwrap_or_default()
    }
}

/// The commune codes of a cell: `66136`, `66136,66028`, `66136 - 66028`.
pub(crate) fn codes_in(cell: &str) -> Result<Vec<CommuneCode>, Reason> {
    let words = cell.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words
        .map(|word| {
            let (padded, _) = text::code(word, 5)?;
            padded.parse().map_err(|_| Reason::Code { what: "commune".to_owned(), found: word.to_owned() })
        })
        .collect()
}

/// One feature of a file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Feature {
    /// Rank in the file, from 1.
    pub(crate) rank: u64,
    /// Properties.
    pub(crate) properties: Properties,
    /// Its polygons as the file writes them, or why it has none (in French).
    pub(crate) shape: Result<Vec<Polygon>, String>,
    /// Reference system of this feature, where the format says it feature by feature.
    pub(crate) crs: Option<Crs>,
}

impl Feature {
    /// Takes the polygons out, in degrees. `stated` is the system of the whole file; metres without any stated
    /// system are those of the département.
    pub(crate) fn take_polygons(
        &mut self,
        stated: Option<Crs>,
        departement: Option<DepartementCode>,
    ) -> Result<Vec<Polygon>, Reason> {
        let unusable = |detail| Reason::Shape { detail };
        let mut polygons = std::mem::replace(&mut self.shape, Ok(Vec::new())).map_err(unusable)?;
        let usual = departement.filter(|_| in_metres(&polygons)).map(Crs::usual);
        if let Some(crs) = self.crs.or(stated).filter(|crs| !crs.is_degrees()).or(usual) {
            crs.to_degrees(&mut polygons).map_err(|unknown| unusable(unknown.sentence()))?;
        }
        let misplaced = |[x, y]: &[f64; 2]| !(x.abs() <= 180.0 && y.abs() <= 90.0);
        if polygons.iter().flatten().flatten().any(misplaced) {
            return Err(unusable("coordonnées hors du globe".to_owned()));
        }
        Ok(polygons)
    }
}

/// The features of one subject, on their way to records.
pub(crate) struct Shapes<'a> {
    /// Features in the order of the file.
    pub(crate) features: Vec<Feature>,
    /// Reference system that the file states for all of them.
    pub(crate) crs: Option<Crs>,
    /// Their account.
    pub(crate) tally: Tally<'a>,
}

/// Counts what becomes of each feature.
pub(crate) struct Tally<'a> {
    name: &'a str,
    padded: u64,
    /// Report in the making.
    pub(crate) report: Report,
}

impl<'a> Tally<'a> {
    pub(crate) fn new(name: &'a str) -> Self {
        Self { name, padded: 0, report: Report::default() }
    }

    /// Features without any code stand beside those that have one: they are not ours.
    pub(crate) fn skip_unnamed(&mut self, count: u64) {
        for _ in 0..count {
            self.report.rows_read += 1;
            self.report.skip(Skip::OutOfScope);
        }
    }

    /// A code of this width, with its lost zero. Only one can be lost: `66` is a département, not `00066`.
    pub(crate) fn code<C: FromStr>(&mut self, found: &str, width: usize, what: &str) -> Result<C, Reason> {
        let (padded, changed) = text::code(found, width)?;
        let refused = || Reason::Code { what: what.to_owned(), found: found.to_owned() };
        if padded.starts_with("00") {
            return Err(refused());
        }
        self.padded += u64::from(changed);
        padded.parse().map_err(|_| refused())
    }

    /// Counts a feature that gave a record, or one that could not.
    pub(crate) fn count(&mut self, feature: &Feature, subject: Subject, result: Result<(), Reason>) {
        self.report.rows_read += 1;
        match result {
            Ok(()) => self.report.rows_kept += 1,
            Err(reason) => {
                let code = feature.properties.code(subject).unwrap_or_default();
                let excerpt = text::excerpt(&format!("{code} {}", feature.properties.name(subject)));
                self.report.reject(Rejection { line: feature.rank, reason, excerpt });
            }
        }
    }

    /// The report, unless too little of the file is usable.
    pub(crate) fn finish(mut self) -> Result<Report, ReadError> {
        if self.padded > 0 {
            self.report.warnings.push(Warning::CodesPadded { codes: self.padded });
        }
        let name = self.name.to_owned();
        let Report { rows_read: read, rows_kept, rejected, .. } = self.report;
        let rejections = || self.report.first_rejections.clone();
        if rows_kept == 0 {
            return Err(match self.report.first_rejections.first().map(|first| &first.reason) {
                Some(Reason::Shape { detail }) => ReadError::Geometry { name, detail: no_shape(detail) },
                _ => ReadError::NoUsableRow { name, rejections: rejections() },
            });
        }
        if rejected > REJECTED_FREE && rejected * REJECTED_LIMIT > read {
            return Err(ReadError::TooManyRejected { name, read, rejected, rejections: rejections() });
        }
        Ok(self.report)
    }
}

fn no_shape(detail: &str) -> String {
    format!(
        "Aucun de ses éléments n’a de contour utilisable ({detail}). Donnez le fichier des surfaces \
         (polygones), et non celui des points ou des lignes."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn properties(pairs: &[(&str, &str)]) -> Properties {
        let mut properties = Properties::default();
        for (name, value) in pairs {
            properties.add(name, || Some((*value).to_owned()));
        }
        properties
    }

    #[test]
    fn features_are_told_apart_by_the_names_of_their_properties() {
        let iris = properties(&[("INSEE_COM", "66028"), ("CODE_IRIS", "660280101"), ("TYP_IRIS", "H")]);
        assert_eq!(iris.subject(), Some(Subject::Iris));
        assert_eq!(iris.iris_type(), Some('H'));
        let commune = properties(&[("INSEE_COM", "66028"), ("NOM_COM", "Cabestany")]);
        assert_eq!(commune.subject(), Some(Subject::Commune));
        assert_eq!(commune.name(Subject::Commune), "Cabestany");
        let quartier = properties(&[("code_qp", "QN06601M"), ("insee_com", "66136,66028")]);
        assert_eq!(quartier.subject(), Some(Subject::Quartier));
        assert_eq!(properties(&[("population", "12")]).subject(), None);
    }

    #[test]
    fn an_arrondissement_goes_by_its_own_code() {
        let found = properties(&[("INSEE_COM", "75056"), ("INSEE_ARM", "75101")]);
        assert_eq!(found.code(Subject::Commune), Some("75101"));
    }

    #[test]
    fn lists_of_communes_take_any_separator() {
        let texts = |cell| codes_in(cell).unwrap().iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(texts("66136"), ["66136"]);
        assert_eq!(texts("66136, 66028"), ["66136", "66028"]);
        assert_eq!(texts("9122;2A004"), ["09122", "2A004"]);
        assert!(codes_in("Perpignan").is_err());
    }
}
