//! INSEE reference populations (`donnees_communes.csv`).

use std::collections::HashSet;

use territory::layers::Population;
use territory::{CommuneCode, Layer};

use super::cog::joined_code;
use super::{Entry, Opening};
use crate::draft::Draft;
use crate::error::ReadError;
use crate::head::Columns;
use crate::report::Reason;
use crate::table::{Row, Taken};
use crate::vintage;

pub(super) const ENTRY: Entry =
    Entry { label: "populations de référence", recognise: |head| head.header(mine).is_some(), read };

/// The populations of a year are published on the communes of two years later.
const GEOGRAPHY_LAG: i16 = 2;

const CODES: [&str; 4] = ["com", "codgeo", "depcom", "code_insee"];

// INSEE's archive also holds the populations of cantons, arrondissements, départements and regions.
fn mine(columns: &Columns) -> bool {
    columns.has(&["pmun"])
        && columns.any(&["ptot", "pcap"]).is_some()
        && (columns.any(&CODES).is_some() || columns.has(&["codcom"]))
}

/// Where the code of a commune stands: whole in one column, or in two.
struct CodeColumns {
    whole: Option<usize>,
    parts: Option<(usize, usize)>,
}

impl CodeColumns {
    fn commune(&self, row: &Row<'_>) -> Result<CommuneCode, Reason> {
        // In the Mayotte layout the column `COM` holds a name.
        let whole = self.whole.map(|column| row.commune(column));
        match (whole, self.parts) {
            (Some(Err(Reason::Code { .. })) | None, Some((departement, commune))) => {
                joined_code(&row.text(departement), &row.text(commune))
            }
            (Some(code), _) => code,
            (None, None) => Err(Reason::Missing { column: "COM".into() }),
        }
    }
}

fn read(opening: &mut Opening<'_>) -> Result<Vec<Draft>, ReadError> {
    let table = opening.table(mine)?;
    let whole = table.columns.any(&CODES);
    let departement = table.columns.any(&["dep", "coddep"]);
    let parts = departement.zip(table.columns.any(&["codcom"]));
    if whole.is_none() && parts.is_none() {
        table.need(ENTRY.label, &["dep"])?;
    }
    let codes = CodeColumns { whole, parts };
    let pmun = table.need(ENTRY.label, &["pmun"])?;
    let ptot = table.columns.get("ptot");
    let mut seen = HashSet::new();
    let mut rows = Vec::new();
    let mut report = table.each(opening, |row| {
        let code = codes.commune(row)?;
        let municipal = row.inhabitants(pmun)?.ok_or_else(|| Reason::Missing { column: row.title(pmun) })?;
        let total = ptot.map(|column| row.inhabitants(column)).transpose()?.flatten();
        if !seen.insert(code) {
            return Err(Reason::Duplicate { code: code.to_string() });
        }
        rows.push(Population { code, municipal, total });
        Ok(Taken::Kept)
    })?;
    let vintage = vintage::resolve(opening, opening.year_in_name(), &mut report, |year| year.to_string())?;
    let geography = vintage.year + GEOGRAPHY_LAG;
    Ok(vec![Draft::new(Layer::Populations(rows), vintage, geography, report)])
}
