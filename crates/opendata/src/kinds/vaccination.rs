//! Vaccination coverage of Odissé: one row an area and a year, one column an indicator.

use territory::layers::Vaccination;
use territory::{AreaCode, Layer};

use super::{Entry, Opening};
use crate::draft::Draft;
use crate::error::ReadError;
use crate::head::Columns;
use crate::report::Reason;
use crate::table::{Row, Taken};
use crate::vintage;

pub(super) const ENTRY: Entry = Entry {
    label: "couvertures vaccinales (Odissé, Santé publique France)",
    recognise: |head| head.header(mine).is_some(),
    read,
};

const YEAR: [&str; 2] = ["annee", "year"];
const DEPARTEMENT: [&str; 4] = ["departement_code", "code_departement", "dep", "dep_code"];
const REGION: [&str; 4] = ["region_code", "code_region", "reg", "reg_code"];
/// Columns that name the area, and are no indicator.
const NAMES: [&str; 6] =
    ["departement", "region", "libelle_departement", "libelle_region", "geo_point_2d", "geom"];
/// Odissé's number of the whole country in the files by département.
const COUNTRY: [&str; 2] = ["0", "00"];

fn mine(columns: &Columns) -> bool {
    let vaccine = |name: &str| {
        name.starts_with("hpv_") || name.starts_with("meningocoque_") || name.starts_with("grippe_65_ans")
    };
    columns.any(&YEAR).is_some() && columns.names().any(|(_, name)| vaccine(&name))
}

fn read(opening: &mut Opening<'_>) -> Result<Vec<Draft>, ReadError> {
    let table = opening.table(mine)?;
    let year = table.need(ENTRY.label, &YEAR)?;
    let departement = table.columns.any(&DEPARTEMENT);
    // A row by département also says its region.
    let region = table.columns.any(&REGION).filter(|_| departement.is_none());
    let place =
        |name: &str| [&YEAR[..], &DEPARTEMENT, &REGION, &NAMES].iter().any(|known| known.contains(&name));
    let indicators: Vec<(usize, String)> =
        table.columns.names().filter(|(_, name)| !name.is_empty() && !place(name)).collect();
    let mut rows: Vec<Vaccination> = Vec::new();
    let report = table.each(opening, |row| {
        let (area, year) = (area(row, departement, region)?, whole_year(row, year)?);
        let values: Vec<Option<f64>> =
            indicators.iter().map(|(column, _)| percent(row, *column)).collect::<Result<_, _>>()?;
        for ((_, indicator), percent) in indicators.iter().zip(values) {
            rows.push(Vaccination { area, year, indicator: indicator.clone(), percent });
        }
        Ok(Taken::Kept)
    });
    let mut report = report?;
    let latest = rows.iter().filter(|row| row.percent.is_some()).map(|row| row.year).max();
    let vintage = vintage::resolve(opening, latest, &mut report, |year| year.to_string())?;
    let geography = vintage.year;
    let coverage = match rows.first().map(|row| row.area) {
        Some(AreaCode::Region(_)) => Some("par région"),
        Some(AreaCode::France) => Some("France entière"),
        _ => None,
    };
    let mut draft = Draft::new(Layer::Vaccination(rows), vintage, geography, report);
    draft.coverage = coverage.map(str::to_owned);
    Ok(vec![draft])
}

fn area(row: &Row<'_>, departement: Option<usize>, region: Option<usize>) -> Result<AreaCode, Reason> {
    match (departement, region) {
        (Some(column), _) if COUNTRY.contains(&&*row.text(column)) => Ok(AreaCode::France),
        (Some(column), _) => row.code(column, 2, "de département").map(AreaCode::Departement),
        (None, Some(column)) => row.code(column, 2, "de région").map(AreaCode::Region),
        (None, None) => Ok(AreaCode::France),
    }
}

fn whole_year(row: &Row<'_>, column: usize) -> Result<i16, Reason> {
    let cell = row.text(column);
    let wrong = || Reason::Number { column: row.title(column), found: cell.clone().into_owned() };
    // An export may write the whole day: `2024-01-01`.
    let year = cell.split('-').next().unwrap_or_default();
    year.parse().ok().filter(|year| (1990..=2100).contains(year)).ok_or_else(wrong)
}

/// A share of a hundred people: above 100 it is none.
fn percent(row: &Row<'_>, column: usize) -> Result<Option<f64>, Reason> {
    match row.number(column)? {
        Some(value) if value > 100.0 => {
            Err(Reason::Number { column: row.title(column), found: row.text(column).into_owned() })
        }
        other => Ok(other),
    }
}
