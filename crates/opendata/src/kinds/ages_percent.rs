//! A table derived from the census: population and shares of age bands, by commune.
//!
//! The shares are rounded, so the counts made of them are estimates and say so.

use territory::Layer;
use territory::layers::{AgeBand, AgeColumn, AgeRow, AgeTable, Sex};

use super::ages::GEOGRAPHY_LAG;
use super::{Entry, Opening};
use crate::draft::Draft;
use crate::error::ReadError;
use crate::head::Columns;
use crate::report::Reason;
use crate::table::Taken;
use crate::vintage;

pub(super) const ENTRY: Entry = Entry {
    label: "parts des tranches d’âge par commune",
    recognise: |head| head.header(mine).is_some(),
    read,
};

const CODES: [&str; 3] = ["code_insee", "codgeo", "code"];
const ESTIMATED: &str = "Effectifs recalculés à partir de pourcentages arrondis au dixième.";

fn mine(columns: &Columns) -> bool {
    columns.any(&CODES).is_some() && population(columns).is_some() && !shares(columns).is_empty()
}

/// The column of the population, and the year in its name.
fn population(columns: &Columns) -> Option<(usize, Option<i16>)> {
    let mut names = columns.names();
    names
        .find(|(_, name)| name.starts_with("pop_municipale"))
        .map(|(rank, name)| (rank, vintage::year_in(&name)))
}

/// `pct_0_14`, `pct_75_plus`.
fn shares(columns: &Columns) -> Vec<(usize, AgeBand)> {
    let band = |name: &str| {
        let (from, to) = name.strip_prefix("pct_")?.split_once('_')?;
        let from = from.parse().ok()?;
        let to = if to == "plus" { None } else { Some(to.parse().ok()?) };
        Some(AgeBand { from, to })
    };
    columns.names().filter_map(|(rank, name)| Some((rank, band(&name)?))).collect()
}

fn read(opening: &mut Opening<'_>) -> Result<Vec<Draft>, ReadError> {
    let table = opening.table(mine)?;
    let code = table.need(ENTRY.label, &CODES)?;
    let (total, year) = population(&table.columns).ok_or_else(|| super::unknown(opening.head))?;
    let shares = shares(&table.columns);
    let bands = shares.iter().map(|(_, band)| AgeColumn { band: *band, sex: Sex::All }).collect();
    let mut rows = Vec::new();
    let mut report = table.each(opening, |row| {
        let population = row.number(total)?;
        let mut values = Vec::with_capacity(shares.len());
        for (column, _) in &shares {
            let share = row.number(*column)?;
            if share.is_some_and(|share| share > 100.0) {
                return Err(Reason::Number { column: row.title(*column), found: row.text(*column).into() });
            }
            values.push(share.zip(population).map(|(share, population)| population * share / 100.0));
        }
        rows.push(AgeRow { code: row.commune(code)?, population, values });
        Ok(Taken::Kept)
    })?;
    let year = year.or_else(|| opening.year_in_name());
    let vintage = vintage::resolve(opening, year, &mut report, |year| format!("RP {year}"))?;
    let geography = vintage.year + GEOGRAPHY_LAG;
    let layer = Layer::CommuneAges(AgeTable { bands, rows });
    let mut draft = Draft::new(layer, vintage, geography, report);
    draft.estimated = Some(ESTIMATED.to_owned());
    Ok(vec![draft])
}
