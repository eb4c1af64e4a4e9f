//! Any list for a French spreadsheet: UTF-8 with a mark, semicolons.

use crate::csv::{MARK, line};

/// A list: headings, then lines of as many cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CsvTable {
    /// Headings.
    pub header: Vec<String>,
    /// Lines.
    pub rows: Vec<Vec<String>>,
}

/// The list as a file.
pub fn csv_table(table: &CsvTable) -> Vec<u8> {
    let mut text = MARK.to_owned();
    line(&mut text, &table.header);
    for row in &table.rows {
        line(&mut text, row);
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_one_line_a_thing() {
        let table = CsvTable {
            header: vec!["Nom".into(), "Lieu".into()],
            rows: vec![vec!["Exemple".into(), "1; rue du Pont".into()]],
        };
        let text = String::from_utf8(csv_table(&table)).unwrap();
        assert_eq!(text.lines().count(), 2);
        assert!(text.starts_with('\u{feff}') && text.contains("\"1; rue du Pont\""));
    }
}
