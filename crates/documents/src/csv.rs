//! One line a commune or IRIS, for a French spreadsheet: UTF-8 with a mark, semicolons, decimal commas.

use domain::territoire::fiche::Fiche;
use territory::diagnosis::{CommuneLine, IrisLine};

use crate::wording;

/// Without it, Excel reads the file as Windows-1252.
pub(crate) const MARK: &str = "\u{feff}";

const HEADER: [&str; 15] = [
    "Territoire",
    "Variante",
    "Code commune",
    "Commune",
    "Code IRIS",
    "IRIS",
    "Codes postaux",
    "Code département",
    "Département",
    "SIREN EPCI",
    "EPCI",
    "Part retenue",
    "Habitants",
    "État du chiffre",
    "Source",
];

/// The units of the territory.
pub fn write(fiche: &Fiche) -> Vec<u8> {
    let mut text = MARK.to_owned();
    line(&mut text, &HEADER.map(str::to_owned));
    for commune in &fiche.diagnosis.communes {
        if commune.is_whole() {
            line(&mut text, &unit(fiche, commune, None));
        }
        for iris in &commune.iris {
            line(&mut text, &unit(fiche, commune, Some(iris)));
        }
    }
    text.into_bytes()
}

fn unit(fiche: &Fiche, commune: &CommuneLine, iris: Option<&IrisLine>) -> [String; 15] {
    let population = iris.map_or(&commune.population, |iris| &iris.population);
    let (epci, epci_name) =
        commune.epci.as_ref().map(|epci| (epci.code.to_string(), epci.name.clone())).unwrap_or_default();
    [
        fiche.territoire.clone(),
        fiche.variante.clone(),
        commune.code.to_string(),
        commune.name.clone(),
        iris.map(|iris| iris.code.to_string()).unwrap_or_default(),
        iris.and_then(|iris| iris.name.clone()).unwrap_or_default(),
        commune.postcodes.join(" "),
        commune.departement.to_string(),
        commune.departement_name.clone(),
        epci,
        epci_name,
        wording::part_taken(commune),
        number(population.value),
        wording::state(population),
        wording::citations(population, &fiche.diagnosis),
    ]
}

/// `2665,13`: no spaces, two decimals at most, nothing when the figure is missing.
pub(crate) fn number(value: Option<f64>) -> String {
    let Some(value) = value else { return String::new() };
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.').replace('.', ",");
    if text == "-0" { "0".to_owned() } else { text }
}

/// Adds a line.
pub(crate) fn line(text: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    text.push_str(&cells.join(";"));
    text.push_str("\r\n");
}

fn quoted(cell: &str) -> String {
    // A spreadsheet runs a cell that starts like a formula; names come from people and files.
    let number = cell.replace(',', ".").parse::<f64>().is_ok();
    let cell = if cell.starts_with(['=', '+', '-', '@', '\t']) && !number {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains([';', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_hold_separators_or_formulas_are_made_safe() {
        assert_eq!(quoted("a;b"), "\"a;b\"");
        assert_eq!(quoted("dit \"le\" bourg"), "\"dit \"\"le\"\" bourg\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
        assert_eq!(quoted("-1+1"), "'-1+1");
        assert_eq!(quoted("-3,2"), "-3,2");
    }

    #[test]
    fn a_missing_figure_is_an_empty_cell_and_zero_is_zero() {
        assert_eq!(number(None), "");
        assert_eq!(number(Some(0.0)), "0");
        assert_eq!(number(Some(2665.126)), "2665,13");
        assert_eq!(number(Some(100.0)), "100");
        assert_eq!(number(Some(-0.001)), "0");
    }
}
