//! The home of an institution: the CPTS that let it read something.

use app::organisations::{GrantRow, InstitutionHome, Readable, Seen};
use domain::authz::Subject;
use domain::nombres::{compte, date};

use super::components::{Column, Definition, EmptyState, Link, Row, Table};
use super::organisation::autorisations::{counts_table, territories_table};
use super::page::Page;
use super::sheet::{Part, SheetView};
use super::urls::CptsUrls;
use crate::wording::organisation::last_day;

fn day(at: jiff::Timestamp) -> String {
    date(at.to_zoned(app::paris()).date())
}

/// `du 22/11/2026 au 22/11/2027`.
fn dates(row: &GrantRow) -> String {
    match row.ended_at() {
        Some(end) => format!("du {} au {}", day(row.since), last_day(end)),
        None => format!("depuis le {}", day(row.since)),
    }
}

/// The home of an institution.
pub fn show(page: Page, home: &InstitutionHome) -> SheetView {
    let count = compte(home.readable.len(), "CPTS vous autorise", "CPTS vous autorisent");
    let mut parts = vec![Part::Lead(format!(
        "{count} à lire une partie de ses données. Les petits nombres sont masqués."
    ))];
    if home.readable.is_empty() {
        parts[0] = Part::Empty(EmptyState {
            title: "Aucune CPTS ne vous autorise à lire ses données pour le moment.",
            text: "Une CPTS signe une autorisation depuis sa page «\u{a0}Autorisations\u{a0}». Demandez-la à sa présidence.".to_owned(),
            link: Some(Link::new("Lire l'aide sur les autorisations", "/aide/51-autorisations")),
        });
    }
    for one in &home.readable {
        parts.push(Part::Heading(one.name.clone()));
        let grants = one.grants.iter().map(|row| Definition::new(row.subject.label(), dates(row)));
        parts.push(Part::Definitions(grants.collect()));
        if one.grants.iter().any(|row| row.subject == Subject::Diagnostic) {
            let url = CptsUrls::new(&one.cpts.to_string()).diagnostics();
            parts.push(Part::Buttons(vec![Link::new(format!("Lire les diagnostics de {}", one.name), url)]));
        }
        if one.territories.as_ref().is_some_and(Vec::is_empty) {
            parts.push(Part::Text(vec!["Cette CPTS n'a pas encore de territoire.".to_owned()]));
        }
    }
    parts.extend(territories(&home.readable).map(|table| Part::Table("territoires", table)));
    parts.extend(counts(&home.readable).map(|table| Part::Table("effectifs", table)));
    if !home.over.is_empty() {
        parts.push(Part::Heading("Autorisations terminées depuis un an".to_owned()));
        parts.push(Part::Table("terminees", over(&home.over)));
    }
    SheetView::new(page, parts)
}

/// Territories of all CPTS that let them be read; `None` without any.
fn territories(readable: &[Readable]) -> Option<Table> {
    let mut all: Option<Table> = None;
    for one in readable {
        let url = |_: &Seen| CptsUrls::new(&one.cpts.to_string()).territoires();
        let Some(mut table) = one.territories.as_ref().map(|list| territories_table(list, Some(&url))) else {
            continue;
        };
        for row in &mut table.rows {
            row.cells.push(one.name.clone().into());
        }
        match &mut all {
            Some(all) => all.rows.extend(table.rows),
            None => {
                table.columns.push(Column::text("CPTS"));
                table.caption = "Territoires des CPTS".to_owned();
                all = Some(table);
            }
        }
    }
    all.filter(|table| !table.rows.is_empty())
}

/// People by role, one column a CPTS; `None` without any.
fn counts(readable: &[Readable]) -> Option<Table> {
    let mut all: Option<Table> = None;
    for one in readable {
        let Some(mut table) = one.counts.as_ref().map(counts_table) else { continue };
        match &mut all {
            Some(all) => {
                all.columns.push(Column::number(one.name.clone()));
                for (row, other) in all.rows.iter_mut().zip(table.rows) {
                    row.cells.extend(other.cells);
                }
            }
            None => {
                table.columns[1] = Column::number(one.name.clone());
                all = Some(table);
            }
        }
    }
    all
}

fn over(rows: &[(String, GrantRow)]) -> Table {
    let mut table = Table::new("Terminées", ["CPTS", "Objet", "Dates"].map(Column::text).to_vec());
    table.rows = rows
        .iter()
        .map(|(name, row)| Row::new(name.clone(), vec![row.subject.label().into(), dates(row).into()]))
        .collect();
    table
}
