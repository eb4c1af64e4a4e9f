//! What each column of a file holds: guessed, to correct.

use domain::communaute::import::{Brouillon, Champ, ImportKind};
use domain::nombres::compte;

use super::Adresses;
use crate::views::components::{Choice, Opt};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

/// Cells shown beside a column.
const EXEMPLES: usize = 3;
/// Rows among which the titles are chosen.
const TITRES: usize = 20;

/// The columns of a file.
pub fn colonnes(page: Page, urls: &Adresses, brouillon: &Brouillon) -> SheetView {
    let file = &brouillon.fichier;
    let mut items = Vec::new();
    if file.feuilles.len() > 1 {
        let option = |rank: usize| {
            let lines = file.feuilles[rank].len();
            let label = format!("Feuille {} ({})", rank + 1, compte(lines, "ligne", "lignes"));
            Opt::new(rank.to_string(), label, rank == file.feuille)
        };
        let options = (0..file.feuilles.len()).map(option).collect();
        items.push(Item::Select(Choice::new("feuille", "Feuille à importer", options)));
    }
    let kinds = ImportKind::ALL.iter().map(|kind| Opt::new(kind.key(), kind.label(), *kind == file.kind));
    items.push(Item::Select(Choice::new("genre", "Ce que contient ce tableur", kinds.collect())));
    items.push(Item::Select(Choice::new("titres", "Ligne des titres", titres(brouillon))));
    for (rank, champ) in file.champs.iter().enumerate() {
        let options = Champ::ALL.iter().map(|one| Opt::new(one.key(), one.label(), one == champ));
        let choice = Choice::new("colonne", label(brouillon, rank), options.collect());
        items.push(Item::Select(choice.id(format!("colonne-{}", rank + 1))));
    }
    let action = format!("{}/{}/colonnes", urls.importer, brouillon.id);
    let form = Form::new(action, "Vérifier les lignes", items)
        .cancel("Garder pour plus tard", urls.importer.clone());
    SheetView::new(
        page,
        vec![
            Part::Lead("Dites ce que contient chaque colonne. Maillage a deviné ce qu'il pouvait.".into()),
            Part::Form(form),
        ],
    )
}

fn titres(brouillon: &Brouillon) -> Vec<Opt> {
    let file = &brouillon.fichier;
    let mut options = vec![Opt::new("", "Ce fichier n'a pas de titres", file.titres.is_none())];
    for (rank, row) in file.table().iter().enumerate().take(TITRES) {
        let cells = row.iter().filter(|cell| !cell.trim().is_empty()).map(|cell| excerpt(cell));
        let start: Vec<String> = cells.take(EXEMPLES).collect();
        if !start.is_empty() {
            let label = format!("Ligne {}\u{a0}: {}", rank + 1, start.join(", "));
            options.push(Opt::new(rank.to_string(), label, file.titres == Some(rank)));
        }
    }
    options
}

fn label(brouillon: &Brouillon, rank: usize) -> String {
    let file = &brouillon.fichier;
    let title = file.titles().get(rank).map(|title| title.trim()).filter(|title| !title.is_empty());
    let title = title.map_or_else(String::new, |title| format!(" «\u{a0}{}\u{a0}»", excerpt(title)));
    let cells: Vec<String> = file.exemples(rank, EXEMPLES).into_iter().map(excerpt).collect();
    let seen = if cells.is_empty() { "vide".to_owned() } else { cells.join(", ") };
    format!("Colonne {}{title}, par exemple\u{a0}: {seen}", rank + 1)
}

/// The beginning of a cell.
fn excerpt(cell: &str) -> String {
    const LENGTH: usize = 40;
    let text = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= LENGTH {
        return text;
    }
    let start: String = text.chars().take(LENGTH).collect();
    format!("{start}…")
}
