//! The list of communes as INSEE published it until 2018: tabs, Latin-1, département and number apart.

use territory::Layer;
use territory::layers::Commune;

use super::cog::joined_code;
use super::{Entry, Opening};
use crate::draft::Draft;
use crate::error::ReadError;
use crate::head::Columns;
use crate::report::{Reason, Skip};
use crate::table::Taken;
use crate::vintage::{self, first_january};

pub(super) const COMMUNES: Entry =
    Entry { label: super::cog::COMMUNES.label, recognise: |head| head.header(mine).is_some(), read };

fn mine(columns: &Columns) -> bool {
    columns.has(&["dep", "com", "nccenr", "artmin"])
}

fn read(opening: &mut Opening<'_>) -> Result<Vec<Draft>, ReadError> {
    let table = opening.table(mine)?.keeping_labels();
    let column = |name: &str| table.need(COMMUNES.label, &[name]);
    let (dep, com, reg) = (column("dep")?, column("com")?, column("reg")?);
    let (article, name) = (column("artmin")?, column("nccenr")?);
    // Only the file of all communes since 1943 says which ones still exist.
    let actual = table.columns.get("actual");
    let mut rows = Vec::new();
    let mut report = table.each(opening, |row| {
        if actual.is_some_and(|actual| row.text(actual) != "1") {
            return Ok(Taken::Skipped(Skip::OutOfScope));
        }
        let code = joined_code(&row.text(dep), &row.text(com))?;
        let proper = row.text(name);
        if proper.is_empty() {
            return Err(Reason::Missing { column: row.title(name) });
        }
        let name = with_article(&row.text(article), &proper);
        let region = Some(row.code(reg, 2, "région")?);
        rows.push(Commune { code, name, departement: code.departement(), region });
        Ok(Taken::Kept)
    })?;
    let vintage = vintage::resolve(opening, opening.year_in_name(), &mut report, first_january)?;
    let year = vintage.year;
    Ok(vec![Draft::new(Layer::Communes(rows), vintage, year, report)])
}

/// `(L')` and `Abergement` make `L'Abergement`; `(Le)` and `Soler` make `Le Soler`.
fn with_article(article: &str, name: &str) -> String {
    let article = article.trim_matches(['(', ')', ' ']);
    match article {
        "" => name.to_owned(),
        elided if elided.ends_with('\'') => format!("{elided}{name}"),
        article => format!("{article} {name}"),
    }
}
