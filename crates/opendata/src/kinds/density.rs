//! INSEE density grid in seven levels.

use territory::Layer;
use territory::layers::Density;

use super::epci::year_of_sheet;
use super::{Entry, Opening};
use crate::draft::Draft;
use crate::error::ReadError;
use crate::head::Columns;
use crate::report::Reason;
use crate::table::{Row, Table, Taken};
use crate::text::normalise;
use crate::vintage::{self, century};

pub(super) const ENTRY: Entry =
    Entry { label: "grille de densité à 7 niveaux", recognise: |head| head.header(mine).is_some(), read };

/// The seven levels, as published and normalised.
const LEVELS: [&str; 7] = [
    "grands_centres_urbains",
    "centres_urbains_intermediaires",
    "petites_villes",
    "ceintures_urbaines",
    "bourgs_ruraux",
    "rural_a_habitat_disperse",
    "rural_a_habitat_tres_disperse",
];

fn mine(columns: &Columns) -> bool {
    columns.any(&["codgeo", "depcom"]).is_some() && columns.any(&["dens", "libdens"]).is_some()
}

fn read(opening: &mut Opening<'_>) -> Result<Vec<Draft>, ReadError> {
    let at = opening.head.header(mine).ok_or_else(|| super::unknown(opening.head))?;
    let above = year_of_sheet(opening, &at);
    let table = Table::open(opening, at)?;
    let code = table.need(ENTRY.label, &["codgeo", "depcom"])?;
    let number = table.columns.get("dens");
    let label = table.columns.get("libdens");
    let population =
        table.columns.names().find_map(|(_, name)| name.strip_prefix("pmun")?.parse::<i16>().ok());
    let mut rows = Vec::new();
    let mut report = table.each(opening, |row| {
        rows.push(Density { code: row.commune(code)?, level: level(row, number, label)? });
        Ok(Taken::Kept)
    })?;
    // The populations in the file are older than the grid: they only help when nothing else does.
    let found = opening.year_in_name().or(above).or(population.map(|short| century(short % 100)));
    let vintage = vintage::resolve(opening, found, &mut report, |year| year.to_string())?;
    let year = vintage.year;
    Ok(vec![Draft::new(Layer::Density(rows), vintage, year, report)])
}

/// The level, by number and by label where the file has both: the grid in three levels uses the same
/// numbers for something else, and must not pass for this one.
pub(super) fn level(row: &Row<'_>, number: Option<usize>, label: Option<usize>) -> Result<u8, Reason> {
    let refused =
        |column: usize| Reason::Number { column: row.title(column), found: row.text(column).into() };
    let by_label = |column: usize| {
        let name = normalise(&row.text(column));
        let rank = LEVELS.iter().position(|level| *level == name);
        rank.map(|rank| rank as u8 + 1).ok_or_else(|| refused(column))
    };
    let by_number = |column: usize| {
        let level = row.number(column)?.filter(|level| (1.0..=7.0).contains(level) && level.fract() == 0.0);
        level.map(|level| level as u8).ok_or_else(|| refused(column))
    };
    match (number, label) {
        (Some(number), Some(label)) => {
            let level = by_number(number)?;
            if by_label(label)? == level { Ok(level) } else { Err(refused(label)) }
        }
        (Some(number), None) => by_number(number),
        (None, Some(label)) => by_label(label),
        (None, None) => Err(Reason::Missing { column: "DENS".into() }),
    }
}
