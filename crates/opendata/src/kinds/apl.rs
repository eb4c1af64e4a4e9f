//! The DREES workbook of accessibility to general practitioners: one sheet a year.

use territory::Layer;
use territory::layers::Apl;

use super::epci::year_of_sheet;
use super::{Entry, Opening};
use crate::draft::Draft;
use crate::error::ReadError;
use crate::head::{Columns, HeaderAt};
use crate::report::Skip;
use crate::table::{Table, Taken};
use crate::vintage;

pub(super) const ENTRY: Entry = Entry {
    label: "accessibilité aux médecins généralistes (APL, DREES)",
    recognise: |head| head.header(mine).is_some(),
    read,
};

const CODE: &str = "code_commune_insee";
const MAIN: &str = "apl_aux_medecins_generalistes";
/// The sheet of a year is on the communes of the year after.
const GEOGRAPHY_LAG: i16 = 1;

fn mine(columns: &Columns) -> bool {
    columns.has(&[CODE, MAIN])
}

fn read(opening: &mut Opening<'_>) -> Result<Vec<Draft>, ReadError> {
    let sheets = opening.head.headers(mine);
    sheets.into_iter().map(|at| sheet(opening, at)).collect()
}

fn sheet(opening: &mut Opening<'_>, at: HeaderAt) -> Result<Draft, ReadError> {
    let year = year_of_sheet(opening, &at).or_else(|| opening.year_in_name());
    let table = Table::open(opening, at)?;
    let (code, main) = (table.need(ENTRY.label, &[CODE])?, table.need(ENTRY.label, &[MAIN])?);
    let beginning = |start: &str| {
        let mut names = table.columns.names();
        names.find(|(_, name)| name.starts_with(start)).map(|(rank, _)| rank)
    };
    let standardised = beginning("population_standardisee");
    let population = beginning("population_totale");
    let by_age: Vec<(u8, usize)> = table
        .columns
        .names()
        .filter_map(|(rank, name)| Some((age_limit(name.strip_prefix(MAIN)?)?, rank)))
        .collect();
    let mut rows = Vec::new();
    let mut report = table.each(opening, |row| {
        if row.text(code).is_empty() {
            return Ok(Taken::Skipped(Skip::NoCode));
        }
        let optional = |column: Option<usize>| column.map(|column| row.number(column)).transpose();
        let by_age: Result<_, _> =
            by_age.iter().map(|(age, column)| Ok((*age, row.number(*column)?))).collect();
        rows.push(Apl {
            code: row.commune(code)?,
            apl: row.number(main)?,
            apl_up_to_age: by_age?,
            standardised_population: optional(standardised)?.flatten(),
            population: optional(population)?.flatten(),
        });
        Ok(Taken::Kept)
    })?;
    let vintage = vintage::resolve(opening, year, &mut report, |year| year.to_string())?;
    let geography = vintage.year + GEOGRAPHY_LAG;
    Ok(Draft::new(Layer::Apl(rows), vintage, geography, report))
}

/// The age in `_de_moins_de_65_ans` or `_de_65_ans_ou_moins`.
fn age_limit(rest: &str) -> Option<u8> {
    rest.split('_').find_map(|word| word.parse().ok())
}
