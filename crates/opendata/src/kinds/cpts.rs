//! Perimeters of CPTS as a list: one row a commune or IRIS, with the name of its CPTS.

use territory::layers::CptsPerimeter;
use territory::{Layer, UnitCode};

use super::{Entry, Opening};
use crate::draft::Draft;
use crate::error::ReadError;
use crate::head::Columns;
use crate::report::{Reason, Skip};
use crate::table::{Row, Taken};
use crate::{text, vintage};

pub(super) const ENTRY: Entry = Entry {
    label: "périmètres de CPTS (colonnes cpts et code)",
    recognise: |head| head.header(mine).is_some(),
    read,
};

const NAMES: [&str; 3] = ["cpts", "nom_cpts", "cpts_nom"];
const CODES: [&str; 7] =
    ["code", "code_insee", "codgeo", "code_iris", "iris", "code_commune", "code_commune_insee"];
const FINESS: [&str; 3] = ["finess", "finess_et", "nofinesset"];

fn mine(columns: &Columns) -> bool {
    columns.any(&NAMES).is_some() && columns.any(&CODES).is_some()
}

fn read(opening: &mut Opening<'_>) -> Result<Vec<Draft>, ReadError> {
    let table = opening.table(mine)?.keeping_labels();
    let name = table.need(ENTRY.label, &NAMES)?;
    let code = table.need(ENTRY.label, &CODES)?;
    let finess = table.columns.any(&FINESS);
    let mut found: Vec<CptsPerimeter> = Vec::new();
    let mut report = table.each(opening, |row| {
        let unit = unit(row, code)?;
        let name = row.text(name);
        if name.is_empty() {
            return Err(Reason::Missing { column: "cpts".into() });
        }
        let finess = finess.map(|column| finess_number(row, column)).transpose()?.flatten();
        let same = |cpts: &&mut CptsPerimeter| cpts.name == name && cpts.finess == finess;
        match found.iter_mut().find(same) {
            Some(cpts) if cpts.units.contains(&unit) => return Ok(Taken::Skipped(Skip::Repeated)),
            Some(cpts) => cpts.units.push(unit),
            None => found.push(CptsPerimeter { finess, name: name.into_owned(), units: vec![unit] }),
        }
        Ok(Taken::Kept)
    })?;
    let vintage = vintage::resolve(opening, opening.year_in_name(), &mut report, |year| year.to_string())?;
    let year = vintage.year;
    Ok(vec![Draft::new(Layer::CptsPerimeters(found), vintage, year, report)])
}

/// A commune (5 characters) or an IRIS (9), either of which may have lost its first zero.
fn unit(row: &Row<'_>, column: usize) -> Result<UnitCode, Reason> {
    let length = row.text(column).trim_end_matches(".0").len();
    if length > 5 && !text::is_scientific(&row.text(column)) {
        row.code::<UnitCode>(column, 9, "de commune ou d’IRIS")
    } else {
        row.code::<UnitCode>(column, 5, "de commune ou d’IRIS")
    }
}

fn finess_number(row: &Row<'_>, column: usize) -> Result<Option<String>, Reason> {
    let cell = row.text(column);
    if text::is_missing(&cell) {
        return Ok(None);
    }
    let (number, _) = text::code(&cell, 9)?;
    if number.len() == 9 && number.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Ok(Some(number));
    }
    Err(Reason::Code { what: "FINESS".into(), found: number })
}
