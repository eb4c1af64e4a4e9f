//! Health and social sites of the national register (FINESS), in each form in which they are published.

mod flat;
mod json;
mod place;
mod table;

use std::collections::HashSet;

use territory::layers::Structure;
use territory::{Layer, Vintage};

use super::{Entry, Opening};
use crate::draft::Draft;
use crate::error::ReadError;
use crate::report::{Reason, Report, Warning, whole_number};
use crate::vintage;
use place::Places;

/// The two historical files of the ministry, without header.
pub(super) const FLAT: Entry = Entry {
    label: "établissements FINESS (etalab-cs1100502 et cs1100507, FINESS+, copies avec titres)",
    recognise: flat::mine,
    read: flat::read,
};

/// The same with titles of columns: yearly stock, republished table, join of sites and activities.
pub(super) const TITLED: Entry =
    Entry { label: FLAT.label, recognise: |head| head.header(table::mine).is_some(), read: table::read };

/// The JSON announced by the ANS to follow them.
pub(super) const JSON: Entry = Entry { label: FLAT.label, recognise: json::mine, read: json::read };

/// What a file says of a site, as text, before it is checked.
#[derive(Clone, Debug, Default)]
struct Raw {
    finess: String,
    legal_entity: String,
    legal_entity_name: String,
    name: String,
    category: String,
    category_label: String,
    /// Official code of the commune, 5 characters, where the file gives it whole.
    commune: String,
    departement: String,
    /// Number of the commune in its département, where the file gives it apart.
    commune_number: String,
    address: String,
    postcode: String,
    locality: String,
    siret: String,
    opened: String,
}

/// The sites of a file, and what a person should know about them.
#[derive(Default)]
struct Sites {
    rows: Vec<Structure>,
    known: HashSet<String>,
    places: Places,
    padded: u64,
}

impl Sites {
    /// Whether a site was kept already: some files have one line for each of its activities.
    fn is_known(&self, raw: &Raw) -> bool {
        self.known.contains(&raw.finess)
    }

    /// Checks a site and keeps it, without coordinates yet.
    fn add(&mut self, raw: &Raw) -> Result<(), Reason> {
        let structure = self.check(raw)?;
        self.known.insert(raw.finess.clone());
        self.rows.push(structure);
        Ok(())
    }

    /// Gives the last site its coordinates.
    fn locate_last(&mut self, xy: [&str; 2], source: &str) {
        if let Some(last) = self.rows.last_mut() {
            self.places.locate(last, xy, source);
        }
    }

    /// Gives each site the coordinates that `of` finds under its number.
    fn locate<'p>(&mut self, of: impl Fn(&str) -> Option<([&'p str; 2], &'p str)>) {
        for row in &mut self.rows {
            if let Some((xy, source)) = of(row.finess.as_str()) {
                self.places.locate(row, xy, source);
            }
        }
    }

    fn check(&mut self, raw: &Raw) -> Result<Structure, Reason> {
        let finess =
            self.code(&raw.finess, 9, "FINESS")?.ok_or(Reason::Missing { column: "nofinesset".into() })?;
        let legal_entity = self.code(&raw.legal_entity, 9, "FINESS")?;
        let category = self
            .code(&raw.category, 3, "de catégorie")?
            .ok_or(Reason::Missing { column: "categetab".into() })?;
        let siret = crate::text::code(&raw.siret, 14)?.0;
        if raw.name.is_empty() {
            return Err(Reason::Missing { column: "rs".into() });
        }
        let commune = place::commune(&raw.commune, &raw.departement, &raw.commune_number)?;
        Ok(Structure {
            finess,
            legal_entity,
            legal_entity_name: filled(&raw.legal_entity_name),
            name: raw.name.clone(),
            category,
            category_label: raw.category_label.clone(),
            departement: commune
                .map(|code| code.departement())
                .or_else(|| place::departement(&raw.departement)),
            commune,
            address: filled(&raw.address),
            postcode: filled(&raw.postcode).filter(|code| code.len() == 5),
            locality: filled(&raw.locality),
            coordinates: None,
            siret: (siret.len() == 14 && siret.bytes().all(|byte| byte.is_ascii_digit())).then_some(siret),
            opened: day(&raw.opened),
        })
    }

    fn code<C: std::str::FromStr>(
        &mut self,
        cell: &str,
        width: usize,
        what: &str,
    ) -> Result<Option<C>, Reason> {
        if crate::text::is_missing(cell) {
            return Ok(None);
        }
        let (padded, changed) = crate::text::code(cell, width)?;
        self.padded += u64::from(changed);
        let refused = |_| Reason::Code { what: what.to_owned(), found: cell.to_owned() };
        padded.parse().map(Some).map_err(refused)
    }

    /// The draft, with what is missing said in the report.
    fn draft(
        self,
        opening: &Opening<'_>,
        found: Option<Dated>,
        mut report: Report,
    ) -> Result<Draft, ReadError> {
        let Self { rows, places, padded, .. } = self;
        if rows.is_empty() {
            let rejections = report.first_rejections;
            return Err(ReadError::NoUsableRow { name: opening.member.name.clone(), rejections });
        }
        if padded > 0 {
            report.warnings.push(Warning::CodesPadded { codes: padded });
        }
        let mut note = |sentence| report.warnings.push(Warning::Note { sentence });
        let without = |lacks: fn(&Structure) -> bool| rows.iter().filter(|row| lacks(row)).count() as u64;
        places.notes(&mut note);
        let unplaced = without(|row| row.commune.is_none());
        if unplaced > 0 {
            note(format!("Structures sans commune lisible : {}.", whole_number(unplaced)));
        }
        let unlocated = without(|row| row.coordinates.is_none());
        if unlocated > 0 {
            note(format!(
                "Structures sans coordonnées : {} sur {}. Elles ne peuvent pas être rangées par IRIS.",
                whole_number(unlocated),
                whole_number(rows.len() as u64)
            ));
        }
        let label = |year: i16| match &found {
            Some(dated) if dated.year == year => dated.label.clone(),
            _ => year.to_string(),
        };
        let year = found.as_ref().map(|dated| dated.year).or_else(|| opening.year_in_name());
        let vintage: Vintage = vintage::resolve(opening, year, &mut report, label)?;
        let geography = vintage.year;
        Ok(Draft::new(Layer::Structures(rows), vintage, geography, report))
    }
}

/// A day that a file is dated of.
struct Dated {
    year: i16,
    /// `12 mai 2026`.
    label: String,
}

impl Dated {
    /// `2026-05-12`.
    fn of(text: &str) -> Option<Self> {
        let number = day(text)?;
        let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
        let year = i16::try_from(year).ok()?;
        Some(Self { year, label: vintage::day_label(year, month, day)? })
    }
}

fn filled(cell: &str) -> Option<String> {
    let cell = cell.trim();
    (!cell.is_empty()).then(|| cell.to_owned())
}

/// `1979-02-13`, with or without an hour, or a spreadsheet's `13/02/1979`, as `yyyymmdd`.
fn day(text: &str) -> Option<u32> {
    let date = text.trim().split(['T', ' ']).next()?;
    let parts: Vec<&str> = date.split(['-', '/']).collect();
    let [a, b, c] = parts[..] else { return None };
    let (year, month, day) = if a.len() == 4 { (a, b, c) } else { (c, b, a) };
    let number =
        |text: &str, limit: u32| text.parse::<u32>().ok().filter(|value| (1..=limit).contains(value));
    Some(number(year, 2100)? * 10_000 + number(month, 12)? * 100 + number(day, 31)?)
}

/// The words of an address that are there, with one space between them.
fn joined(cells: &[&str]) -> String {
    let words = cells.iter().flat_map(|cell| cell.split_whitespace());
    words.collect::<Vec<_>>().join(" ")
}
