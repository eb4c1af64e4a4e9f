//! Communes, IRIS, EPCI and priority neighbourhoods of a sheet.

use domain::nombres::{entier, habitants, pourcent};
use domain::territoire::QuartierPart;
use territory::diagnosis::{CommuneLine, Diagnosis};
use territory::measure::Measure;

use super::super::components::{Column, Row, Table};

/// The list of places: the map's equivalent in words.
pub struct CommunesPanel {
    /// One line a commune, followed by its IRIS when it is taken in part.
    pub lines: Vec<PlaceLine>,
    /// Sum of the populations.
    pub total: String,
    /// Whether the sum leaves places out.
    pub partial: bool,
}

/// A commune or an IRIS of the list.
pub struct PlaceLine {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Whether it is an IRIS, shown under its commune.
    pub is_iris: bool,
    /// Whether the line is a unit of the perimeter, which the map colours.
    pub is_unit: bool,
    /// `3 IRIS sur 12`, for a commune taken in part.
    pub part: Option<String>,
    /// Postcodes.
    pub postcodes: String,
    /// Département.
    pub departement: String,
    /// EPCI.
    pub epci: String,
    /// Level of the density grid, in words.
    pub density: &'static str,
    /// Inhabitants, or « inconnu ».
    pub population: String,
}

impl CommunesPanel {
    pub(super) fn new(diagnosis: &Diagnosis) -> Self {
        Self {
            lines: diagnosis.communes.iter().flat_map(lines).collect(),
            total: people(&diagnosis.population.measure),
            partial: diagnosis.population.measure.is_partial(),
        }
    }
}

fn people(measure: &Measure) -> String {
    measure.value.map_or_else(|| "inconnu".to_owned(), habitants)
}

fn lines(commune: &CommuneLine) -> Vec<PlaceLine> {
    let part = (!commune.is_whole()).then(|| match commune.iris_of_commune {
        Some(total) => format!("{} IRIS sur {total}", commune.iris.len()),
        None => format!("{} IRIS", commune.iris.len()),
    });
    let first = PlaceLine {
        code: commune.code.to_string(),
        name: commune.name.clone(),
        is_iris: false,
        is_unit: commune.is_whole(),
        part,
        postcodes: commune.postcodes.join(", "),
        departement: format!("{} ({})", commune.departement_name, commune.departement),
        epci: commune.epci.as_ref().map(|epci| epci.name.clone()).unwrap_or_default(),
        density: density_label(commune.density_level),
        population: people(&commune.population),
    };
    let iris = commune.iris.iter().map(|iris| PlaceLine {
        code: iris.code.to_string(),
        name: iris.name.clone().unwrap_or_else(|| format!("IRIS {}", iris.code)),
        is_iris: true,
        is_unit: true,
        part: None,
        postcodes: String::new(),
        departement: String::new(),
        epci: String::new(),
        density: "",
        population: people(&iris.population),
    });
    std::iter::once(first).chain(iris).collect()
}

/// Source: INSEE, *grille communale de densité à sept niveaux*.
fn density_label(level: Option<u8>) -> &'static str {
    match level {
        Some(1) => "grand centre urbain",
        Some(2) => "centre urbain intermédiaire",
        Some(3) => "petite ville",
        Some(4) => "ceinture urbaine",
        Some(5) => "bourg rural",
        Some(6) => "rural à habitat dispersé",
        Some(7) => "rural à habitat très dispersé",
        _ => "",
    }
}

/// EPCI that the perimeter touches.
pub(super) fn epcis(diagnosis: &Diagnosis) -> Option<Table> {
    if diagnosis.epcis.is_empty() {
        return None;
    }
    let columns = vec![
        Column::text("Intercommunalité"),
        Column::number("Communes dans le territoire"),
        Column::number("Communes en tout"),
    ];
    let mut table = Table::new("Intercommunalités (EPCI) touchées par le territoire", columns);
    table.rows = diagnosis
        .epcis
        .iter()
        .map(|part| {
            let count = |count: usize| entier(count as i64).into();
            Row::new(part.epci.name.clone(), vec![count(part.communes_inside), count(part.communes_total)])
        })
        .collect();
    Some(table)
}

/// Priority neighbourhoods that the perimeter meets.
pub(in crate::views) fn quartiers(quartiers: &[QuartierPart]) -> Option<Table> {
    if quartiers.is_empty() {
        return None;
    }
    let columns =
        vec![Column::text("Quartier"), Column::text("Code"), Column::number("Surface dans le territoire")];
    let mut table = Table::new("Quartiers prioritaires de la politique de la ville (QPV)", columns);
    table.rows = quartiers
        .iter()
        .map(|part| {
            Row::new(part.name.clone(), vec![part.code.clone().into(), pourcent(part.share_inside).into()])
        })
        .collect();
    Some(table)
}
