//! The dated tables of the community, for whoever reads rules: what each says, since when, from where, how sure.

use domain::communaute::feuillets::{Feuillet, Ligne};
use domain::nombres::date;

use super::components::{Cell, Column, Row, Table};
use super::page::Page;
use super::sheet::{Part, SheetView};
use super::wording::spaced;

/// The page.
pub fn communaute(page: Page, tables: &[Feuillet]) -> SheetView {
    let mut parts = vec![
        Part::Lead(
            "Ce que Maillage applique à la communauté, avec la source et la confiance de chaque règle."
                .into(),
        ),
        Part::Text(vec![
            "Beaucoup de ces règles sont des choix, faute de texte. Chaque choix dit pourquoi.".into(),
            "Les statuts et les décisions de votre CPTS l'emportent.".into(),
        ]),
    ];
    for one in tables {
        parts.push(Part::Heading(spaced(&one.titre)));
        let mut said = vec![format!("En vigueur depuis le {}.", date(one.en_vigueur))];
        said.extend(one.texte.iter().chain(&one.note).map(|text| sentence(text)));
        parts.push(Part::Text(said));
        parts.push(Part::Table(one.cle, table(one)));
    }
    SheetView::new(page, parts)
}

/// With its spaces and its dot.
fn sentence(text: &str) -> String {
    let text = spaced(text);
    if text.ends_with(['.', '!', '?']) { text } else { format!("{text}.") }
}

fn table(one: &Feuillet) -> Table {
    let columns = ["Règle", "Valeur", "Confiance", "Sources"].map(Column::text).to_vec();
    let mut table = Table::new(spaced(&one.titre), columns);
    table.rows = one.lignes.iter().map(row).collect();
    table
}

fn row(line: &Ligne) -> Row {
    let head = Cell::from(spaced(&line.libelle));
    let head = match &line.note {
        Some(note) => head.note(spaced(note)),
        None => head,
    };
    let sources = spaced(&line.sources.join(" ; "));
    Row::new(head, vec![spaced(&line.valeur).into(), line.confiance.label().into(), sources.into()])
}
