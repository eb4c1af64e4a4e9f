//! The official files, and the passport of every figure.

use domain::diagnostic::Diagnostic;
use rust_xlsxwriter::XlsxError;

use crate::diagnostic_words as words;
use crate::livret::lines::{PASSPORT, lines, passport, value};
use crate::xlsx::{Page, Style};

pub fn write(mut page: Page<'_>, diagnostic: &Diagnostic) -> Result<(), XlsxError> {
    page.widths(&[11.0, 40.0, 26.0, 20.0, 14.0, 14.0, 30.0, 16.0, 30.0, 50.0, 34.0, 34.0, 50.0, 70.0])?;
    sources(&mut page, diagnostic)?;
    page.title("Passeports")?;
    let own = ["Passeport", "Indicateur", "Lieu", "Compté par", "Valeur", "État"];
    let titles: Vec<&str> = own.into_iter().chain(PASSPORT).collect();
    page.headers(&titles)?;
    for line in lines(diagnostic) {
        page.row(|row| {
            row.text(&line.number, Style::Plain)?;
            row.text(line.label, Style::Wrapped)?;
            row.text(&line.place, Style::Wrapped)?;
            row.text(line.counted_by, Style::Wrapped)?;
            row.number_or_blank(value(line.chiffre), Style::Precise)?;
            row.text(words::state_word(line.chiffre.state), Style::Plain)?;
            let texts = passport(&line, &diagnostic.sources);
            texts.iter().try_for_each(|text| row.text(text, Style::Wrapped))
        })?;
    }
    Ok(())
}

fn sources(page: &mut Page<'_>, diagnostic: &Diagnostic) -> Result<(), XlsxError> {
    page.title("Sources")?;
    page.headers(&[
        "N°",
        "Titre",
        "Contenu",
        "Producteur",
        "Millésime",
        "Année des codes communes",
        "Couverture",
        "Données fictives",
        "Licence",
        "Adresse",
        "Estimation",
    ])?;
    for (rank, source) in diagnostic.sources.iter().enumerate() {
        page.row(|row| {
            row.number(Some(rank as f64 + 1.0), Style::Whole)?;
            row.text(&source.title, Style::Wrapped)?;
            row.text(source.kind.label(), Style::Wrapped)?;
            row.text(&source.producer, Style::Wrapped)?;
            row.text(&source.vintage.label, Style::Wrapped)?;
            row.number(Some(f64::from(source.geography)), Style::Year)?;
            row.text(&source.coverage, Style::Wrapped)?;
            row.text(if source.fictitious { "oui" } else { "non" }, Style::Plain)?;
            row.text(&source.licence, Style::Wrapped)?;
            row.text(source.address.as_deref().unwrap_or_default(), Style::Wrapped)?;
            row.text(source.estimated.as_deref().unwrap_or_default(), Style::Wrapped)
        })?;
    }
    Ok(())
}
