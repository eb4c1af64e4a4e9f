//! The booklet of a diagnosis, read back from each of its formats.

mod docx;
mod pdf;
mod same;
mod svg;
mod tables;
mod words;

use std::io::{Cursor, Read as _};

use calamine::{Data, Range, Reader, Xlsx};
use domain::diagnostic::Diagnostic;

/// The parts of a DOCX, by name.
pub fn parts(diagnostic: &Diagnostic) -> Vec<(String, Vec<u8>)> {
    let bytes = documents::livret_docx(diagnostic).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|rank| {
            let mut file = archive.by_index(rank).unwrap();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            (file.name().unwrap().into_owned(), content)
        })
        .collect()
}

/// A part of a DOCX that is text.
pub fn part(diagnostic: &Diagnostic, name: &str) -> String {
    let found = parts(diagnostic).into_iter().find(|(found, _)| found == name);
    String::from_utf8(found.unwrap_or_else(|| panic!("no part {name}")).1).unwrap()
}

/// A sheet of the workbook.
pub fn sheet(diagnostic: &Diagnostic, name: &str) -> Range<Data> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(documents::livret_xlsx(diagnostic).unwrap())).unwrap();
    book.worksheet_range(name).unwrap()
}

/// Lines of the CSV, cut at semicolons; quotes are undone.
pub fn csv(diagnostic: &Diagnostic) -> Vec<Vec<String>> {
    let text = String::from_utf8(documents::livret_csv(diagnostic)).unwrap();
    let mut lines = vec![vec![String::new()]];
    let mut quoted = false;
    for char in text.trim_start_matches('\u{feff}').chars() {
        let line = lines.last_mut().unwrap();
        match char {
            '"' => quoted = !quoted,
            ';' if !quoted => line.push(String::new()),
            '\r' if !quoted => {}
            '\n' if !quoted => lines.push(vec![String::new()]),
            _ => line.last_mut().unwrap().push(char),
        }
    }
    lines.retain(|line| line.len() > 1);
    lines
}
