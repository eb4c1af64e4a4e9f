//! La Poste, *base officielle des codes postaux*, in its three layouts.

use std::collections::HashSet;

use territory::Layer;
use territory::layers::Postcode;

use super::{Entry, Opening};
use crate::draft::Draft;
use crate::error::ReadError;
use crate::head::Columns;
use crate::report::{Reason, Skip};
use crate::table::Taken;
use crate::{text, vintage};

pub(super) const ENTRY: Entry =
    Entry { label: "codes postaux (La Poste)", recognise: |head| head.header(mine).is_some(), read };

const CODES: [&str; 3] = ["code_commune_insee", "code_commune", "code_insee"];

// The label of delivery marks the file of La Poste; its accents are often lost.
fn mine(columns: &Columns) -> bool {
    let delivery = |name: &str| name.starts_with("libel") && name.ends_with("acheminement");
    columns.has(&["code_postal"])
        && columns.any(&CODES).is_some()
        && columns.names().any(|(_, name)| delivery(&name))
}

fn read(opening: &mut Opening<'_>) -> Result<Vec<Draft>, ReadError> {
    let table = opening.table(mine)?;
    let code = table.need(ENTRY.label, &CODES)?;
    let postcode = table.need(ENTRY.label, &["code_postal"])?;
    let mut seen = HashSet::new();
    let mut rows = Vec::new();
    let mut report = table.each(opening, |row| {
        let commune = row.commune(code)?;
        // Monaco is delivered by La Poste and is not a commune of France.
        if commune.as_str().starts_with("99") {
            return Ok(Taken::Skipped(Skip::OutOfScope));
        }
        let (postcode, _) = text::code(&row.text(postcode), 5)?;
        if postcode.len() != 5 || !postcode.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Reason::Code { what: "postal".into(), found: postcode });
        }
        // One row a hamlet: the pair comes back.
        if !seen.insert((postcode.clone(), commune)) {
            return Ok(Taken::Skipped(Skip::Repeated));
        }
        rows.push(Postcode { postcode, commune });
        Ok(Taken::Kept)
    })?;
    let vintage = vintage::resolve(opening, opening.year_in_name(), &mut report, |year| year.to_string())?;
    let year = vintage.year;
    Ok(vec![Draft::new(Layer::Postcodes(rows), vintage, year, report)])
}
