//! Ages: the drawing, the table behind it, and the shares that people quote.

use domain::territoire::fiche::Fiche;
use domain::territoire::phrases;
use territory::diagnosis::{Ages, Around};

use crate::document::{Block, Column, Drawing, Note, Row, RowStyle, Table};
use crate::svg::ages_svg;
use crate::wording;

pub fn blocks(fiche: &Fiche) -> Vec<Block> {
    let ages = &fiche.diagnosis.ages;
    let mut blocks: Vec<Block> = phrases::ages(ages)
        .into_iter()
        .map(|text| Block::Note(Note { attention: false, text, places: vec![] }))
        .collect();
    let Some(year) = ages.year else { return blocks };
    if ages.lines.is_empty() {
        return blocks;
    }
    blocks.extend(ages_svg(ages).map(|svg| {
        Block::Drawing(Drawing {
            alt: description(ages, year),
            caption: format!("Habitants du territoire par âge en {year}, en part de la population comptée."),
            svg,
            width: 78,
        })
    }));
    if !ages.key_shares.is_empty() {
        blocks.push(Block::Table(key_shares(ages)));
    }
    blocks.push(Block::Table(lines(ages, year)));
    blocks.extend(ages.around.iter().filter_map(wording::around_missing).map(Block::paragraph));
    blocks.extend(
        wording::references(&ages.counted.sources)
            .map(|text| Block::paragraph(format!("Âges du territoire\u{a0}: {}.", text.to_lowercase()))),
    );
    blocks
}

fn description(ages: &Ages, year: i16) -> String {
    let bands: Vec<String> = ages
        .lines
        .iter()
        .map(|line| format!("{}\u{a0}: {}", line.band.label(), wording::share_or_missing(line.share)))
        .collect();
    format!("Âges des habitants du territoire en {year}. {}.", wording::places(&bands))
}

fn around_columns(ages: &Ages) -> impl Iterator<Item = Column> + '_ {
    ages.around.iter().map(|around| Column::number(wording::around_title(around, ages.year)))
}

fn around_cells<'a>(
    ages: &'a Ages,
    shares: impl Fn(&'a Around) -> &'a [Option<f64>] + 'a,
    rank: usize,
) -> impl Iterator<Item = String> + 'a {
    ages.around
        .iter()
        .map(move |around| wording::share_or_missing(shares(around).get(rank).copied().flatten()))
}

fn key_shares(ages: &Ages) -> Table {
    let columns = [Column::text("Âge", 1), Column::number("Habitants"), Column::number("Territoire")];
    let rows = ages.key_shares.iter().enumerate().map(|(rank, line)| {
        let own = [
            line.band.label(),
            wording::people_or_missing(line.count),
            wording::share_or_missing(line.share),
        ];
        Row::plain(own.into_iter().chain(around_cells(ages, |around| &around.key_shares, rank)))
    });
    Table {
        caption: "Parts à retenir".into(),
        columns: columns.into_iter().chain(around_columns(ages)).collect(),
        rows: rows.collect(),
    }
}

/// Whether men and women are known for every band.
pub fn has_sexes(ages: &Ages) -> bool {
    !ages.lines.is_empty() && ages.lines.iter().all(|line| line.men.is_some() && line.women.is_some())
}

fn lines(ages: &Ages, year: i16) -> Table {
    let sexes = has_sexes(ages);
    let mut columns = vec![Column::text("Âge", 1), Column::number("Habitants")];
    if sexes {
        columns.extend([Column::number("Hommes"), Column::number("Femmes")]);
    }
    columns.push(Column::number("Territoire"));
    columns.extend(around_columns(ages));
    let mut rows: Vec<Row> = Vec::new();
    for (rank, line) in ages.lines.iter().enumerate() {
        let mut cells = vec![line.band.label(), wording::people_or_missing(line.all)];
        if sexes {
            cells.extend([line.men, line.women].map(wording::people_or_missing));
        }
        cells.push(wording::share_or_missing(line.share));
        cells.extend(around_cells(ages, |around| &around.shares, rank));
        rows.push(Row::plain(cells));
    }
    rows.push(total(ages, columns.len(), sexes));
    Table { caption: format!("Habitants par âge en {year}"), columns, rows }
}

fn total(ages: &Ages, width: usize, sexes: bool) -> Row {
    let mut cells = vec!["Ensemble".to_owned(), wording::people(&ages.counted)];
    if sexes {
        let sum = |values: Vec<Option<f64>>| wording::people_or_missing(values.into_iter().sum());
        cells.push(sum(ages.lines.iter().map(|line| line.men).collect()));
        cells.push(sum(ages.lines.iter().map(|line| line.women).collect()));
    }
    cells.resize(width, String::new());
    Row { style: RowStyle::Total, cells }
}
