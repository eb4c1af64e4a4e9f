use territory::Perimeter;
use territory::paste::{Outcome, Paste, Reason};

use crate::world::{atlas, commune, datasets, unit};

fn read(text: &str) -> Paste {
    Paste::read(&atlas(), text)
}

fn one(text: &str) -> Outcome {
    let paste = read(text);
    assert_eq!(paste.lines.len(), 1);
    paste.lines.into_iter().next().unwrap().outcome
}

fn units(codes: &[&str]) -> Outcome {
    Outcome::Recognised { units: codes.iter().map(|code| unit(code)).collect(), unverified: false }
}

#[test]
fn the_table_of_a_letter_is_read_in_spite_of_its_parentheses() {
    let paste = read(
        "COMMUNES / QUARTIERS\n\nNord (960010101) - Belleville-sur-Rien 96100 (960010101) \n\
         Sud (960010102) - Belleville-sur-Rien 96100 (960010102\n\
         Saint-Fictif (960020000) - Saint-Fictif 96200 (960020000)\nNombre total de communes : 16",
    );
    let expected: Perimeter = ["960010101", "960010102", "96002"].iter().map(|code| unit(code)).collect();
    assert_eq!(paste.perimeter(), expected);
    let headings: Vec<usize> = paste.headings().map(|line| line.number).collect();
    assert_eq!(headings, [1, 6], "headings are told apart, not dropped");
    assert_eq!(paste.problems().count(), 0);
}

#[test]
fn names_codes_and_postcodes_are_understood_alone_or_together() {
    assert_eq!(one("saint fictif"), units(&["96002"]));
    assert_eq!(one("96002"), units(&["96002"]));
    assert_eq!(one("96100"), units(&["96001"]));
    assert_eq!(one("St-Fictif;96200;96002"), units(&["96002"]));
    assert_eq!(one("L'HAY IMAGINAIRE (96200)"), units(&["96003"]));
    assert_eq!(one("Saint-Fictif, Belleville sur Rien"), units(&["96002", "96001"]));
    assert_eq!(one("960000001"), units(&["96001", "96002", "96003"]));
}

#[test]
fn what_fits_several_places_is_left_to_a_person() {
    let Outcome::Ambiguous { candidates } = one("96200") else { panic!("96200 serves two communes") };
    assert_eq!(candidates.len(), 2);
    let paste = read("Saint-Fictif\nSommeil");
    let Outcome::Ambiguous { candidates } = &paste.lines[1].outcome else {
        panic!("two communes are called Sommeil")
    };
    assert_eq!(candidates[0].code, unit("96004"), "the one of the list's own département comes first");
    assert!(matches!(one("Saint-Fictif 96001"), Outcome::Ambiguous { .. }), "the name and the code disagree");
}

#[test]
fn a_commune_that_no_longer_exists_offers_its_successor() {
    let Outcome::Former { code, successors, .. } = one("96009") else { panic!("96009 was merged") };
    assert_eq!((code, successors[0].code), (commune("96009"), unit("96003")));
}

#[test]
fn unknown_codes_and_damaged_cells_say_why() {
    assert_eq!(one("96777"), Outcome::Unknown(Reason::UnknownCode("96777".into())));
    assert_eq!(one("960010199"), Outcome::Unknown(Reason::UnknownCode("960010199".into())));
    assert_eq!(one("2,665E+13"), Outcome::Unknown(Reason::SpreadsheetNumber("2,665E+13".into())));
    assert_eq!(one("rien de tel"), Outcome::Unknown(Reason::NothingRead));
    assert!(read("\n  \n---\n").lines.is_empty());
}

#[test]
fn iris_are_taken_unverified_while_none_is_imported_for_their_commune() {
    let mut all = datasets();
    all.retain(|d| !matches!(d.passport.kind, territory::Kind::IrisAges | territory::Kind::IrisContours));
    let paste = Paste::read(&territory::Atlas::build(all), "960010101");
    assert_eq!(
        paste.lines[0].outcome,
        Outcome::Recognised { units: vec![unit("960010101")], unverified: true }
    );
}
