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

fn communes(fiche: &Fiche) -> Table {
    let mut rows: Vec<Row> = Vec::new();
    for line in &fiche.diagnosis.communes {
        rows.push(commune(line));
        rows.extend(line.iris.iter().map(iris));
    }
    let total = ["Ensemble".into(), String::new(), String::new(), String::new(), String::new()]
        .into_iter()
        .chain([wording::people(&fiche.diagnosis.population.measure), String::new()]);
    rows.push(Row { style: RowStyle::Total, cells: total.collect() });
    Table {
        caption: "Communes du territoire et part retenue".into(),
        columns: vec![
            Column::text("Commune ou IRIS", 9),
            Column::text("Code", 0),
            Column::text("Codes postaux", 5),
            Column::text("Département", 6),
            Column::text("Intercommunalité", 7),
            Column::number("Habitants"),
            Column::text("Part retenue", 4),
        ],
        rows,
    }
}

fn commune(line: &CommuneLine) -> Row {
    Row::plain([
        line.name.clone(),
        line.code.to_string(),
        line.postcodes.join(", "),
        format!("{} ({})", line.departement_name, line.departement),
        line.epci.as_ref().map_or_else(|| wording::MISSING.to_owned(), |epci| epci.name.clone()),
        wording::people(&line.population),
        wording::part_taken(line),
    ])
}

fn iris(line: &IrisLine) -> Row {
    let name = line.name.as_deref().map_or_else(|| "IRIS sans nom".to_owned(), |name| format!("IRIS {name}"));
    let empty = String::new;
    Row {
        style: RowStyle::Part,
        cells: vec![
            name,
            line.code.to_string(),
            empty(),
            empty(),
            empty(),
            wording::people(&line.population),
            empty(),
        ],
    }
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
