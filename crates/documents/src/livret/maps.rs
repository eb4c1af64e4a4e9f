//! The map of the perimeter, and the indicators that differ from one commune to another.

use std::collections::BTreeMap;

use domain::diagnostic::lecture::ValeurLocale;
use domain::diagnostic::{Diagnostic, IndicateurLu};
use domain::territoire::carte::Carte;
use territory::UnitCode;

use crate::diagnostic_words as words;
use crate::document::{Block, Column, Drawing, Row, Table};
use crate::svg::{SvgOptions, carte_svg, choroplethe_svg};
use crate::wording;

/// More maps than these are not read; the workbook has every value.
const MOST: usize = 6;
/// In percent of the text: two maps stand on one page.
const WIDTH: u8 = 80;

pub fn blocks(diagnostic: &Diagnostic) -> Vec<Block> {
    let mapped = mapped(diagnostic);
    let mut blocks = Vec::new();
    match &diagnostic.carte {
        Some(carte) => {
            blocks.push(perimeter(diagnostic, carte));
            blocks.extend(mapped.iter().map(|read| choropleth(read, diagnostic, carte)));
        }
        None => blocks.push(Block::paragraph(wording::NO_MAP)),
    }
    if !mapped.is_empty() {
        blocks.push(Block::Table(places(&mapped)));
    }
    blocks
}

/// The indicators with at least two different values below the territory: first those that stand out.
pub fn mapped(diagnostic: &Diagnostic) -> Vec<&IndicateurLu> {
    let varied: Vec<&IndicateurLu> = diagnostic.indicators().filter(|read| varies(&read.places)).collect();
    let stands_out = |read: &&&IndicateurLu| {
        diagnostic.highlights.iter().any(|found| found.indicateur == read.indicateur.code)
    };
    let first = varied.iter().filter(stands_out);
    let others = varied.iter().filter(|read| !stands_out(read));
    let chosen: Vec<&str> =
        first.chain(others).take(MOST).map(|read| read.indicateur.code.as_str()).collect();
    varied.into_iter().filter(|read| chosen.contains(&read.indicateur.code.as_str())).collect()
}

fn varies(places: &[ValeurLocale]) -> bool {
    let mut values = places.iter().filter(|place| !place.hidden).filter_map(|place| place.value);
    let first = values.next();
    values.any(|value| Some(value) != first)
}

fn perimeter(diagnostic: &Diagnostic, carte: &Carte) -> Block {
    let alt = wording::map_of(&diagnostic.territoire, carte);
    let title = format!("Carte du territoire {}", diagnostic.territoire);
    let options = SvgOptions { title, description: alt.clone() };
    let caption = format!("Territoire «\u{a0}{}\u{a0}» et lieux voisins.", diagnostic.territoire);
    Block::Drawing(Drawing { svg: carte_svg(carte, &options), alt, caption, width: WIDTH })
}

fn choropleth(read: &IndicateurLu, diagnostic: &Diagnostic, carte: &Carte) -> Block {
    let options = SvgOptions::choroplethe(read, diagnostic);
    let vintage = &read.territoire.passport.vintage;
    let year = if vintage.is_empty() { String::new() } else { format!(", {vintage}") };
    Block::Drawing(Drawing {
        svg: choroplethe_svg(carte, read, &options),
        alt: options.description,
        caption: format!(
            "{}{year}. Le tableau qui suit donne chaque valeur.",
            words::labelled(&read.indicateur)
        ),
        width: WIDTH,
    })
}

/// The values that the maps show, one line a place.
fn places(mapped: &[&IndicateurLu]) -> Table {
    let mut names: BTreeMap<UnitCode, &str> = BTreeMap::new();
    for place in mapped.iter().flat_map(|read| &read.places) {
        names.entry(place.code).or_insert(&place.name);
    }
    let value = |read: &IndicateurLu, code: UnitCode| {
        let place = read.places.iter().find(|place| place.code == code);
        place.map_or_else(|| "non publié".to_owned(), |place| words::local(place, read.indicateur.unit))
    };
    let rows = names.iter().map(|(code, name)| {
        let values = mapped.iter().map(|read| value(read, *code));
        Row::plain([(*name).to_owned(), code.to_string()].into_iter().chain(values))
    });
    let columns = [Column::text("Commune ou IRIS", 5), Column::text("Code", 2)];
    let headings = mapped.iter().map(|read| Column::share(words::labelled(&read.indicateur), 3));
    Table {
        caption: "Valeurs par commune ou IRIS".into(),
        rows: rows.collect(),
        columns: columns.into_iter().chain(headings).collect(),
    }
}
