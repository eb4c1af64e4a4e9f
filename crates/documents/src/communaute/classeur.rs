//! Tables of words as a workbook or a text.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::csv::{MARK, line};
use crate::error::DocumentError;

/// Narrowest and widest column, in characters.
const WIDTHS: (usize, usize) = (8, 48);

/// A table of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feuille {
    /// Word in an address: `personnes`.
    pub key: &'static str,
    /// On its tab.
    pub name: &'static str,
    /// Titles.
    pub titles: Vec<String>,
    /// Lines; each has a cell for each title.
    pub rows: Vec<Vec<String>>,
}

/// The tables as a workbook. Every cell is text: a number keeps its zeros, and nothing runs.
///
/// # Errors
/// When the workbook cannot be written, which is a defect of the program.
pub fn classeur_xlsx(feuilles: &[Feuille], jour: jiff::civil::Date) -> Result<Vec<u8>, DocumentError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(jour.year().unsigned_abs(), jour.month() as u8, jour.day() as u8)?;
    workbook.set_properties(&DocProperties::new().set_title("Communauté").set_creation_datetime(&created));
    for feuille in feuilles {
        sheet(&mut workbook, feuille)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn sheet(workbook: &mut Workbook, feuille: &Feuille) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let page = workbook.add_worksheet();
    page.set_name(feuille.name)?;
    page.set_freeze_panes(1, 0)?;
    for (rank, title) in (0_u16..).zip(&feuille.titles) {
        let cells = feuille.rows.iter().filter_map(|row| row.get(usize::from(rank)));
        let widest = cells.map(|cell| cell.chars().count()).chain([title.chars().count()]).max();
        page.set_column_width(rank, widest.unwrap_or_default().clamp(WIDTHS.0, WIDTHS.1) as f64 + 2.0)?;
        page.write_string_with_format(0, rank, title, &bold)?;
    }
    for (number, row) in (1_u32..).zip(&feuille.rows) {
        for (rank, cell) in (0_u16..).zip(row) {
            if !cell.is_empty() {
                page.write_string(number, rank, cell)?;
            }
        }
    }
    Ok(())
}

/// One table for a French spreadsheet: UTF-8 with a mark, semicolons.
pub fn feuille_csv(feuille: &Feuille) -> Vec<u8> {
    let mut text = MARK.to_owned();
    line(&mut text, &feuille.titles);
    for row in &feuille.rows {
        line(&mut text, row);
    }
    text.into_bytes()
}
