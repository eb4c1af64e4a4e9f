//! « Communes »: one row a commune, then its IRIS when it is taken in part.

use domain::territoire::fiche::Fiche;
use rust_xlsxwriter::XlsxError;
use territory::diagnosis::{CommuneLine, IrisLine};

use super::page::{Page, Style};
use crate::wording;

const COLUMNS: [(&str, f64); 15] = [
    ("Niveau", 10.0),
    ("Code", 11.0),
    ("Nom", 32.0),
    ("Code commune", 10.0),
    ("Codes postaux", 16.0),
    ("Code département", 12.0),
    ("Département", 22.0),
    ("SIREN EPCI", 11.0),
    ("Intercommunalité", 34.0),
    ("Niveau de densité", 10.0),
    ("Part retenue", 16.0),
    ("Habitants", 11.0),
    ("État du chiffre", 16.0),
    ("Estimation", 30.0),
    ("Source", 50.0),
];

pub fn write(mut page: Page, fiche: &Fiche) -> Result<(), XlsxError> {
    page.columns(&COLUMNS)?;
    for line in &fiche.diagnosis.communes {
        commune(&mut page, fiche, line)?;
        for part in &line.iris {
            iris(&mut page, fiche, line, part)?;
        }
    }
    Ok(())
}

fn commune(page: &mut Page, fiche: &Fiche, line: &CommuneLine) -> Result<(), XlsxError> {
    page.row(|row| {
        row.text("Commune", Style::Plain)?;
        row.text(line.code.as_str(), Style::Plain)?;
        row.text(&line.name, Style::Wrapped)?;
        row.text(line.code.as_str(), Style::Plain)?;
        row.text(&line.postcodes.join(", "), Style::Wrapped)?;
        row.text(line.departement.as_str(), Style::Plain)?;
        row.text(&line.departement_name, Style::Wrapped)?;
        row.text(line.epci.as_ref().map(|epci| epci.code.as_str()).unwrap_or_default(), Style::Plain)?;
        row.text(line.epci.as_ref().map_or(wording::MISSING, |epci| &epci.name), Style::Wrapped)?;
        row.number(line.density_level.map(f64::from), Style::Whole)?;
        row.text(&wording::part_taken(line), Style::Plain)?;
        row.number(line.population.value, Style::Whole)?;
        row.text(&wording::state(&line.population), Style::Plain)?;
        row.text(line.population.estimated.as_deref().unwrap_or_default(), Style::Wrapped)?;
        row.text(&wording::citations(&line.population, &fiche.diagnosis), Style::Wrapped)
    })
}

fn iris(page: &mut Page, fiche: &Fiche, commune: &CommuneLine, line: &IrisLine) -> Result<(), XlsxError> {
    page.row(|row| {
        row.text("IRIS", Style::Plain)?;
        row.text(line.code.as_str(), Style::Plain)?;
        row.text(line.name.as_deref().unwrap_or("IRIS sans nom"), Style::Wrapped)?;
        row.text(commune.code.as_str(), Style::Plain)?;
        for _ in 0..7 {
            row.text("", Style::Plain)?;
        }
        row.number(line.population.value, Style::Whole)?;
        row.text(&wording::state(&line.population), Style::Plain)?;
        row.text(line.population.estimated.as_deref().unwrap_or_default(), Style::Wrapped)?;
        row.text(&wording::citations(&line.population, &fiche.diagnosis), Style::Wrapped)
    })
}
