//! The diagnosis as a workbook: every number with its passport, missing ones as empty cells with a word beside them.

mod offre;
mod passports;

use domain::diagnostic::Diagnostic;
use domain::nombres::date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::annex::Numbers;
use super::front::{DIFFERENCE, LEGEND};
use super::lines::{self, FigureLine};
use super::{KIND, established};
use crate::diagnostic_words as words;
use crate::error::DocumentError;
use crate::wording;
use crate::xlsx::{Page, Style};

const LAST: u16 = 5;

/// The workbook: the same diagnosis gives the same bytes.
pub fn write(diagnostic: &Diagnostic) -> Result<Vec<u8>, DocumentError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(diagnostic)?);
    read_first(page(&mut workbook, "Lire d'abord", diagnostic)?, diagnostic)?;
    let numbers = Numbers::of(diagnostic);
    figures(page(&mut workbook, "Chiffres", diagnostic)?, diagnostic, &numbers)?;
    by_place(page(&mut workbook, "Par commune", diagnostic)?, diagnostic, &numbers)?;
    offre::professionals(page(&mut workbook, "Effectifs", diagnostic)?, diagnostic, &numbers)?;
    offre::structures(page(&mut workbook, "Structures", diagnostic)?, diagnostic, &numbers)?;
    passports::write(page(&mut workbook, "Sources et passeports", diagnostic)?, diagnostic)?;
    Ok(workbook.save_to_buffer()?)
}

/// A worksheet with the banner of invented data where it applies.
fn page<'a>(workbook: &'a mut Workbook, name: &str, diagnostic: &Diagnostic) -> Result<Page<'a>, XlsxError> {
    let header = format!("{} – {name}", diagnostic.territoire);
    let footer = format!("{}, {}", diagnostic.cpts, date(diagnostic.established_on));
    let mut page = Page::plain(workbook, name, (&header, &footer))?;
    if diagnostic.is_fictitious() {
        let text = format!("{}. {}", wording::FICTITIOUS, wording::FICTITIOUS_TEXT);
        page.row(|row| row.text(&text, Style::WarningLine))?;
    }
    Ok(page)
}

/// The day of the diagnosis, so that nothing depends on the clock.
fn properties(diagnostic: &Diagnostic) -> Result<DocProperties, XlsxError> {
    let day = diagnostic.established_on;
    let created = ExcelDateTime::from_ymd(day.year().unsigned_abs(), day.month() as u8, day.day() as u8)?;
    Ok(DocProperties::new()
        .set_title(format!("{} – {KIND}", diagnostic.territoire))
        .set_subject(&diagnostic.variante)
        .set_author(&diagnostic.cpts)
        .set_company(&diagnostic.cpts)
        .set_keywords("CPTS, diagnostic territorial")
        .set_comment(if diagnostic.is_fictitious() { wording::FICTITIOUS_TEXT } else { "" })
        .set_creation_datetime(&created))
}

fn read_first(mut page: Page<'_>, diagnostic: &Diagnostic) -> Result<(), XlsxError> {
    page.widths(&[34.0, 34.0, 24.0, 18.0, 24.0, 40.0])?;
    page.row(|row| row.text(&diagnostic.territoire, Style::Title))?;
    let revision = diagnostic.revision.to_string();
    for (label, value) in
        [("CPTS", diagnostic.cpts.as_str()), ("Variante", &diagnostic.variante), ("Périmètre n°", &revision)]
    {
        page.row(|row| {
            row.text(label, Style::Plain)?;
            row.text(value, Style::Plain)
        })?;
    }
    page.sentence(&established(diagnostic), LAST)?;
    page.row(|row| {
        row.text("Habitants", Style::Plain)?;
        row.number_or_blank(diagnostic.population.value, Style::Whole)?;
        row.text(&population_state(diagnostic), Style::Plain)
    })?;
    page.row(|row| {
        row.text("Classe de taille", Style::Plain)?;
        row.text(diagnostic.taille.as_ref().map_or("non connue", |found| &found.label), Style::Plain)
    })?;
    highlights(&mut page, diagnostic)?;
    page.title("Comparaisons")?;
    page.sentence(DIFFERENCE, LAST)?;
    if !diagnostic.similar.rule.is_empty() {
        let similar = &diagnostic.similar;
        page.sentence(&format!("Territoires semblables, règle\u{a0}: {}", similar.rule), LAST)?;
        page.sentence(&format!("Territoires retenus\u{a0}: {}", members(diagnostic)), LAST)?;
    }
    page.title("Lecture")?;
    page.sentence(LEGEND, LAST)?;
    page.sentence(SHEETS, LAST)
}

const SHEETS: &str = "Dans ce classeur, un chiffre qui manque est une cellule vide\u{a0}: la colonne «\u{a0}État\u{a0}» dit pourquoi. Un pourcentage de 13,3\u{202f}% est le nombre 13,3. La colonne «\u{a0}Passeport\u{a0}» renvoie à la feuille «\u{a0}Sources et passeports\u{a0}».";

fn members(diagnostic: &Diagnostic) -> String {
    let members = &diagnostic.similar.members;
    if members.is_empty() { "aucun".to_owned() } else { wording::places(members) }
}

fn population_state(diagnostic: &Diagnostic) -> String {
    let measure = &diagnostic.population;
    if measure.value.is_none() { "non publié".to_owned() } else { wording::state(measure) }
}

fn highlights(page: &mut Page<'_>, diagnostic: &Diagnostic) -> Result<(), XlsxError> {
    if diagnostic.highlights.is_empty() {
        return Ok(());
    }
    page.title("Ce qui ressort ici")?;
    page.headers(&["Indicateur", "Comparé à", "Écart du territoire", "Unité de l'écart", "Avis", "Constat"])?;
    for found in &diagnostic.highlights {
        let read = diagnostic.indicator(&found.indicateur);
        page.row(|row| {
            row.text(read.map_or(found.indicateur.as_str(), |read| &read.indicateur.label), Style::Wrapped)?;
            row.text(&words::level_name(diagnostic, found.niveau), Style::Wrapped)?;
            row.number_or_blank(Some(found.difference), Style::Precise)?;
            let unit = read.map(|read| words::difference_unit(read.indicateur.unit)).unwrap_or_default();
            row.text(&unit, Style::Wrapped)?;
            row.text(words::opinion(found.favourable), Style::Wrapped)?;
            row.text(&found.sentence, Style::Wrapped)
        })?;
    }
    Ok(())
}

fn figures(mut page: Page<'_>, diagnostic: &Diagnostic, numbers: &Numbers<'_>) -> Result<(), XlsxError> {
    page.columns(&[
        ("Famille", 24.0),
        ("Code", 22.0),
        ("Indicateur", 44.0),
        ("Unité", 22.0),
        ("Niveau", 18.0),
        ("Lieu", 30.0),
        ("Valeur", 14.0),
        ("État", 14.0),
        ("Écart du territoire", 14.0),
        ("Unité de l'écart", 16.0),
        ("Numérateur", 14.0),
        ("Dénominateur", 14.0),
        ("Millésime", 16.0),
        ("Passeport", 11.0),
        ("À vérifier", 60.0),
    ])?;
    for line in lines::indicators(diagnostic, numbers) {
        page.row(|row| {
            for text in [line.family, line.code, line.label] {
                row.text(text, Style::Wrapped)?;
            }
            for text in [&words::unit(line.unit), &line.niveau, &line.place] {
                row.text(text, Style::Wrapped)?;
            }
            let chiffre = line.chiffre;
            let [value, numerator, denominator] = lines::numbers(chiffre);
            row.number_or_blank(value, Style::Precise)?;
            row.text(words::state_word(chiffre.state), Style::Plain)?;
            row.number_or_blank(line.difference, Style::Precise)?;
            let unit = line.difference.map(|_| words::difference_unit(line.unit)).unwrap_or_default();
            row.text(&unit, Style::Wrapped)?;
            row.number_or_blank(numerator, Style::Precise)?;
            row.number_or_blank(denominator, Style::Precise)?;
            row.text(&chiffre.passport.vintage, Style::Wrapped)?;
            row.text(&line.number, Style::Plain)?;
            row.text(&alerts(diagnostic, &line), Style::Wrapped)
        })?;
    }
    Ok(())
}

/// The alerts of an indicator stand on the line of the territory, which they are about.
fn alerts(diagnostic: &Diagnostic, line: &FigureLine<'_>) -> String {
    let own = line.niveau == domain::diagnostic::Niveau::Territoire.to_string();
    let read = diagnostic.indicator(line.code).filter(|_| own);
    read.map(|read| read.alerts.join(" ")).unwrap_or_default()
}

fn by_place(mut page: Page<'_>, diagnostic: &Diagnostic, numbers: &Numbers<'_>) -> Result<(), XlsxError> {
    page.columns(&[
        ("Code", 14.0),
        ("Commune ou IRIS", 40.0),
        ("Indicateur", 44.0),
        ("Unité", 22.0),
        ("Valeur", 14.0),
        ("État", 14.0),
        ("Millésime", 16.0),
        ("Passeport", 11.0),
    ])?;
    for read in diagnostic.indicators() {
        let line = &read.indicateur;
        for place in &read.places {
            page.row(|row| {
                row.text(&place.code.to_string(), Style::Plain)?;
                row.text(&place.name, Style::Wrapped)?;
                row.text(&line.label, Style::Wrapped)?;
                row.text(&words::unit(line.unit), Style::Wrapped)?;
                row.number_or_blank(place.value.filter(|_| !place.hidden), Style::Precise)?;
                row.text(words::local_state(place), Style::Plain)?;
                row.text(&read.territoire.passport.vintage, Style::Wrapped)?;
                row.text(&numbers.indicator(&line.code).unwrap_or_default(), Style::Plain)
            })?;
        }
    }
    Ok(())
}
