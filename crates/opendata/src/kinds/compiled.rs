//! The table « Communes de France »: one row a commune with its EPCI and its level of density.

use territory::Layer;
use territory::layers::{Density, EpciMember};

use super::density::level;
use super::{Entry, Opening};
use crate::draft::Draft;
use crate::error::ReadError;
use crate::head::Columns;
use crate::report::{Report, Skip};
use crate::table::Taken;
use crate::{text, vintage};

pub(super) const ENTRY: Entry = Entry {
    label: "table « Communes de France » (densité et EPCI)",
    recognise: |head| head.header(mine).is_some(),
    read,
};

const SOURCE: &str = "Communes de France (table compilée, INSEE et DGCL)";

fn mine(columns: &Columns) -> bool {
    columns.has(&["code_insee", "epci_code", "epci_nom", "grille_densite"])
}

fn read(opening: &mut Opening<'_>) -> Result<Vec<Draft>, ReadError> {
    let table = opening.table(mine)?.keeping_labels();
    let column = |name: &str| table.need(ENTRY.label, &[name]);
    let (code, epci, name) = (column("code_insee")?, column("epci_code")?, column("epci_nom")?);
    let density = column("grille_densite")?;
    let label = table.columns.get("grille_densite_texte");
    let mut densities = Vec::new();
    let mut members = Vec::new();
    let mut without_epci = 0;
    let report = table.each(opening, |row| {
        let commune = row.commune(code)?;
        let member = if text::is_missing(&row.text(epci)) {
            without_epci += 1;
            None
        } else {
            let name = row.text(name).into_owned();
            Some(EpciMember { epci: row.code(epci, 9, "EPCI")?, form: form(&name), name, commune })
        };
        densities.push(Density { code: commune, level: level(row, Some(density), label)? });
        members.extend(member);
        Ok(Taken::Kept)
    })?;
    let mut epci_report = Report { rows_kept: members.len() as u64, ..report.clone() };
    for _ in 0..without_epci {
        epci_report.skip(Skip::NoValue);
    }
    let found = opening.year_in_name();
    let mut drafts = Vec::new();
    for (layer, mut report) in [(Layer::Density(densities), report), (Layer::Epci(members), epci_report)] {
        let vintage = vintage::resolve(opening, found, &mut report, |year| year.to_string())?;
        let year = vintage.year;
        let mut draft = Draft::new(layer, vintage, year, report);
        draft.producer = Some(SOURCE.to_owned());
        drafts.push(draft);
    }
    Ok(drafts)
}

/// `CC Couserans-Pyrénées` is a `CC`; a metropolis has its form anywhere in its name.
fn form(name: &str) -> String {
    match name.split_whitespace().next() {
        Some(first @ ("CC" | "CA" | "CU")) => first.to_owned(),
        _ if text::normalise(name).contains("metropole") => "METRO".to_owned(),
        _ => String::new(),
    }
}
