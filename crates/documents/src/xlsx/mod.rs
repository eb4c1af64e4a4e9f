//! The sheet of a territory as a workbook: numbers as numbers, codes as text.

mod ages;
mod communes;
mod page;
mod summary;

use domain::territoire::fiche::Fiche;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::error::DocumentError;
use crate::fiche::perimeter;
use crate::wording;
pub(crate) use page::{Line, Page, Style};

/// The workbook: the same sheet gives the same bytes.
pub fn write(fiche: &Fiche) -> Result<Vec<u8>, DocumentError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(fiche)?);
    summary::write(Page::open(&mut workbook, "Synthèse", fiche)?, fiche)?;
    communes::write(Page::open(&mut workbook, "Communes", fiche)?, fiche)?;
    ages::write(Page::open(&mut workbook, "Âges", fiche)?, fiche)?;
    checks(Page::open(&mut workbook, "Contrôles", fiche)?, fiche)?;
    sources(Page::open(&mut workbook, "Sources", fiche)?, fiche)?;
    Ok(workbook.save_to_buffer()?)
}

/// The day of the sheet, so that nothing depends on the clock.
fn properties(fiche: &Fiche) -> Result<DocProperties, XlsxError> {
    let day = fiche.established_on;
    let created = ExcelDateTime::from_ymd(day.year().unsigned_abs(), day.month() as u8, day.day() as u8)?;
    Ok(DocProperties::new()
        .set_title(format!("{} – Fiche de territoire", fiche.territoire))
        .set_subject(format!("{} ({})", fiche.variante, wording::status(fiche)))
        .set_author(&fiche.cpts)
        .set_company(&fiche.cpts)
        .set_keywords("CPTS, territoire, population, classe de taille")
        .set_comment(if fiche.diagnosis.is_fictitious() { wording::FICTITIOUS_TEXT } else { "" })
        .set_creation_datetime(&created))
}

fn checks(mut page: Page, fiche: &Fiche) -> Result<(), XlsxError> {
    page.columns(&[("Importance", 14.0), ("Constat", 80.0), ("Lieux", 80.0)])?;
    for sentence in perimeter::sentences(fiche) {
        let weight = if perimeter::is_attention(&sentence) { "À vérifier" } else { "Information" };
        page.row(|row| {
            row.text(weight, Style::Plain)?;
            row.text(&sentence.text, Style::Wrapped)?;
            row.text(&wording::places(&sentence.places), Style::Wrapped)
        })?;
    }
    Ok(())
}

fn sources(mut page: Page, fiche: &Fiche) -> Result<(), XlsxError> {
    page.columns(&[
        ("N°", 6.0),
        ("Contenu", 32.0),
        ("Titre", 48.0),
        ("Producteur", 16.0),
        ("Millésime", 18.0),
        ("Année des codes communes", 14.0),
        ("Couverture", 28.0),
        ("Licence", 22.0),
        ("Adresse", 60.0),
        ("Estimation", 40.0),
        ("Données fictives", 12.0),
    ])?;
    for (rank, source) in fiche.diagnosis.sources.iter().enumerate() {
        page.row(|row| {
            row.number(Some(rank as f64 + 1.0), Style::Whole)?;
            row.text(source.kind.label(), Style::Wrapped)?;
            row.text(&source.title, Style::Wrapped)?;
            row.text(&source.producer, Style::Wrapped)?;
            row.text(&source.vintage.label, Style::Wrapped)?;
            row.number(Some(f64::from(source.geography)), Style::Year)?;
            row.text(&source.coverage, Style::Wrapped)?;
            row.text(&source.licence, Style::Wrapped)?;
            row.text(source.address.as_deref().unwrap_or_default(), Style::Wrapped)?;
            row.text(source.estimated.as_deref().unwrap_or_default(), Style::Wrapped)?;
            row.text(if source.fictitious { "oui" } else { "non" }, Style::Plain)
        })?;
    }
    Ok(())
}
