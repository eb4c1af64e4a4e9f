//! The checks that all kinds share: codes against the official list, totals against legal populations.

use std::collections::{BTreeMap, BTreeSet};

use territory::layers::Structure;
use territory::{AreaCode, CommuneCode, DepartementCode, Layer, Vintage};

use crate::Context;
use crate::report::{CodeCheck, LISTED_CODES, PopulationCheck, Report};

/// Départements of France with Mayotte.
const ALL_DEPARTEMENTS: usize = 101;

/// Fills the report with what can be checked from outside the file.
pub(crate) fn check(report: &mut Report, layer: &Layer, year: (&Vintage, i16), context: &Context<'_>) {
    let (vintage, geography) = year;
    let codes = communes(layer);
    report.departements = departements(layer);
    let Some(known) = context.known else { return };
    // The movements name communes of every year since 1943.
    if !codes.is_empty() && !matches!(layer, Layer::Movements(_)) {
        let unmatched: Vec<_> = codes.iter().filter(|code| !known.exists(**code, geography)).collect();
        report.codes = Some(CodeCheck {
            matched: (codes.len() - unmatched.len()) as u64,
            unmatched: unmatched.len() as u64,
            unmatched_codes: unmatched.iter().take(LISTED_CODES).map(ToString::to_string).collect(),
        });
    }
    let totals = totals(layer);
    let pairs = totals.into_iter().filter_map(|(departement, found)| {
        known.legal_population(departement, vintage.year).map(|expected| (found, expected))
    });
    report.population = pairs
        .reduce(|left, right| (left.0 + right.0, left.1 + right.1))
        .map(|(found, expected)| PopulationCheck::new(found, expected));
}

/// Départements that a layer speaks of, sorted.
pub(crate) fn departements(layer: &Layer) -> Vec<DepartementCode> {
    let found: BTreeSet<DepartementCode> = match layer {
        Layer::Departements(rows) => rows.iter().map(|row| row.code).collect(),
        Layer::Structures(rows) => {
            let known = |row: &Structure| row.commune.map(CommuneCode::departement).or(row.departement);
            rows.iter().filter_map(known).collect()
        }
        Layer::Vaccination(rows) => rows
            .iter()
            .filter_map(|row| match row.area {
                AreaCode::Departement(code) => Some(code),
                AreaCode::Region(_) | AreaCode::France => None,
            })
            .collect(),
        _ => communes(layer).iter().map(|code| code.departement()).collect(),
    };
    found.into_iter().collect()
}

/// Distinct communes that a layer names, sorted.
fn communes(layer: &Layer) -> BTreeSet<CommuneCode> {
    match layer {
        Layer::Communes(rows) => rows.iter().map(|row| row.code).collect(),
        Layer::Movements(rows) => rows.iter().map(|row| row.after).collect(),
        Layer::Departements(_) | Layer::Regions(_) => BTreeSet::new(),
        Layer::Populations(rows) => rows.iter().map(|row| row.code).collect(),
        Layer::CommuneAges(table) => table.rows.iter().map(|row| row.code).collect(),
        Layer::IrisAges(table) => table.rows.iter().map(|row| row.code.commune()).collect(),
        Layer::Epci(rows) => rows.iter().map(|row| row.commune).collect(),
        Layer::Density(rows) => rows.iter().map(|row| row.code).collect(),
        Layer::Postcodes(rows) => rows.iter().map(|row| row.commune).collect(),
        Layer::Quartiers(rows) => rows.iter().flat_map(|row| row.communes.iter().copied()).collect(),
        Layer::CptsPerimeters(rows) => {
            rows.iter().flat_map(|row| row.units.iter().map(|unit| unit.commune())).collect()
        }
        Layer::CommuneContours(contours) | Layer::IrisContours(contours) => {
            let areas = contours.parts.iter().flat_map(|part| &part.topology.areas);
            areas.map(|area| area.code.commune()).collect()
        }
        Layer::Apl(rows) => rows.iter().map(|row| row.code).collect(),
        Layer::Structures(rows) => rows.iter().filter_map(|row| row.commune).collect(),
        Layer::Vaccination(_) => BTreeSet::new(),
        Layer::Professionals(professionals) => {
            professionals.communes.iter().map(|place| place.commune).collect()
        }
    }
}

/// Inhabitants by département. Paris, Lyon and Marseille are counted once, by arrondissement where
/// the file has both.
fn totals(layer: &Layer) -> BTreeMap<DepartementCode, f64> {
    let rows: Vec<(CommuneCode, f64)> = match layer {
        Layer::Populations(rows) => rows.iter().map(|row| (row.code, f64::from(row.municipal))).collect(),
        Layer::CommuneAges(table) => {
            table.rows.iter().filter_map(|row| Some((row.code, row.population?))).collect()
        }
        Layer::IrisAges(table) => {
            table.rows.iter().filter_map(|row| Some((row.code.commune(), row.population?))).collect()
        }
        _ => Vec::new(),
    };
    let divided: BTreeSet<CommuneCode> =
        rows.iter().filter_map(|(code, _)| code.arrondissement_parent()).collect();
    let mut totals = BTreeMap::new();
    for (code, population) in rows {
        if !divided.contains(&code) {
            *totals.entry(code.departement()).or_insert(0.0) += population;
        }
    }
    totals
}

/// What a list of départements is called, in French.
pub(crate) fn coverage(departements: &[DepartementCode]) -> String {
    const NAMED: usize = 13;
    let official: Vec<_> = departements.iter().filter(|code| is_official(code)).collect();
    let mayotte = departements.iter().any(|code| code.as_str() == "976");
    match official.len() {
        0 if departements.is_empty() => "France".to_owned(),
        ALL_DEPARTEMENTS.. => "France".to_owned(),
        100 if !mayotte => "France hors Mayotte".to_owned(),
        96 if !official.iter().any(|code| code.as_str().starts_with("97")) => {
            "France métropolitaine".to_owned()
        }
        1 => format!("département {}", departements[0]),
        _ if departements.len() <= NAMED => {
            let codes: Vec<_> = departements.iter().map(|code| code.as_str()).collect();
            format!("départements {}", codes.join(", "))
        }
        count => format!("{count} départements"),
    }
}

fn is_official(code: &DepartementCode) -> bool {
    let text = code.as_str();
    text.len() == 2 || matches!(text, "971" | "972" | "973" | "974" | "976")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(list: &[&str]) -> Vec<DepartementCode> {
        list.iter().map(|code| code.parse().unwrap()).collect()
    }

    #[test]
    fn coverage_is_named_by_its_departements() {
        assert_eq!(coverage(&codes(&["66"])), "département 66");
        assert_eq!(coverage(&codes(&["30", "66"])), "départements 30, 66");
        let mainland: Vec<String> = (1..=95)
            .filter(|n| *n != 20)
            .map(|n| format!("{n:02}"))
            .chain(["2A".into(), "2B".into()])
            .collect();
        let mut all: Vec<&str> = mainland.iter().map(String::as_str).collect();
        assert_eq!(coverage(&codes(&all)), "France métropolitaine");
        all.extend(["971", "972", "973", "974"]);
        assert_eq!(coverage(&codes(&all)), "France hors Mayotte");
        all.push("976");
        assert_eq!(coverage(&codes(&all)), "France");
    }
}
