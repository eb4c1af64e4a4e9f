//! EPCI with own taxation: the DGCL workbook and INSEE's table of membership.

use std::collections::HashMap;

use territory::layers::EpciMember;
use territory::{EpciCode, Layer};

use super::{Entry, Opening};
use crate::draft::Draft;
use crate::error::ReadError;
use crate::head::{Columns, HeaderAt};
use crate::report::{Report, Skip};
use crate::table::{Table, Taken};
use crate::vintage::{self, first_january};

pub(super) const DGCL: Entry = Entry {
    label: "composition des EPCI (DGCL)",
    recognise: |head| head.header(is_dgcl).is_some(),
    read: dgcl,
};
pub(super) const INSEE: Entry = Entry {
    label: "appartenance géographique des communes (INSEE)",
    recognise: |head| head.header(is_membership).is_some(),
    read: membership,
};

/// INSEE's mark for a commune that is in no EPCI.
const NO_EPCI: &str = "ZZZZZZZZZ";

fn is_dgcl(columns: &Columns) -> bool {
    columns.has(&["siren", "raison_sociale", "insee"])
}

fn is_membership(columns: &Columns) -> bool {
    columns.has(&["codgeo", "epci"])
}

fn is_zones(columns: &Columns) -> bool {
    columns.has(&["nivgeo", "codgeo", "libgeo"])
}

fn dgcl(opening: &mut Opening<'_>) -> Result<Vec<Draft>, ReadError> {
    let at = opening.head.header(is_dgcl).ok_or_else(|| super::unknown(opening.head))?;
    let year = year_of_sheet(opening, &at);
    let table = Table::open(opening, at)?.keeping_labels();
    let column = |name: &str| table.need(DGCL.label, &[name]);
    let (siren, name, insee) = (column("siren")?, column("raison_sociale")?, column("insee")?);
    let form = table.columns.any(&["nature_juridique", "nature_epci"]);
    // The populations in use that year are in the titles: `ptot_2025`.
    let in_titles = table.columns.names().filter(|(_, name)| name.starts_with("ptot"));
    let in_titles = in_titles.filter_map(|(_, name)| vintage::year_in(&name)).max();
    let mut rows = Vec::new();
    let report = table.each(opening, |row| {
        rows.push(EpciMember {
            epci: row.code(siren, 9, "EPCI")?,
            name: row.text(name).into_owned(),
            form: form.map(|column| row.text(column).into_owned()).unwrap_or_default(),
            commune: row.commune(insee)?,
        });
        Ok(Taken::Kept)
    })?;
    let found = in_titles.or(year).or_else(|| opening.year_in_name());
    Ok(vec![draft(opening, rows, found, report)?])
}

fn membership(opening: &mut Opening<'_>) -> Result<Vec<Draft>, ReadError> {
    let names = epci_names(opening)?;
    let at = opening.head.header(is_membership).ok_or_else(|| super::unknown(opening.head))?;
    let year = year_of_sheet(opening, &at);
    let table = Table::open(opening, at)?;
    let code = table.need(INSEE.label, &["codgeo"])?;
    let epci = table.need(INSEE.label, &["epci"])?;
    let form = table.columns.any(&["nature_epci"]);
    let label = table.columns.any(&["libepci", "epci_nom"]);
    let mut rows = Vec::new();
    let report = table.each(opening, |row| {
        let commune = row.commune(code)?;
        if matches!(&*row.text(epci), NO_EPCI | "") {
            return Ok(Taken::Skipped(Skip::NoValue));
        }
        let epci: EpciCode = row.code(epci, 9, "EPCI")?;
        let written = label.map(|column| row.text(column).into_owned());
        // A copy without the sheet of names still tells who belongs together.
        let name = names.get(&epci).cloned().or(written).unwrap_or_else(|| format!("EPCI {epci}"));
        let form = form.map(|column| row.text(column).into_owned()).unwrap_or_default();
        rows.push(EpciMember { epci, name, form, commune });
        Ok(Taken::Kept)
    })?;
    let name = &opening.member.name;
    let found = year.or_else(|| opening.year_in_name()).or_else(|| vintage::short_year_in(name));
    let mut draft = draft(opening, rows, found, report)?;
    draft.title = Some("Table d’appartenance géographique des communes".to_owned());
    draft.producer = Some("INSEE".to_owned());
    Ok(vec![draft])
}

/// Names of the EPCI, from the sheet of the zones that are larger than a commune.
fn epci_names(opening: &mut Opening<'_>) -> Result<HashMap<EpciCode, String>, ReadError> {
    let mut names = HashMap::new();
    let Some(at) = opening.head.header(is_zones) else { return Ok(names) };
    let table = Table::open(opening, at)?.keeping_labels();
    let level = table.need(INSEE.label, &["nivgeo"])?;
    let code = table.need(INSEE.label, &["codgeo"])?;
    let label = table.need(INSEE.label, &["libgeo"])?;
    table.each(opening, |row| {
        if row.text(level) != "EPCI" || row.text(code) == NO_EPCI {
            return Ok(Taken::Skipped(Skip::OutOfScope));
        }
        names.insert(row.code(code, 9, "EPCI")?, row.text(label).into_owned());
        Ok(Taken::Kept)
    })?;
    Ok(names)
}

/// The year in the titles above a header, or in the name of its sheet.
pub(super) fn year_of_sheet(opening: &Opening<'_>, at: &HeaderAt) -> Option<i16> {
    let sheet = at.sheet.map(|rank| opening.head.sheets[rank].name.as_str());
    sheet.and_then(vintage::year_in).or_else(|| vintage::year_in(&opening.head.text_above(at)))
}

fn draft(
    opening: &Opening<'_>,
    rows: Vec<EpciMember>,
    found: Option<i16>,
    mut report: Report,
) -> Result<Draft, ReadError> {
    let vintage = vintage::resolve(opening, found, &mut report, first_january)?;
    let year = vintage.year;
    Ok(Draft::new(Layer::Epci(rows), vintage, year, report))
}
