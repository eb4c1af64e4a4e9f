//! What a document is, told by its content and never by its name.

use std::io::{Cursor, Read};

use crate::text;

/// Code of the kind of a document: `pdf`, `png`, `jpeg`, `xlsx`, `docx`, `ods`, `csv`. `None` for anything else, a
/// document with macros included.
pub fn piece_kind(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"%PDF-") {
        return Some("pdf");
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some("png");
    }
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        return Some("jpeg");
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return office(bytes);
    }
    is_table(bytes).then_some("csv")
}

/// A document of an office suite is a zip whose members have known names.
fn office(bytes: &[u8]) -> Option<&'static str> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut names = Vec::new();
    for name in archive.file_names() {
        names.push(name.ok()?.into_owned());
    }
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let has_macros = names.iter().any(|name| {
        let name = name.to_lowercase();
        name.contains("vbaproject") || name.starts_with("basic/") || name.starts_with("scripts/")
    });
    if has_macros {
        return None;
    }
    if has("[Content_Types].xml") {
        return if has("xl/workbook.xml") {
            Some("xlsx")
        } else if has("word/document.xml") {
            Some("docx")
        } else {
            None
        };
    }
    let mut declared = String::new();
    archive.by_name("mimetype").ok()?.take(128).read_to_string(&mut declared).ok()?;
    (declared.trim() == "application/vnd.oasis.opendocument.spreadsheet").then_some("ods")
}

/// Text whose first line has several cells.
fn is_table(bytes: &[u8]) -> bool {
    let control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r');
    if bytes.is_empty() || bytes.iter().any(control) {
        return false;
    }
    let content = text::decode(bytes);
    let first = content.trim_start_matches('\u{feff}').lines().find(|line| !line.trim().is_empty());
    first.is_some_and(|line| line.contains([';', ',', '\t']) && !line.trim_start().starts_with('<'))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn archive(members: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let stored =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        for (name, content) in members {
            writer.start_file(*name, stored).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn documents_are_told_by_their_content() {
        let types = ("[Content_Types].xml", "<Types/>");
        let cases: [(Vec<u8>, Option<&str>); 10] = [
            (b"%PDF-1.7 corps".to_vec(), Some("pdf")),
            (b"\x89PNG\r\n\x1a\nsuite".to_vec(), Some("png")),
            (vec![0xff, 0xd8, 0xff, 0xe0, 0], Some("jpeg")),
            (archive(&[types, ("xl/workbook.xml", "")]), Some("xlsx")),
            (archive(&[types, ("word/document.xml", "")]), Some("docx")),
            (archive(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet")]), Some("ods")),
            (b"lieu;valeur\nUz\xe8s;8,1\n".to_vec(), Some("csv")),
            (archive(&[types, ("xl/workbook.xml", ""), ("xl/vbaProject.bin", "")]), None),
            (archive(&[("photo.jpg", "")]), None),
            (b"MZ\x90\x00\x03".to_vec(), None),
        ];
        for (bytes, kind) in cases {
            assert_eq!(piece_kind(&bytes), kind, "{:?}", &bytes[..bytes.len().min(12)]);
        }
    }

    #[test]
    fn a_page_or_a_word_is_not_a_table() {
        for text in ["<html><body>a;b</body></html>", "bonjour", "", "a;b\u{1}"] {
            assert_eq!(piece_kind(text.as_bytes()), None, "{text}");
        }
    }
}
