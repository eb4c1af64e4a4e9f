//! The part of a page that a list is: what was found, sorted, and its lines of one page.

use domain::nombres::{compte, entier};
use domain::recherche::Demande;

use super::{Colonne, Etat, Filtre, Lignes, Liste, Ordre};
use crate::views::components::{Cell, Choice, Download, EmptyState, Field, FieldKind, Link, Opt};
use crate::views::sheet::Pager;

/// Lines of a page: what a screen reader and a phone can bear.
const LINES: usize = 50;

/// A list ready to print.
#[derive(Clone, Debug, PartialEq)]
pub struct ListeView {
    /// What the room said.
    pub liste: Liste,
    /// The search box.
    pub recherche: Field,
    /// Filters.
    pub filtres: Vec<Choice>,
    /// Columns to choose; the order to choose.
    pub colonnes: Choice,
    /// Orders to choose from.
    pub tri: Choice,
    /// Headings of the columns that show.
    pub tetes: Vec<SortLink>,
    /// Lines of this page.
    pub lignes: Vec<Ligne>,
    /// `37 personnes sur 412`.
    pub compte: String,
    /// The files, for what was found.
    pub exports: Vec<Download>,
    /// Where the list stands; `None` when it holds in one page.
    pub pager: Option<Pager>,
    /// What stands in the place of lines.
    pub vide: Option<EmptyState>,
    /// Whether something narrows the list.
    pub asked: bool,
    /// Whether the columns were chosen.
    pub chosen: bool,
    /// The question of the address, for actions to come back to.
    pub retour: String,
    /// `Les 412 personnes trouvées`, when the page does not show them all.
    pub tout: Option<String>,
}

/// The heading of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortLink {
    /// The column.
    pub colonne: Colonne,
    /// Address of the list sorted by it; `None` when it is not sorted by.
    pub url: Option<String>,
    /// `ascending`, `descending`; `None` when the order is another.
    pub sens: Option<&'static str>,
}

impl SortLink {
    /// What shows the order to the eye.
    pub fn mark(&self) -> Option<&'static str> {
        self.sens.map(|sens| if sens == "ascending" { "▲" } else { "▼" })
    }
}

/// A line.
#[derive(Clone, Debug, PartialEq)]
pub struct Ligne {
    /// Identifier.
    pub id: String,
    /// First cell.
    pub tete: Cell,
    /// Other cells, each with the heading of its column.
    pub cellules: Vec<(Colonne, Cell)>,
}

/// All that the address asks for, in the order that it asks for: what an export writes.
///
/// Without an order, the nearest to the words looked for come first, then the order of `items`.
pub fn trouver<'a, L: Lignes>(etat: &Etat, items: &'a [L::Item], lignes: &L) -> Vec<&'a L::Item> {
    let asked = Demande::new(&etat.q);
    let keeps = |item: &&L::Item| etat.filtres.iter().all(|(name, value)| lignes.garde(item, name, value));
    let ranked = items.iter().filter(keeps).filter_map(|item| {
        let rank = if asked.is_empty() { Some(0) } else { asked.rank(&lignes.cle(item)) };
        rank.map(|rank| (rank, item))
    });
    let mut found: Vec<(u32, &L::Item)> = ranked.collect();
    if let Some((column, down)) = etat.tri {
        let mut keyed: Vec<(Ordre, &L::Item)> =
            found.into_iter().map(|(_, item)| (lignes.ordre(item, column), item)).collect();
        keyed.sort_by(|(a, _), (b, _)| a.compare(b, down));
        return keyed.into_iter().map(|(_, item)| item).collect();
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, item)| item).collect()
}

/// The list of an address.
pub fn page<L: Lignes>(liste: Liste, etat: &Etat, items: &[L::Item], lignes: &L) -> ListeView {
    let found = trouver(etat, items, lignes);
    let pages = found.len().div_ceil(LINES).max(1);
    let etat = &etat.at(etat.page.clamp(1, pages));
    let shown: Vec<Colonne> = shown(&liste, etat).cloned().collect();
    let start = (etat.page - 1) * LINES;
    let line = |item: &&L::Item| Ligne {
        id: lignes.id(item),
        tete: lignes.tete(item),
        cellules: shown
            .iter()
            .skip(1)
            .map(|column| (column.clone(), lignes.cellule(item, column.key)))
            .collect(),
    };
    ListeView {
        recherche: search(&liste, etat),
        filtres: liste.filtres.iter().map(|filtre| filter(liste.id, filtre, etat)).collect(),
        colonnes: columns(&liste, &shown),
        tri: orders(&liste, etat),
        tetes: shown.iter().map(|column| heading(&liste, column, etat)).collect(),
        lignes: found.iter().skip(start).take(LINES).map(line).collect(),
        compte: counted(&liste, found.len(), items.len()),
        exports: exports(&liste, etat),
        pager: (pages > 1).then(|| pager(&liste, etat, pages)),
        vide: empty(&liste, found.is_empty(), items.is_empty()),
        asked: etat.asked(),
        chosen: !etat.colonnes.is_empty(),
        retour: etat.question(),
        tout: (found.len() > LINES).then(|| everything(&liste, found.len())),
        liste,
    }
}

fn shown<'a>(liste: &'a Liste, etat: &'a Etat) -> impl Iterator<Item = &'a Colonne> {
    let chosen = |one: &Colonne| match etat.colonnes.is_empty() {
        true => one.montree,
        false => etat.colonnes.contains(&one.key),
    };
    liste.colonnes.iter().enumerate().filter(move |(rank, one)| *rank == 0 || chosen(one)).map(|(_, one)| one)
}

fn search(liste: &Liste, etat: &Etat) -> Field {
    let field = Field::new("q", "Chercher").kind(FieldKind::Search).value(etat.q.clone());
    let field = field.id(format!("{}-q", liste.id));
    match &liste.aide {
        Some(aide) => field.hint(aide.clone()),
        None => field,
    }
}

fn filter(id: &str, filtre: &Filtre, etat: &Etat) -> Choice {
    let set = etat.filtre(filtre.name);
    let mut options = vec![Opt::new("", filtre.tous, set.is_none())];
    options.extend(filtre.valeurs.iter().map(|(value, label)| Opt::new(value, label, set == Some(value))));
    Choice::new(filtre.name, filtre.label, options).id(format!("{id}-{}", filtre.name))
}

fn columns(liste: &Liste, shown: &[Colonne]) -> Choice {
    let option = |one: &Colonne| Opt::new(one.key, one.label, shown.contains(one));
    let options = liste.colonnes.iter().skip(1).map(option).collect();
    Choice::new("col", "Colonnes", options).id(format!("{}-col", liste.id))
}

fn orders(liste: &Liste, etat: &Etat) -> Choice {
    let mut options = vec![Opt::new("", "Ordre habituel", etat.tri.is_none())];
    for column in liste.colonnes.iter().filter(|column| column.tri) {
        for (sign, down, word) in [("", false, ""), ("-", true, ", en sens inverse")] {
            let value = format!("{sign}{}", column.key);
            let label = format!("{}{word}", column.label);
            options.push(Opt::new(value, label, etat.tri == Some((column.key, down))));
        }
    }
    Choice::new("tri", "Trier par", options).id(format!("{}-tri", liste.id))
}

fn heading(liste: &Liste, column: &Colonne, etat: &Etat) -> SortLink {
    let now = etat.tri.filter(|(key, _)| *key == column.key).map(|(_, down)| down);
    let next = etat.sorted(Some((column.key, now == Some(false))));
    SortLink {
        url: column.tri.then(|| next.url(&liste.url)),
        sens: now.map(|down| if down { "descending" } else { "ascending" }),
        colonne: column.clone(),
    }
}

fn counted(liste: &Liste, found: usize, all: usize) -> String {
    let noms = liste.noms;
    match found {
        0 if all == 0 => String::new(),
        0 => format!("{} {} sur {}", if noms.feminin { "Aucune" } else { "Aucun" }, noms.un, number(all)),
        _ if found == all => compte(found, noms.un, noms.plusieurs),
        _ => format!("{} sur {}", compte(found, noms.un, noms.plusieurs), number(all)),
    }
}

fn number(count: usize) -> String {
    entier(i64::try_from(count).unwrap_or(i64::MAX))
}

fn everything(liste: &Liste, found: usize) -> String {
    let done = if liste.noms.feminin { "trouvées" } else { "trouvés" };
    format!("Tout choisir\u{a0}: les {} {} {done}", number(found), liste.noms.plusieurs)
}

fn exports(liste: &Liste, etat: &Etat) -> Vec<Download> {
    let hint = if etat.asked() { "Ce que votre recherche a trouvé." } else { "Toute la liste." };
    let file = |export: &super::Export| Download {
        label: export.label.clone(),
        url: etat.at(1).url(&export.url),
        format: export.format,
        hint,
    };
    liste.exports.iter().map(file).collect()
}

fn pager(liste: &Liste, etat: &Etat, pages: usize) -> Pager {
    Pager {
        label: format!("Page {} sur {pages}", etat.page),
        previous: (etat.page > 1).then(|| etat.at(etat.page - 1).url(&liste.url)),
        next: (etat.page < pages).then(|| etat.at(etat.page + 1).url(&liste.url)),
    }
}

fn empty(liste: &Liste, none_found: bool, none_at_all: bool) -> Option<EmptyState> {
    match (none_at_all, none_found) {
        (true, _) => Some(liste.vide.clone().unwrap_or(EmptyState {
            title: "Rien ici pour le moment.",
            text: "Cette liste se remplira d'elle-même.".to_owned(),
            link: None,
        })),
        (false, true) => Some(EmptyState {
            title: "Rien ne correspond à votre recherche.",
            text: "Essayez un seul mot, ou retirez un filtre.".to_owned(),
            link: Some(Link::new("Voir toute la liste", liste.url.clone())),
        }),
        (false, false) => None,
    }
}
