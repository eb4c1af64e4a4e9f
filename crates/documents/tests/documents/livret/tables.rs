use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::{csv, sheet};
use crate::diagnostics;

const SHEETS: [&str; 6] =
    ["Lire d'abord", "Chiffres", "Par commune", "Effectifs", "Structures", "Sources et passeports"];

#[test]
fn the_workbook_has_its_sheets_and_each_says_that_data_are_invented() {
    for diagnostic in [diagnostics::whole(), diagnostics::empty()] {
        let book: Xlsx<_> = Xlsx::new(Cursor::new(documents::livret_xlsx(&diagnostic).unwrap())).unwrap();
        assert_eq!(book.sheet_names(), SHEETS);
        for name in SHEETS {
            let first = sheet(&diagnostic, name).get_value((0, 0)).unwrap().to_string();
            assert_eq!(first.starts_with("Territoire fictif. "), diagnostic.is_fictitious(), "{name}");
        }
    }
}

#[test]
fn a_place_without_a_value_is_an_empty_cell_with_its_word() {
    let places = sheet(&diagnostics::whole(), "Par commune");
    let rows: Vec<&[Data]> = places.rows().skip(2).collect();
    assert_eq!(rows.len(), 2 * 16);
    assert_eq!((&rows[0][4], rows[0][5].to_string().as_str()), (&Data::Empty, "non publié"));
    assert_eq!((&rows[1][4], rows[1][5].to_string().as_str()), (&Data::Empty, "masqué"));
    assert!(matches!(rows[2][4], Data::Float(value) if value > 0.0));
    let professionals = sheet(&diagnostics::whole(), "Effectifs");
    let line = professionals.rows().find(|row| row[0] == Data::String("mg".into())).unwrap();
    assert_eq!((&line[2], &line[4]), (&Data::Float(38.0), &Data::Float(37.0)));
    assert_eq!((&line[6], line[7].to_string().as_str()), (&Data::Empty, "non fourni"));
    let zero = sheet(&diagnostics::whole(), "Structures");
    let none = zero.rows().find(|row| row[0] == Data::String("Services d'urgence".into())).unwrap();
    assert_eq!(none[1], Data::Float(0.0), "none is a number too");
}

#[test]
fn names_that_look_like_formulas_stay_names() {
    let diagnostic = diagnostics::hostile();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(documents::livret_xlsx(&diagnostic).unwrap())).unwrap();
    for name in SHEETS {
        assert!(book.worksheet_formula(name).unwrap().is_empty(), "{name}");
    }
    for line in &csv(&diagnostic)[1..] {
        for cell in line {
            let number = cell.replace(',', ".").parse::<f64>().is_ok();
            assert!(number || !cell.starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
}

#[test]
fn every_line_of_the_table_has_as_many_cells() {
    let bytes = documents::livret_csv(&diagnostics::whole());
    assert_eq!(&bytes[..3], [0xef, 0xbb, 0xbf]);
    let lines = csv(&diagnostics::whole());
    assert!(lines.iter().all(|line| line.len() == 25), "{:?}", lines[0]);
    let negative = lines.iter().find(|line| line[6] == "apl_mg" && line[9] == "france").unwrap();
    assert_eq!(negative[14], "-0,65", "a difference is a number, not a quoted text");
    assert!(negative[23].starts_with("INSEE fictif, Populations de référence, 2023"));
}

#[test]
fn the_same_diagnosis_gives_the_same_bytes() {
    let diagnostic = diagnostics::whole();
    assert!(documents::livret_xlsx(&diagnostic).unwrap() == documents::livret_xlsx(&diagnostic).unwrap());
}
