//! The journal of a CPTS: what was done, by whom, and whether the chain is whole.

use app::Chain;
use domain::nombres::{compte, entier};

use super::components::{
    Cell, Choice, Column, Definition, Download, EmptyState, Field, Link, Notice, Opt, Row, Table, Tone,
};
use super::page::Page;
use super::sheet::{Form, Item, Pager, Part, SheetView};

/// A line ready to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalRow {
    /// Rank in the chain.
    pub seq: u64,
    /// `22/11/2026 à 10 h 00`.
    pub date: String,
    /// Name of who did it.
    pub who: String,
    /// `a supprimé une variante`.
    pub what: String,
    /// Address of the thing, when it still has a page.
    pub url: Option<String>,
    /// What changed.
    pub details: Vec<(String, String)>,
}

/// What is asked of the journal, as typed, and what can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JournalQuery {
    /// People: value, name, whether it is chosen.
    pub people: Vec<(String, String, bool)>,
    /// Kinds of things: value, words, whether it is chosen.
    pub kinds: Vec<(String, String, bool)>,
    /// First day, as typed, and what is wrong with it.
    pub from: (String, Option<String>),
    /// Last day, as typed, and what is wrong with it.
    pub to: (String, Option<String>),
    /// The answers as they stand in the address, without the page.
    pub address: String,
}

/// Where the list stands: page, pages, lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Page, from 1.
    pub number: u64,
    /// Pages.
    pub pages: u64,
    /// Lines that the filter keeps.
    pub total: u64,
}

/// The journal.
pub fn view(
    page: Page,
    base: &str,
    chain: &Chain,
    query: &JournalQuery,
    (rows, place): (&[JournalRow], Place),
) -> SheetView {
    let mut parts = vec![
        Part::Lead("Qui a fait quoi, quand, sur quel objet. Aucune ligne ne peut être modifiée.".into()),
        Part::Notice(state(chain)),
        Part::Form(filters(base, query)),
    ];
    if rows.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "Aucune ligne ne correspond.",
            text: "Élargissez la période, ou choisissez toutes les personnes et toutes les natures.".into(),
            link: Some(Link::new("Afficher tout le journal", base)),
        }));
    } else {
        parts.push(Part::Table("journal", table(rows, place)));
        parts.push(Part::Details("Ce qui a changé, ligne par ligne".into(), details(rows)));
        parts.push(Part::Pager(pager(base, query, place)));
    }
    parts.push(Part::Heading("Exporter le journal".into()));
    parts.push(Part::Downloads(downloads(base)));
    SheetView::new(page, parts)
}

/// `214 lignes, chaîne entière, empreinte 3f2a…`, or where it breaks and what to do.
pub fn state(chain: &Chain) -> Notice {
    match chain {
        Chain::Whole { lines: 0, .. } => Notice::new(Tone::Info, "Le journal est vide."),
        Chain::Whole { lines, last } => Notice::new(
            Tone::Good,
            format!("{}, chaîne entière.", compte(*lines as usize, "ligne", "lignes")),
        )
        .with_details(vec![
            format!("Empreinte de la dernière ligne\u{a0}: {last}"),
            "Notez cette empreinte avec sa date\u{a0}: elle prouvera plus tard que rien n'a été retiré."
                .into(),
        ]),
        Chain::Broken { at } => {
            Notice::new(Tone::Attention, format!("La chaîne est rompue à la ligne {}.", entier(*at as i64)))
                .with_details(vec![
                    "Une ligne a été changée, retirée ou ajoutée hors de Maillage.".into(),
                    "Exportez le journal maintenant. Prévenez la personne qui gère Maillage et le bureau."
                        .into(),
                    "Une sauvegarde plus ancienne montrera ce qui a changé.".into(),
                    "Si des données personnelles sont en cause, ouvrez le registre des violations.".into(),
                ])
        }
    }
}

fn filters(base: &str, query: &JournalQuery) -> Form {
    let options = |all: &str, list: &[(String, String, bool)]| {
        let none = list.iter().all(|(.., chosen)| !chosen);
        let first = Opt::new("", all, none);
        let rest = list.iter().map(|(value, label, chosen)| Opt::new(value, label, *chosen));
        std::iter::once(first).chain(rest).collect()
    };
    let day = |name, label: &str, (typed, error): &(String, Option<String>)| {
        let field = Field::new(name, label).hint("Par exemple 12/10/2026.");
        Item::Field(field.value(typed).error(error.clone()))
    };
    Form::new(
        base,
        "Filtrer le journal",
        vec![
            Item::Select(Choice::new("personne", "Personne", options("Toutes", &query.people))),
            Item::Select(Choice::new("nature", "Nature de l'objet", options("Toutes", &query.kinds))),
            day("du", "Du", &query.from),
            day("au", "Au", &query.to),
        ],
    )
    .asking()
}

fn table(rows: &[JournalRow], place: Place) -> Table {
    let caption = format!("Journal, {}", compte(place.total as usize, "ligne", "lignes"));
    let columns = ["Date", "Qui", "Quoi", "Ligne"].map(Column::text).to_vec();
    let mut table = Table::new(caption, columns);
    table.rows = rows
        .iter()
        .map(|row| {
            let what = Cell::from(row.what.clone());
            let what = row.url.iter().fold(what, |cell, url| cell.link(url.clone()));
            Row::new(row.date.clone(), vec![row.who.clone().into(), what, entier(row.seq as i64).into()])
        })
        .collect();
    table
}

fn details(rows: &[JournalRow]) -> Vec<Definition> {
    let said = |row: &JournalRow| {
        let parts: Vec<String> =
            row.details.iter().map(|(label, value)| format!("{label}\u{a0}: {value}")).collect();
        let text = if parts.is_empty() { "Rien de plus.".into() } else { parts.join("\u{202f}; ") };
        Definition::new(format!("Ligne {}", entier(row.seq as i64)), text)
    };
    rows.iter().map(said).collect()
}

fn pager(base: &str, query: &JournalQuery, place: Place) -> Pager {
    let to = |number: u64| {
        let separator = if query.address.is_empty() { "" } else { "&" };
        format!("{base}?{}{separator}page={number}", query.address)
    };
    Pager {
        label: format!("Page {} sur {}", entier(place.number as i64), entier(place.pages as i64)),
        previous: (place.number > 1).then(|| to(place.number - 1)),
        next: (place.number < place.pages).then(|| to(place.number + 1)),
    }
}

fn downloads(base: &str) -> Vec<Download> {
    vec![
        Download {
            label: "Journal pour un tableur".into(),
            url: format!("{base}.csv"),
            format: "CSV",
            hint: "Une ligne par action, avec les noms.",
        },
        Download {
            label: "Journal à vérifier".into(),
            url: format!("{base}.jsonl"),
            format: "JSON",
            hint: "Toutes les empreintes, pour qu'un autre outil vérifie la chaîne. Sans les noms.",
        },
    ]
}
