//! Frozen versions: their list, one of them, and what changed since.

use askama::Template;
use askama_web::WebTemplate;
use documents::diagnostic_words as words;
use domain::authz::Author;
use domain::diagnostic::{Changement, Chiffre, Diagnostic, DiagnosticFige, Unite};

use super::super::components::{ActionForm, Cell, Column, EmptyState, Link, Notice, Row, Table, Tone};
use super::super::page::Page;
use super::super::sheet::{Part, SheetView};
use super::super::urls::{DiagnosticUrls, FigeUrls};
use super::figures::{level_label, plain, sources};
use super::{Body, Reader};

/// A frozen diagnosis.
#[derive(Template, WebTemplate)]
#[template(path = "diagnostic/fige.html")]
pub struct FigeView {
    /// Layout.
    pub page: Page,
    /// What it is.
    pub banner: FrozenBanner,
    /// The figures as they were.
    pub body: Body,
    /// Figures that are no longer the same; `None` when none changed.
    pub changes: Option<Table>,
    /// `3 chiffres ont changé depuis.`
    pub changes_sentence: String,
    /// The button that removes it; `None` without the right.
    pub remove: Option<ActionForm>,
}

/// What a frozen page says at its top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenBanner {
    /// `Version figée le 22/11/2026 par Camille Exemple.`
    pub text: String,
    /// Why it was frozen, as typed.
    pub note: Option<String>,
    /// SHA-256 of its content.
    pub fingerprint: String,
    /// The diagnosis of today.
    pub today: String,
    /// What changed since.
    pub changes: String,
}

impl FrozenBanner {
    /// The banner of a frozen diagnosis.
    pub fn new(fige: &DiagnosticFige, urls: &DiagnosticUrls, who: &dyn Fn(&Author) -> String) -> Self {
        Self {
            text: format!(
                "Version «\u{a0}{}\u{a0}», figée le {} par {}. Ses chiffres ne changent plus.",
                fige.name,
                words::day(fige.frozen_at),
                who(&fige.author)
            ),
            note: fige.note.clone(),
            fingerprint: fige.fingerprint.clone(),
            today: urls.show().to_owned(),
            changes: urls.fige(&fige.id.to_string()).changements(),
        }
    }
}

/// The diagnosis of today, when there is one to compare with, and what changed.
pub struct Since<'a> {
    /// Today's figures: their sources are named.
    pub now: Option<&'a Diagnostic>,
    /// What changed.
    pub changes: &'a [Changement],
}

impl FigeView {
    /// The page of a frozen diagnosis.
    pub fn new(page: Page, reader: &Reader<'_>, banner: FrozenBanner, since: &Since<'_>) -> Self {
        let count = since.changes.len();
        Self {
            page: page.fictitious(reader.diagnostic.is_fictitious()),
            banner,
            body: Body::new(reader, &[]),
            changes: (count > 0).then(|| changes_table(reader.diagnostic, since)),
            changes_sentence: match count {
                0 => "Aucun chiffre n'a changé depuis.".to_owned(),
                1 => "Un chiffre n'est plus le même aujourd'hui.".to_owned(),
                _ => format!("{count} chiffres ne sont plus les mêmes aujourd'hui."),
            },
            remove: None,
        }
    }

    /// Shows the button that removes it.
    #[must_use]
    pub fn removable(mut self, urls: &FigeUrls) -> Self {
        self.remove = Some(ActionForm::new("Supprimer cette version", urls.supprimer()));
        self
    }
}

/// Before and now, each with its passport in short.
fn changes_table(frozen: &Diagnostic, since: &Since<'_>) -> Table {
    let columns = vec![
        Column::text("Chiffre"),
        Column::number("Avant"),
        Column::text("Passeport d'avant"),
        Column::number("Aujourd'hui"),
        Column::text("Passeport d'aujourd'hui"),
    ];
    let mut table = Table::new("Chiffres qui ont changé depuis cette version", columns);
    table.rows = since.changes.iter().map(|change| change_row(frozen, since.now, change)).collect();
    table
}

fn change_row(frozen: &Diagnostic, now: Option<&Diagnostic>, change: &Changement) -> Row {
    let read = frozen.indicator(&change.figure.indicateur);
    let unit = read.map_or(Unite::Nombre, |read| read.indicateur.unit);
    let head = Cell::from(change.label.clone()).note(level_label(frozen, change.figure.niveau));
    let (value, passport) = match &change.now {
        Some(figure) => (plain(figure, unit).into(), proof(now, figure)),
        None => (Cell::from("retiré du catalogue"), Cell::default()),
    };
    Row::new(
        head,
        vec![plain(&change.before, unit).into(), proof(Some(frozen), &change.before), value, passport],
    )
}

fn proof(diagnostic: Option<&Diagnostic>, chiffre: &Chiffre) -> Cell {
    let cited = diagnostic.map(|diagnostic| sources(diagnostic, chiffre)).unwrap_or_default();
    let cell = Cell::from(if cited.is_empty() {
        chiffre.passport.vintage.clone()
    } else {
        cited.join("\u{202f}; ")
    });
    cell.note(words::state(chiffre))
}

/// Frozen versions as a table, most recent first; `None` without any.
pub fn table(
    list: &[DiagnosticFige],
    urls: &DiagnosticUrls,
    who: &dyn Fn(&Author) -> String,
) -> Option<Table> {
    if list.is_empty() {
        return None;
    }
    let columns = ["Version", "Figée le", "Par", "Pourquoi", "Depuis"].map(Column::text).to_vec();
    let mut table = Table::new("Versions figées de ce diagnostic", columns);
    let mut sorted: Vec<&DiagnosticFige> = list.iter().collect();
    sorted.sort_by_key(|fige| std::cmp::Reverse((fige.frozen_at, fige.id)));
    table.rows = sorted
        .into_iter()
        .map(|fige| {
            let own = urls.fige(&fige.id.to_string());
            Row::new(
                Cell::from(fige.name.clone()).link(own.show()),
                vec![
                    words::day(fige.frozen_at).into(),
                    who(&fige.author).into(),
                    fige.note.clone().unwrap_or_default().into(),
                    Cell::from("Ce qui a changé").link(own.changements()),
                ],
            )
        })
        .collect();
    Some(table)
}

/// The page of all frozen versions.
pub fn frozen_list(
    page: Page,
    list: &[DiagnosticFige],
    urls: &DiagnosticUrls,
    who: &dyn Fn(&Author) -> String,
) -> SheetView {
    let lead = "Une version figée garde les chiffres d'un jour. Citez-la dans une lettre ou un dossier\u{a0}: elle ne changera plus.";
    let mut parts = vec![Part::Lead(lead.to_owned())];
    match table(list, urls, who) {
        Some(table) => parts.extend([
            Part::Table("figes", table),
            Part::Buttons(vec![Link::new("Revenir au diagnostic d'aujourd'hui", urls.show())]),
        ]),
        None => parts.push(Part::Empty(EmptyState {
            title: "Aucune version n'est figée.",
            text: "Le bouton «\u{a0}Figer ce diagnostic\u{a0}» est au bas du diagnostic.".to_owned(),
            link: Some(Link::new("Ouvrir le diagnostic", urls.show())),
        })),
    }
    SheetView::new(page, parts)
}

/// What the address of the list says was just done.
pub fn done(removed: Option<FigeUrls>, restored: bool, may_edit: bool) -> Option<Notice> {
    match removed {
        Some(urls) => {
            let notice = Notice::new(Tone::Success, "La version figée est supprimée.");
            let undo = ActionForm::new("Rétablir la version", urls.retablir());
            Some(if may_edit { notice.with_action(undo) } else { notice })
        }
        None => restored.then(|| Notice::new(Tone::Success, "La version figée est rétablie.")),
    }
}
