//! Every format says the same numbers.

use calamine::Data;
use documents::diagnostic_words as words;
use domain::diagnostic::{Chiffre, Diagnostic, Etat, Niveau, Unite};

use super::{csv, part, sheet};
use crate::diagnostics;

fn shown(chiffre: &Chiffre) -> Option<f64> {
    chiffre.value.filter(|_| matches!(chiffre.state, Etat::Known | Etat::Partial))
}

/// The texts of the rows of every table of a DOCX.
fn word_rows(diagnostic: &Diagnostic) -> Vec<Vec<String>> {
    let xml = part(diagnostic, "word/document.xml");
    xml.split("<w:tr>").skip(1).map(|row| row.split("</w:tr>").next().unwrap()).map(cells).collect()
}

fn cells(row: &str) -> Vec<String> {
    let text = |cell: &str| {
        let runs = cell.split("<w:t xml:space=\"preserve\">").skip(1);
        runs.map(|run| run.split("</w:t>").next().unwrap()).collect::<String>()
    };
    row.split("<w:tc>").skip(1).map(text).collect()
}

/// The texts of the rows of every table of the HTML page.
fn html_rows(diagnostic: &Diagnostic) -> Vec<Vec<String>> {
    let html = documents::livret_html(diagnostic);
    let text = |cell: &str| cell.split_once('>').unwrap().1.split("</t").next().unwrap().to_owned();
    html.split("<tr>")
        .skip(1)
        .map(|row| row.split("</tr>").next().unwrap())
        .map(|row| row.split("<t").skip(1).map(text).collect())
        .collect()
}

/// The line of an indicator as a table of the booklet shows it.
fn expected(diagnostic: &Diagnostic, code: &str) -> Vec<String> {
    let read = diagnostic.indicator(code).unwrap();
    let unit = read.indicateur.unit;
    let others = read.comparisons.iter().map(|other| {
        let mark = words::vintage_mark(&read.territoire, &other.chiffre);
        let figure = words::figure(&other.chiffre, unit);
        mark.filter(|_| other.chiffre.value.is_some())
            .map_or_else(|| figure.clone(), |mark| format!("{figure} {mark}"))
    });
    std::iter::once(words::figure(&read.territoire, unit)).chain(others).collect()
}

#[test]
fn word_and_html_tables_hold_every_figure_of_every_indicator() {
    let diagnostic = diagnostics::whole();
    for rows in [word_rows(&diagnostic), html_rows(&diagnostic)] {
        for (rank, read) in diagnostic.indicators().enumerate() {
            let number = format!(" (P{})", rank + 1);
            let found = rows.iter().find(|row| row[0].ends_with(&number));
            let row = found.unwrap_or_else(|| panic!("{} is in no table", read.indicateur.code));
            assert_eq!(row[1..], expected(&diagnostic, &read.indicateur.code), "{}", read.indicateur.code);
        }
        for line in &diagnostic.offre.effectifs {
            let row = rows.iter().find(|row| row[0].starts_with(&format!("{} (P", line.label))).unwrap();
            let counts = [Some(&line.officiel), line.cpam.as_ref(), None, line.aged_60.as_ref(), None];
            for (cell, chiffre) in row[1..].iter().zip(counts) {
                let count = chiffre.map_or("non fourni".to_owned(), |one| words::figure(one, Unite::Nombre));
                assert_eq!(*cell, count, "{}", line.label);
            }
        }
    }
}

#[test]
fn differences_stand_under_the_figures() {
    let diagnostic = diagnostics::whole();
    let rows = word_rows(&diagnostic);
    let at = rows.iter().position(|row| row[0].starts_with("Patients sans médecin traitant")).unwrap();
    assert_eq!(
        rows[at + 1],
        [
            "Écart du territoire",
            "",
            "+1,4\u{a0}point",
            "+0,9\u{a0}point",
            "+2,4\u{a0}points",
            "+1,3\u{a0}point"
        ]
    );
}

#[test]
fn the_workbook_holds_numbers_and_leaves_missing_ones_empty() {
    let diagnostic = diagnostics::whole();
    let chiffres = sheet(&diagnostic, "Chiffres");
    let rows: Vec<&[Data]> = chiffres.rows().collect();
    for read in diagnostic.indicators() {
        let own = (Niveau::Territoire, &read.territoire);
        let others = read.comparisons.iter().map(|other| (other.niveau, &other.chiffre));
        for (niveau, chiffre) in std::iter::once(own).chain(others) {
            let found = rows.iter().find(|row| {
                row[1].to_string() == read.indicateur.code && row[4].to_string() == niveau.to_string()
            });
            let row = found.unwrap_or_else(|| panic!("{} {niveau}", read.indicateur.code));
            let value = shown(chiffre).map_or(Data::Empty, Data::Float);
            assert_eq!(row[6], value, "{} {niveau}", read.indicateur.code);
            assert_eq!(row[7].to_string(), words::state_word(chiffre.state));
            assert_eq!(row[10], chiffre.numerator.map_or(Data::Empty, Data::Float));
        }
    }
    let passports = sheet(&diagnostic, "Sources et passeports");
    let values: Vec<Data> = passports.rows().map(|row| row[4].clone()).collect();
    for (code, _, chiffre, _) in diagnostics::figures(&diagnostic) {
        assert!(shown(&chiffre).is_none_or(|value| values.contains(&Data::Float(value))), "{code}");
    }
}

#[test]
fn the_table_has_one_line_a_figure_and_a_level() {
    let diagnostic = diagnostics::whole();
    let lines = csv(&diagnostic);
    let figures = diagnostics::figures(&diagnostic);
    assert_eq!(lines.len(), 1 + figures.len());
    for (line, (code, niveau, chiffre, _)) in lines[1..].iter().zip(&figures) {
        assert_eq!((&line[6], &line[9]), (code, &niveau.to_string()));
        let value = line[12].replace(',', ".").parse::<f64>().ok();
        let close = value.zip(shown(chiffre)).is_none_or(|(read, kept)| (read - kept).abs() < 0.006);
        assert!(value.is_some() == shown(chiffre).is_some() && close, "{code} {niveau}: {}", line[12]);
        assert_eq!(line[13], words::state_word(chiffre.state));
        assert_eq!(line[18], chiffre.passport.vintage);
    }
}

#[test]
fn programs_read_the_whole_diagnosis() {
    for diagnostic in [diagnostics::whole(), diagnostics::empty()] {
        let bytes = documents::livret_json(&diagnostic).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!((&value["format"], &value["version"]), (&"maillage/diagnostic".into(), &1.into()));
        assert_eq!(value["fictitious"], diagnostic.is_fictitious());
        let back: Diagnostic = serde_json::from_value(value["diagnostic"].clone()).unwrap();
        let (back, kept) = (diagnostics::figures(&back), diagnostics::figures(&diagnostic));
        assert_eq!(back.len(), kept.len());
        for ((code, niveau, read, _), (_, _, kept, _)) in back.iter().zip(&kept) {
            assert_eq!(
                (read.state, read.value.is_some()),
                (kept.state, kept.value.is_some()),
                "{code} {niveau}"
            );
            let gap = read.value.zip(kept.value).map_or(0.0, |(read, kept)| (read - kept).abs());
            assert!(gap < 1e-9, "{code} {niveau}");
        }
        assert!(!String::from_utf8(bytes).unwrap().contains("identifiant-qui-ne-sort-pas"));
    }
}

#[test]
fn the_terminal_and_the_pdf_say_every_figure() {
    let diagnostic = diagnostics::whole();
    let text = documents::livret_text(&diagnostic);
    let pdf = super::pdf::extracted(&diagnostic);
    let spaces = |text: &str| text.split_whitespace().collect::<String>();
    for (code, niveau, chiffre, unit) in diagnostics::figures(&diagnostic) {
        let figure = spaces(&words::figure(&chiffre, unit));
        assert!(spaces(&text).contains(&figure), "{code} {niveau}: {figure}");
        if let Some(pdf) = &pdf {
            assert!(spaces(pdf).contains(&figure), "{code} {niveau}: {figure} is not in the PDF");
        }
    }
}
