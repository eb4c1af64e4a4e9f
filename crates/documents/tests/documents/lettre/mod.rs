//! The letter of intent, read back from each of its formats.

mod lettres;
mod outils;
mod pdf;
mod same;
mod word;

use std::io::{Cursor, Read as _};

use documents::Statut;
use jiff::civil::date;

/// A filed version.
pub const DEPOSE: Statut = Statut::Depose { numero: 2, date: date(2026, 9, 1) };

/// A part of a DOCX that is text.
pub fn part(docx: Vec<u8>, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}
