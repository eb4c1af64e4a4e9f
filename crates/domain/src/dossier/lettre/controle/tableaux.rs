//! Pasted tables of professions: a label, then numbers.

use territory::text::search_key;

/// A line of a pasted table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneAnnoncee {
    /// Label, as pasted.
    pub libelle: String,
    /// Its numbers, in order.
    pub nombres: Vec<i64>,
}

/// A pasted table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableauAnnonce {
    /// Its lines.
    pub lignes: Vec<LigneAnnoncee>,
}

impl TableauAnnonce {
    /// The line of a label, accents and case aside.
    pub fn line(&self, label: &str) -> Option<&LigneAnnoncee> {
        let key = search_key(label);
        self.lignes.iter().find(|line| search_key(&line.libelle) == key)
    }

    /// Sum of the last column.
    pub fn total_of_last(&self) -> i64 {
        self.lignes.iter().filter_map(|line| line.nombres.last()).sum()
    }
}

fn line(text: &str) -> Option<LigneAnnoncee> {
    let cells: Vec<&str> =
        text.split(['\t', ';', '|', ' ', '\u{a0}']).filter(|cell| !cell.is_empty()).collect();
    let words = cells.iter().rposition(|cell| cell.parse::<i64>().is_err()).map_or(0, |rank| rank + 1);
    let nombres: Vec<i64> = cells[words..].iter().filter_map(|cell| cell.parse().ok()).collect();
    let libelle = cells[..words].join(" ");
    (!libelle.is_empty() && !nombres.is_empty()).then_some(LigneAnnoncee { libelle, nombres })
}

/// The tables of a text: a line without a number, or with another count of numbers, begins another one. The line of
/// the total is left out.
pub fn tableaux(text: &str) -> Vec<TableauAnnonce> {
    let mut found: Vec<TableauAnnonce> = Vec::new();
    let mut open = false;
    for read in text.lines().map(line) {
        let Some(read) = read else {
            open = false;
            continue;
        };
        if search_key(&read.libelle).starts_with("total") {
            continue;
        }
        let width = found.last().and_then(|table| table.lignes.first()).map(|line| line.nombres.len());
        match found.last_mut().filter(|_| open && width == Some(read.nombres.len())) {
            Some(table) => table.lignes.push(read),
            None => found.push(TableauAnnonce { lignes: vec![read] }),
        }
        open = true;
    }
    found
}
