//! A list of places that somebody keeps in a text file or a workbook, as lines of text.
//!
//! The meaning of each line is for `territory::paste`, which reads pasted text the same way.

use crate::container::{self, Member};
use crate::error::ReadError;
use crate::head::{Format, Head};
use crate::sheet::{sheets, write_cell};
use crate::stream::Delimited;
use crate::text::normalise;
use crate::{Input, text};

/// Names that a column of codes bears.
const CODE_COLUMNS: [&str; 10] = [
    "code_iris",
    "iris",
    "dciris",
    "code_insee",
    "code_commune",
    "codgeo",
    "insee",
    "code_commune_insee",
    "depcom",
    "code",
];

/// The lines of a file: the code column when the header names one, else every cell.
///
/// # Errors
/// When the file is empty, damaged, or neither text nor a workbook.
pub fn list(input: Input) -> Result<Vec<String>, ReadError> {
    let mut lines = Vec::new();
    for member in container::members(input)? {
        let rows = rows(&member)?;
        lines.extend(places(rows));
    }
    Ok(lines)
}

/// The cells of a file, as text: one table for a delimited text, one for each sheet of a workbook.
///
/// # Errors
/// When the file is empty, damaged, or neither text nor a workbook.
pub fn tables(input: Input) -> Result<Vec<Vec<Vec<String>>>, ReadError> {
    let mut found = Vec::new();
    for member in container::members(input)? {
        let head = Head::of(&member)?;
        if head.format == Format::Workbook {
            found.extend(sheets(&member)?.iter().map(|sheet| {
                let above = usize::try_from(sheet.first_row()).unwrap_or_default();
                // Rows keep the number under which a spreadsheet shows them.
                std::iter::repeat_n(Vec::new(), above).chain(sheet.rows().map(cells)).collect()
            }));
        } else {
            found.push(rows(&member)?);
        }
    }
    Ok(found)
}

fn cells(row: &[calamine::Data]) -> Vec<String> {
    let cells = row.iter().map(|cell| {
        let mut text = Vec::new();
        write_cell(cell, &mut text);
        String::from_utf8_lossy(&text).trim().to_owned()
    });
    cells.collect()
}

fn rows(member: &Member) -> Result<Vec<Vec<String>>, ReadError> {
    let head = Head::of(member)?;
    if head.format == Format::Workbook {
        let mut rows = Vec::new();
        for sheet in sheets(member)? {
            rows.extend(sheet.rows().map(cells));
        }
        return Ok(rows);
    }
    let bytes = member.bytes()?;
    let mut reader = Delimited::new(bytes.as_slice(), head.dialect);
    let mut rows = Vec::new();
    let broken = |error| ReadError::Io { name: member.name.clone(), error };
    while let Some(fields) = reader.next_row().map_err(broken)? {
        rows.push(
            (0..fields.len())
                .map(|rank| text::decode(fields.get(rank).unwrap_or_default()).trim().to_owned())
                .collect(),
        );
    }
    Ok(rows)
}

/// One line a row; the rows above a header that names codes are titles.
fn places(rows: Vec<Vec<String>>) -> Vec<String> {
    let code_column = |row: &Vec<String>| {
        CODE_COLUMNS.iter().find_map(|name| row.iter().position(|cell| normalise(cell) == *name))
    };
    let header = rows.iter().take(15).enumerate().find_map(|(rank, row)| Some((rank, code_column(row)?)));
    match header {
        Some((header, column)) => rows
            .into_iter()
            .skip(header + 1)
            .filter_map(|row| row.into_iter().nth(column))
            .filter(|cell| !cell.trim().is_empty())
            .collect(),
        None => rows
            .into_iter()
            .map(|row| row.join(";"))
            .filter(|line| line.chars().any(char::is_alphanumeric))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Vec<String> {
        list(Input::bytes("liste.csv", text)).unwrap()
    }

    #[test]
    fn the_code_column_is_taken_and_titles_are_skipped() {
        let text = "Notre territoire;;\r\nNom;Code INSEE;Population\r\nCabestany;66028;10000\r\nSaleilles;66189;5000\r\n";
        assert_eq!(read(text.as_bytes()), ["66028", "66189"]);
    }

    #[test]
    fn without_a_code_column_the_whole_line_is_kept() {
        assert_eq!(
            read("Cabestany;66330\nSaleilles;66280\n".as_bytes()),
            ["Cabestany;66330", "Saleilles;66280"]
        );
    }

    #[test]
    fn the_cells_of_a_text_are_read_in_both_encodings_and_with_any_separator() {
        let read = |bytes: &[u8]| tables(Input::bytes("valeurs.csv", bytes)).unwrap();
        let expected = vec![vec![
            vec!["lieu".to_owned(), "valeur".to_owned()],
            vec!["Uzès".to_owned(), "8,1".to_owned()],
        ]];
        assert_eq!(read("\u{feff}lieu;valeur\r\nUzès;8,1\r\n".as_bytes()), expected);
        assert_eq!(read(b"lieu\tvaleur\nUz\xe8s\t8,1\n"), expected);
        assert_eq!(read("lieu,valeur\nUzès,\"8,1\"\n".as_bytes()), expected);
    }

    #[test]
    fn a_file_that_is_no_list_is_refused_with_a_sentence() {
        let error = list(Input::bytes("carte.pdf", b"%PDF-1.7 rest".as_slice())).unwrap_err();
        assert!(error.sentence().contains("PDF"), "{}", error.sentence());
        assert!(list(Input::bytes("vide.csv", b"".as_slice())).is_err());
    }
}
