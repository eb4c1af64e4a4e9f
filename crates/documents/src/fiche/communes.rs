//! The list of what the territory is made of.

use domain::territoire::fiche::Fiche;
use territory::diagnosis::{CommuneLine, IrisLine};

use super::summary::epci_part;
use crate::document::{Block, Column, Row, RowStyle, Table};
use crate::wording;

pub fn blocks(fiche: &Fiche) -> Vec<Block> {
    let diagnosis = &fiche.diagnosis;
    if diagnosis.communes.is_empty() {
        return vec![Block::paragraph("Ce périmètre ne contient aucune commune.")];
    }
    let mut blocks = vec![Block::Table(communes(fiche))];
    if !diagnosis.epcis.is_empty() {
        blocks.push(Block::Table(epcis(fiche)));
    }
    blocks
}

/// Columns that would say the same on every line are left out; the caption says it once.
struct Shown {
    departement: bool,
    epci: bool,
}

impl Shown {
    fn of(communes: &[CommuneLine]) -> Self {
        let differ = |same: &dyn Fn(&CommuneLine, &CommuneLine) -> bool| {
            communes.windows(2).any(|pair| !same(&pair[0], &pair[1]))
        };
        Self {
            departement: differ(&|a, b| a.departement == b.departement),
            epci: communes.iter().any(|line| line.epci.is_none()) || differ(&|a, b| a.epci == b.epci),
        }
    }
}

fn communes(fiche: &Fiche) -> Table {
    let lines = &fiche.diagnosis.communes;
    let shown = Shown::of(lines);
    let mut rows: Vec<Row> = Vec::new();
    for line in lines {
        rows.push(row(&shown, RowStyle::Plain, commune(line)));
        rows.extend(line.iris.iter().map(|part| row(&shown, RowStyle::Part, iris(part))));
    }
    let people = wording::people(&fiche.diagnosis.population.measure);
    rows.push(row(&shown, RowStyle::Total, Cells { name: "Ensemble".into(), people, ..Cells::default() }));
    Table { caption: caption(&shown, lines), columns: columns(&shown), rows }
}

fn caption(shown: &Shown, lines: &[CommuneLine]) -> String {
    let mut caption = "Communes du territoire et part retenue".to_owned();
    let Some(first) = lines.first() else { return caption };
    if !shown.departement {
        caption.push_str(&format!(". Département\u{a0}: {}", departement(first)));
    }
    if let (false, Some(epci)) = (shown.epci, &first.epci) {
        caption.push_str(&format!(". Intercommunalité\u{a0}: {}", epci.name));
    }
    caption
}

fn columns(shown: &Shown) -> Vec<Column> {
    let mut columns =
        vec![Column::text("Commune ou IRIS", 9), Column::text("Code", 0), Column::text("Codes postaux", 5)];
    if shown.departement {
        columns.push(Column::text("Département", 6));
    }
    if shown.epci {
        columns.push(Column::text("Intercommunalité", 8));
    }
    columns.extend([Column::number("Habitants"), Column::text("Part retenue", 4)]);
    columns
}

/// The texts of one row.
#[derive(Default)]
struct Cells {
    name: String,
    code: String,
    postcodes: String,
    departement: String,
    epci: String,
    people: String,
    part: String,
}

fn row(shown: &Shown, style: RowStyle, texts: Cells) -> Row {
    let mut cells = vec![texts.name, texts.code, texts.postcodes];
    if shown.departement {
        cells.push(texts.departement);
    }
    if shown.epci {
        cells.push(texts.epci);
    }
    cells.extend([texts.people, texts.part]);
    Row { style, cells }
}

fn departement(line: &CommuneLine) -> String {
    format!("{} ({})", line.departement_name, line.departement)
}

fn commune(line: &CommuneLine) -> Cells {
    Cells {
        name: line.name.clone(),
        code: line.code.to_string(),
        postcodes: line.postcodes.join(", "),
        departement: departement(line),
        epci: line.epci.as_ref().map_or_else(|| wording::MISSING.to_owned(), |epci| epci.name.clone()),
        people: wording::people(&line.population),
        part: wording::part_taken(line),
    }
}

fn iris(line: &IrisLine) -> Cells {
    let name = line.name.as_deref().map_or_else(|| "IRIS sans nom".to_owned(), |name| format!("IRIS {name}"));
    Cells { name, code: line.code.to_string(), people: wording::people(&line.population), ..Cells::default() }
}

fn epcis(fiche: &Fiche) -> Table {
    Table {
        caption: "Intercommunalités que le territoire touche".into(),
        columns: vec![
            Column::text("Intercommunalité", 4),
            Column::text("SIREN", 0),
            Column::text("Dans le territoire", 2),
        ],
        rows: fiche
            .diagnosis
            .epcis
            .iter()
            .map(|part| {
                Row::plain([
                    part.epci.name.clone(),
                    part.epci.code.to_string(),
                    epci_part(part.communes_inside, part.communes_total),
                ])
            })
            .collect(),
    }
}
