//! A long list: search that forgives, filters kept in the address, columns chosen, several lines at once, exports.
//!
//! A room says once what its list is ([`Liste`]) and how one thing is read ([`Lignes`]); the address says what is
//! asked ([`Etat`]); [`page`] makes the part of the page. Only the lines of the page are written out, so that
//! thousands of things are quick.
//!
//! ```ignore
//! struct Lues<'a> { today: Date, urls: &'a CptsUrls }
//! impl Lignes for Lues<'_> {
//!     type Item = PersonneLigne;
//!     fn id(&self, one: &PersonneLigne) -> String { one.id.to_string() }
//!     fn cle<'a>(&self, one: &'a PersonneLigne) -> Cow<'a, str> { Cow::Borrowed(&one.search_key) }
//!     fn garde(&self, one: &PersonneLigne, filtre: &str, valeur: &str) -> bool {
//!         match filtre { "statut" => one.statut.key() == valeur, _ => true }
//!     }
//!     fn ordre(&self, one: &PersonneLigne, colonne: &str) -> Ordre { … }
//!     fn tete(&self, one: &PersonneLigne) -> Cell { Cell::from(one.nom.clone()).link(…) }
//!     fn cellule(&self, one: &PersonneLigne, colonne: &str) -> Cell { … }
//! }
//! let liste = Liste::new("personnes", "Personnes", url, NOMS)
//!     .colonnes(vec![Colonne::new("nom", "Nom"), Colonne::new("statut", "Statut")])
//!     .filtres(vec![Filtre::new("statut", "Statut", "Tous les statuts", options)])
//!     .actions(vec![Action::new("Changer le statut", url).avec(choice)])
//!     .exports(vec![Export::new("Liste", "CSV", url)]);
//! let etat = Etat::of(&query.0, &liste);
//! Part::Liste(Box::new(liste::page(liste, &etat, &rows, &lues)))
//! ```
//!
//! The handler of an export calls [`trouver`] with the same state. That of an action reads [`Choix::of`]: the ticked
//! lines, or all that the search found, and the address to come back to.

mod etat;
mod page;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::cmp::Ordering;

pub use etat::{Choix, Etat};
pub use page::{Ligne, ListeView, SortLink, page, trouver};

use super::components::{Cell, Choice, EmptyState, Opt};

/// How one thing of a list is read.
pub trait Lignes {
    /// What the list holds.
    type Item;
    /// Its identifier, as the ticked box sends it.
    fn id(&self, item: &Self::Item) -> String;
    /// The words that a search looks into: a `search_key`.
    fn cle<'a>(&self, item: &'a Self::Item) -> Cow<'a, str>;
    /// Whether a filter set to a value keeps it.
    fn garde(&self, item: &Self::Item, filtre: &str, valeur: &str) -> bool;
    /// Its place when the list is sorted by a column.
    fn ordre(&self, item: &Self::Item, colonne: &str) -> Ordre;
    /// Its first cell, the heading of its line.
    fn tete(&self, item: &Self::Item) -> Cell;
    /// Its cell in another column.
    fn cellule(&self, item: &Self::Item, colonne: &str) -> Cell;
}

/// The place of a line in a sorted list. What is not known comes last, whichever way.
#[derive(Clone, Debug, PartialEq)]
pub enum Ordre {
    /// Words, by their `search_key`.
    Mots(String),
    /// A number.
    Nombre(f64),
    /// Not known.
    Rien,
}

impl Ordre {
    /// From words, sorted without their accents.
    pub fn mots(text: &str) -> Self {
        if text.is_empty() { Self::Rien } else { Self::Mots(territory::text::search_key(text)) }
    }

    fn compare(&self, other: &Self, down: bool) -> Ordering {
        let way = |order: Ordering| if down { order.reverse() } else { order };
        match (self, other) {
            (Self::Mots(a), Self::Mots(b)) => way(a.cmp(b)),
            (Self::Nombre(a), Self::Nombre(b)) => way(a.total_cmp(b)),
            (Self::Rien, Self::Rien) => Ordering::Equal,
            (Self::Rien, _) => Ordering::Greater,
            (_, Self::Rien) => Ordering::Less,
            (Self::Mots(_), Self::Nombre(_)) => way(Ordering::Greater),
            (Self::Nombre(_), Self::Mots(_)) => way(Ordering::Less),
        }
    }
}

/// How what is listed is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noms {
    /// `personne`.
    pub un: &'static str,
    /// `personnes`.
    pub plusieurs: &'static str,
    /// Whether one says « aucune ».
    pub feminin: bool,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colonne {
    /// Key in the address.
    pub key: &'static str,
    /// Heading.
    pub label: &'static str,
    /// Whether it holds numbers.
    pub numeric: bool,
    /// Whether the list can be sorted by it.
    pub tri: bool,
    /// Whether it shows when nobody chose.
    pub montree: bool,
}

impl Colonne {
    /// A column of words, shown, by which one sorts.
    pub fn new(key: &'static str, label: &'static str) -> Self {
        Self { key, label, numeric: false, tri: true, montree: true }
    }

    /// Holds numbers.
    #[must_use]
    pub fn nombre(mut self) -> Self {
        self.numeric = true;
        self
    }

    /// Is not sorted by.
    #[must_use]
    pub fn sans_tri(mut self) -> Self {
        self.tri = false;
        self
    }

    /// Shows only when it is chosen.
    #[must_use]
    pub fn cachee(mut self) -> Self {
        self.montree = false;
        self
    }
}

/// A filter: one list of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filtre {
    /// Key in the address.
    pub name: &'static str,
    /// Label.
    pub label: &'static str,
    /// What says that it keeps everything: `Tous les statuts`.
    pub tous: &'static str,
    /// Values and labels.
    pub valeurs: Vec<(String, String)>,
}

impl Filtre {
    /// A filter and its values.
    pub fn new(
        name: &'static str,
        label: &'static str,
        tous: &'static str,
        valeurs: Vec<(String, String)>,
    ) -> Self {
        Self { name, label, tous, valeurs }
    }
}

/// Something to do with the ticked lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Text of the button: a verb and its object.
    pub label: String,
    /// Where it posts.
    pub url: String,
    /// Whether it takes something away.
    pub danger: bool,
    /// What must be chosen with it.
    pub choix: Option<Choice>,
}

impl Action {
    /// A button and where it posts.
    pub fn new(label: impl Into<String>, url: impl Into<String>) -> Self {
        Self { label: label.into(), url: url.into(), danger: false, choix: None }
    }

    /// Adds a list to choose from, before the button.
    #[must_use]
    pub fn avec(mut self, choix: Choice) -> Self {
        self.choix = Some(choix);
        self
    }

    /// Takes something away.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// A file of the ticked lines only, as a workbook or as CSV.
    pub fn exporter(url: impl Into<String>) -> Self {
        let options = [(XLSX, "Classeur XLSX"), (CSV, "Fichier CSV")];
        let options = options.map(|(key, label)| Opt::new(key, label, false)).to_vec();
        let choix = Choice::new("format", "Forme du fichier", options).id("forme-du-fichier");
        Self::new("Exporter la sélection", url).avec(choix)
    }
}

/// Value of the choice of a workbook.
pub const XLSX: &str = "xlsx";
/// Value of the choice of a text file.
pub const CSV: &str = "csv";

/// A file of what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// What it is.
    pub label: String,
    /// `CSV`, `XLSX`…
    pub format: &'static str,
    /// Address, without the question: the search and the filters are added.
    pub url: String,
}

impl Export {
    /// What it is, its format, its address.
    pub fn new(label: impl Into<String>, format: &'static str, url: impl Into<String>) -> Self {
        Self { label: label.into(), format, url: url.into() }
    }
}

/// What a room says of its list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Liste {
    /// Identifier in the page.
    pub id: &'static str,
    /// What it shows.
    pub caption: String,
    /// Address of the page.
    pub url: String,
    /// How its things are counted.
    pub noms: Noms,
    /// What one may type in the search.
    pub aide: Option<String>,
    /// Columns; the first is the heading of the lines and always shows.
    pub colonnes: Vec<Colonne>,
    /// Filters.
    pub filtres: Vec<Filtre>,
    /// What can be done with several lines; none without the right to.
    pub actions: Vec<Action>,
    /// Files.
    pub exports: Vec<Export>,
    /// What stands there when there is nothing yet.
    pub vide: Option<EmptyState>,
    /// What went wrong with an action.
    pub erreur: Option<String>,
}

impl Liste {
    /// A list without columns yet.
    pub fn new(id: &'static str, caption: impl Into<String>, url: impl Into<String>, noms: Noms) -> Self {
        Self {
            id,
            caption: caption.into(),
            url: url.into(),
            noms,
            aide: None,
            colonnes: Vec::new(),
            filtres: Vec::new(),
            actions: Vec::new(),
            exports: Vec::new(),
            vide: None,
            erreur: None,
        }
    }

    /// Sets the columns.
    #[must_use]
    pub fn colonnes(mut self, colonnes: Vec<Colonne>) -> Self {
        self.colonnes = colonnes;
        self
    }

    /// Sets the filters.
    #[must_use]
    pub fn filtres(mut self, filtres: Vec<Filtre>) -> Self {
        self.filtres = filtres;
        self
    }

    /// Sets what can be done with several lines.
    #[must_use]
    pub fn actions(mut self, actions: Vec<Action>) -> Self {
        self.actions = actions;
        self
    }

    /// Sets the files.
    #[must_use]
    pub fn exports(mut self, exports: Vec<Export>) -> Self {
        self.exports = exports;
        self
    }

    /// Says what one may type in the search.
    #[must_use]
    pub fn aide(mut self, aide: impl Into<String>) -> Self {
        self.aide = Some(aide.into());
        self
    }

    /// Sets what stands there when there is nothing yet.
    #[must_use]
    pub fn vide(mut self, vide: EmptyState) -> Self {
        self.vide = Some(vide);
        self
    }

    /// Says what went wrong with an action: `Cochez au moins une personne.`
    #[must_use]
    pub fn erreur(mut self, erreur: impl Into<String>) -> Self {
        self.erreur = Some(erreur.into());
        self
    }
}
