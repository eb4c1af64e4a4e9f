//! The kinds of official files, one entry each: how to recognise one, how to read it.

mod ages;
mod ages_percent;
mod apl;
mod cog;
mod cog_old;
mod compiled;
mod cpts;
mod density;
mod epci;
mod finess;
mod populations;
mod postcodes;
mod rpps;
mod vaccination;

use crate::container::Member;
use crate::draft::Draft;
use crate::error::ReadError;
use crate::head::{Columns, Head};
use crate::table::Table;
use crate::{Context, Progress, contours, quartiers, vintage};

/// One kind of file.
pub(crate) struct Entry {
    /// Name on screen, in French.
    pub(crate) label: &'static str,
    /// Whether the beginning of a file is of this kind. The first entry that says yes reads it.
    pub(crate) recognise: fn(&Head) -> bool,
    /// Reads the file.
    pub(crate) read: fn(&mut Opening<'_>) -> Result<Vec<Draft>, ReadError>,
}

/// A recognised file, ready to be read.
pub(crate) struct Opening<'a> {
    /// The file.
    pub(crate) member: &'a Member,
    /// The members of its archive, itself included.
    pub(crate) beside: &'a [Member],
    /// Its beginning.
    pub(crate) head: &'a Head,
    /// What is known.
    pub(crate) context: &'a Context<'a>,
    /// Whom to tell.
    pub(crate) progress: &'a mut dyn Progress,
}

/// Every kind, the most particular first.
pub(crate) const REGISTRY: &[Entry] = &[
    cog::MOVEMENTS,
    cog::COMMUNES,
    cog_old::COMMUNES,
    cog::DEPARTEMENTS,
    cog::REGIONS,
    populations::ENTRY,
    ages::IRIS,
    ages::COMMUNES,
    ages_percent::ENTRY,
    compiled::ENTRY,
    epci::DGCL,
    epci::INSEE,
    density::ENTRY,
    apl::ENTRY,
    finess::JSON,
    finess::FLAT,
    finess::TITLED,
    vaccination::ENTRY,
    contours::GEOJSON,
    contours::GEOPACKAGE,
    quartiers::TABLE,
    cpts::ENTRY,
    postcodes::ENTRY,
    rpps::ENTRY,
    rpps::SIDE,
];

impl<'a> Opening<'a> {
    /// The first table whose header a kind claims.
    pub(crate) fn table(&self, mine: fn(&Columns) -> bool) -> Result<Table<'a>, ReadError> {
        let at = self.head.header(mine).ok_or_else(|| unknown(self.head))?;
        Table::open(self, at)
    }

    /// The year written in the name of the file.
    pub(crate) fn year_in_name(&self) -> Option<i16> {
        vintage::year_in(&self.member.name)
    }
}

/// Why no kind recognised a file.
pub(crate) fn unknown(head: &Head) -> ReadError {
    if let Some(damaged) = damaged(head) {
        return damaged;
    }
    let name = head.name.clone();
    let mut known: Vec<&'static str> = REGISTRY.iter().map(|entry| entry.label).collect();
    known.dedup();
    ReadError::UnknownKind { name, columns: head.likely_header(), known }
}

/// What a spreadsheet did to a file, when its beginning shows it.
pub(crate) fn damaged(head: &Head) -> Option<ReadError> {
    let (line, cell) = head.scientific_cell()?;
    Some(ReadError::DamagedBySpreadsheet { name: head.name.clone(), line, excerpt: cell.to_owned() })
}
