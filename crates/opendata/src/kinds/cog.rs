//! *Code officiel géographique*: communes, movements, départements, regions (CSV since 2019).

use territory::layers::{Commune, Departement, Movement, Region};
use territory::{CommuneCode, Layer};

use super::{Entry, Opening};
use crate::draft::Draft;
use crate::error::ReadError;
use crate::head::Columns;
use crate::report::{Reason, Skip};
use crate::table::{Row, Taken};
use crate::vintage::{self, first_january};

pub(super) const COMMUNES: Entry = Entry {
    label: "liste des communes (COG)",
    recognise: |head| head.header(is_communes).is_some(),
    read: communes,
};
pub(super) const MOVEMENTS: Entry = Entry {
    label: "mouvements de communes (COG)",
    recognise: |head| head.header(is_movements).is_some(),
    read: movements,
};
pub(super) const DEPARTEMENTS: Entry = Entry {
    label: "départements (COG)",
    recognise: |head| head.header(is_departements).is_some(),
    read: departements,
};
pub(super) const REGIONS: Entry =
    Entry { label: "régions (COG)", recognise: |head| head.header(is_regions).is_some(), read: regions };

fn is_communes(columns: &Columns) -> bool {
    columns.has(&["typecom", "com", "libelle"])
}

fn is_movements(columns: &Columns) -> bool {
    columns.has(&["mod", "date_eff", "com_av", "com_ap"])
}

// The lists of cantons, arrondissements and territorial collectivities look alike.
fn is_departements(columns: &Columns) -> bool {
    columns.has(&["dep", "reg", "cheflieu", "libelle"])
        && columns.any(&["arr", "can", "com", "ctcd"]).is_none()
}

fn is_regions(columns: &Columns) -> bool {
    columns.has(&["reg", "cheflieu", "libelle"])
        && columns.any(&["dep", "arr", "can", "com", "ctcd"]).is_none()
}

/// A label that has to be there.
fn label(row: &Row<'_>, column: usize) -> Result<String, Reason> {
    let name = row.text(column);
    if name.is_empty() { Err(Reason::Missing { column: row.title(column) }) } else { Ok(name.into_owned()) }
}

fn communes(opening: &mut Opening<'_>) -> Result<Vec<Draft>, ReadError> {
    let table = opening.table(is_communes)?.keeping_labels();
    let [kind, com, name] = ["typecom", "com", "libelle"].map(|column| table.columns.get(column));
    let (Some(kind), Some(com), Some(name)) = (kind, com, name) else {
        return Err(super::unknown(opening.head));
    };
    let reg = table.need(COMMUNES.label, &["reg"])?;
    let mut rows = Vec::new();
    let mut report = table.each(opening, |row| {
        match &*row.text(kind) {
            "COM" | "ARM" => {}
            "COMD" | "COMA" => return Ok(Taken::Skipped(Skip::DelegatedCommune)),
            other => return Err(Reason::Code { what: "type de commune".into(), found: other.into() }),
        }
        let code = row.commune(com)?;
        let region = if row.text(reg).is_empty() { None } else { Some(row.code(reg, 2, "région")?) };
        rows.push(Commune { code, name: label(row, name)?, departement: code.departement(), region });
        Ok(Taken::Kept)
    })?;
    let vintage = vintage::resolve(opening, opening.year_in_name(), &mut report, first_january)?;
    let year = vintage.year;
    Ok(vec![Draft::new(Layer::Communes(rows), vintage, year, report)])
}

fn movements(opening: &mut Opening<'_>) -> Result<Vec<Draft>, ReadError> {
    let table = opening.table(is_movements)?.keeping_labels();
    let column = |name: &str| table.need(MOVEMENTS.label, &[name]);
    let (event, date) = (column("mod")?, column("date_eff")?);
    let (kind_before, before) = (column("typecom_av")?, column("com_av")?);
    let (kind_after, after) = (column("typecom_ap")?, column("com_ap")?);
    let (name_before, name_after) = (column("libelle_av")?, column("libelle_ap")?);
    let mut rows = Vec::new();
    let mut report = table.each(opening, |row| {
        let is_commune = |column: usize| matches!(&*row.text(column), "COM" | "ARM");
        if !is_commune(kind_before) || !is_commune(kind_after) {
            return Ok(Taken::Skipped(Skip::OtherMovement));
        }
        let number =
            |column: usize| Reason::Number { column: row.title(column), found: row.text(column).into() };
        rows.push(Movement {
            effective: day(&row.text(date)).ok_or_else(|| number(date))?,
            event: row.text(event).parse().map_err(|_| number(event))?,
            before: row.commune(before)?,
            name_before: label(row, name_before)?,
            after: row.commune(after)?,
            name_after: label(row, name_after)?,
        });
        Ok(Taken::Kept)
    })?;
    // The file of a year ends with the events of its first of January, when there are any.
    let last = rows.iter().map(|movement: &Movement| movement.effective / 10_000).max();
    let last = last.and_then(|year| i16::try_from(year).ok());
    let found = opening.year_in_name().max(last);
    let vintage = vintage::resolve(opening, found, &mut report, first_january)?;
    let year = vintage.year;
    Ok(vec![Draft::new(Layer::Movements(rows), vintage, year, report)])
}

/// `2026-01-01` as `20260101`.
fn day(text: &str) -> Option<u32> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let day: u32 = digits.parse().ok()?;
    let (month, date) = (day / 100 % 100, day % 100);
    (digits.len() == 8 && (1..=12).contains(&month) && (1..=31).contains(&date)).then_some(day)
}

fn departements(opening: &mut Opening<'_>) -> Result<Vec<Draft>, ReadError> {
    let table = opening.table(is_departements)?.keeping_labels();
    let dep = table.need(DEPARTEMENTS.label, &["dep"])?;
    let reg = table.need(DEPARTEMENTS.label, &["reg"])?;
    let name = table.need(DEPARTEMENTS.label, &["libelle"])?;
    let mut rows = Vec::new();
    let mut report = table.each(opening, |row| {
        let region = Some(row.code(reg, 2, "région")?);
        rows.push(Departement { code: row.code(dep, 2, "département")?, name: label(row, name)?, region });
        Ok(Taken::Kept)
    })?;
    let vintage = vintage::resolve(opening, opening.year_in_name(), &mut report, first_january)?;
    let year = vintage.year;
    Ok(vec![Draft::new(Layer::Departements(rows), vintage, year, report)])
}

fn regions(opening: &mut Opening<'_>) -> Result<Vec<Draft>, ReadError> {
    let table = opening.table(is_regions)?.keeping_labels();
    let reg = table.need(REGIONS.label, &["reg"])?;
    let name = table.need(REGIONS.label, &["libelle"])?;
    let mut rows = Vec::new();
    let mut report = table.each(opening, |row| {
        rows.push(Region { code: row.code(reg, 2, "région")?, name: label(row, name)? });
        Ok(Taken::Kept)
    })?;
    let vintage = vintage::resolve(opening, opening.year_in_name(), &mut report, first_january)?;
    let year = vintage.year;
    Ok(vec![Draft::new(Layer::Regions(rows), vintage, year, report)])
}

/// A commune code from a département and three digits: the first two characters count, since overseas
/// départements are written with three (`971` and `101` make `97101`).
pub(super) fn joined_code(departement: &str, commune: &str) -> Result<CommuneCode, Reason> {
    let text = format!("{}{commune:0>3}", departement.get(..2).unwrap_or(departement));
    text.parse()
        .map_err(|_| Reason::Code { what: "commune".into(), found: format!("{departement} {commune}") })
}
