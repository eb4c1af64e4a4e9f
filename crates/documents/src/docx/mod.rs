//! A [`Document`] for a word processor (DOCX): real heading styles, tables whose header row comes back on each page,
//! drawings with their text, the language and the title of the file.
//!
//! Why it is written here and not by a library: `docs/decisions/0012-word-files-written-here.md`.

mod body;
mod image;
mod parts;
mod table;

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use crate::document::Document;
use crate::error::DocumentError;
use body::Body;

/// The document as the bytes of a DOCX file: the same document gives the same bytes.
pub fn write(document: &Document) -> Result<Vec<u8>, DocumentError> {
    let body = Body::of(document)?;
    let mut files: Vec<(String, Vec<u8>)> = vec![
        // A reader recognises the kind of the package by its first part.
        ("[Content_Types].xml".to_owned(), parts::CONTENT_TYPES.into()),
        ("_rels/.rels".to_owned(), parts::PACKAGE_RELS.into()),
        ("docProps/core.xml".to_owned(), parts::core(document).into_bytes()),
        ("docProps/app.xml".to_owned(), parts::APP.into()),
        ("word/document.xml".to_owned(), parts::document(&body.xml).into_bytes()),
        ("word/styles.xml".to_owned(), parts::STYLES.into()),
        ("word/settings.xml".to_owned(), parts::SETTINGS.into()),
        ("word/numbering.xml".to_owned(), parts::numbering(body.lists).into_bytes()),
        ("word/header.xml".to_owned(), parts::header(document).into_bytes()),
        ("word/footer.xml".to_owned(), parts::footer(document).into_bytes()),
        ("word/_rels/document.xml.rels".to_owned(), parts::document_rels(&body).into_bytes()),
    ];
    for (rank, image) in body.images.into_iter().enumerate() {
        files.push((format!("word/{}", parts::image_name(rank)), image));
    }
    package(files)
}

/// The parts in one archive, all dated of the first day that the format knows.
fn package(files: Vec<(String, Vec<u8>)>) -> Result<Vec<u8>, DocumentError> {
    let refused = |error: &dyn std::fmt::Display| DocumentError::Word(error.to_string());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    for (name, bytes) in files {
        archive.start_file(name, options).map_err(|error| refused(&error))?;
        archive.write_all(&bytes).map_err(|error| refused(&error))?;
    }
    Ok(archive.finish().map_err(|error| refused(&error))?.into_inner())
}
