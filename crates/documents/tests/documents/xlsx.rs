use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use domain::territoire::Fiche;

use crate::support;

fn sheets(fiche: &Fiche) -> Vec<(String, Range<Data>)> {
    let bytes = documents::fiche_xlsx(fiche).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    names.into_iter().map(|name| (name.clone(), book.worksheet_range(&name).unwrap())).collect()
}

fn sheet(fiche: &Fiche, name: &str) -> Range<Data> {
    sheets(fiche).into_iter().find(|(found, _)| found == name).unwrap().1
}

/// The row whose first cell is that text.
fn row(range: &Range<Data>, first: &str) -> Vec<Data> {
    let found = range.rows().find(|row| row[0] == Data::String(first.into()));
    found.unwrap_or_else(|| panic!("no row starts with {first}")).to_vec()
}

#[test]
fn the_workbook_has_its_five_sheets_in_order() {
    let names: Vec<String> = sheets(&support::whole()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["Synthèse", "Communes", "Âges", "Contrôles", "Sources"]);
}

#[test]
fn numbers_are_numbers_codes_are_text_and_dates_are_dates() {
    let communes = sheet(&support::whole(), "Communes");
    let line = communes.rows().find(|row| row[1] == Data::String("00002".into())).unwrap();
    assert_eq!(line[11], Data::Float(2011.0));
    assert_eq!(line[7], Data::String("200000001".into()));
    let summary = sheet(&support::whole(), "Synthèse");
    assert_eq!(row(&summary, "Population")[1], Data::Float(47_366.4));
    assert_eq!(row(&summary, "Population")[3], Data::Float(2023.0));
    assert_eq!(row(&summary, "Avenant 2")[1], Data::Float(382_500.0));
    assert!(matches!(row(&summary, "Avenant 2")[2], Data::DateTime(_)));
    assert!(matches!(row(&summary, "Fiche établie le")[1], Data::DateTime(_)));
    let ages = sheet(&support::whole(), "Âges");
    let share = row(&ages, "0 à 14 ans")[4].clone();
    assert!(matches!(share, Data::Float(share) if (share - 0.1629).abs() < 0.001), "{share:?}");
}

#[test]
fn a_missing_figure_is_said_missing_in_its_cell() {
    let summary = sheet(&support::gaps(), "Synthèse");
    assert_eq!(row(&summary, "Surface")[1], Data::String("non disponible".into()));
    assert_eq!(row(&summary, "Population")[2], Data::String("partiel".into()));
    let ages = sheet(&support::gaps(), "Âges");
    assert_eq!(row(&ages, "90 ans et plus")[1], Data::String("non disponible".into()));
    for (name, range) in sheets(&support::empty()) {
        let zeros = range.used_cells().filter(|(_, _, cell)| **cell == Data::Float(0.0)).count();
        // Communes and IRIS of an empty perimeter are truly none.
        assert_eq!(zeros, if name == "Synthèse" { 2 } else { 0 }, "{name}");
    }
}

#[test]
fn every_sheet_of_an_invented_territory_says_so_first() {
    for (name, range) in sheets(&support::whole()) {
        let first = range.get_value((0, 0)).unwrap().to_string();
        assert!(first.starts_with("Territoire fictif. "), "{name}: {first}");
    }
    for (name, range) in sheets(&support::gaps()) {
        assert!(!range.get_value((0, 0)).unwrap().to_string().starts_with("Territoire fictif"), "{name}");
    }
}

#[test]
fn a_name_that_looks_like_a_formula_stays_a_name() {
    let mut fiche = support::whole();
    fiche.diagnosis.communes[1].name = "=1+1".into();
    fiche.cpts = "CPTS & Co &P".into();
    let bytes = documents::fiche_xlsx(&fiche).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert!(book.worksheet_formula("Communes").unwrap().is_empty());
    assert!(
        book.worksheet_range("Communes").unwrap().rows().any(|row| row[2] == Data::String("=1+1".into()))
    );
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let fiche = support::whole();
    assert_eq!(documents::fiche_xlsx(&fiche).unwrap(), documents::fiche_xlsx(&fiche).unwrap());
}
