//! The composer: search, intercommunalities, IRIS, pasted lists and files, beside the map.

mod preview;

use askama::Template;
use askama_web::WebTemplate;

use super::components::{EmptyState, Field, FieldKind, KeyFigure, More, Notice};
use super::map::MapIsland;
use super::page::Page;
use super::urls::VarianteUrls;

pub use preview::{PreviewLine, PreviewView, Proposal};

/// The page where a perimeter is made. After a change, htmx receives [`ComposerView::as_workshop`].
#[derive(Template, WebTemplate)]
#[template(path = "composer/show.html", blocks = ["workshop"])]
pub struct ComposerView {
    /// Layout.
    pub page: Page,
    /// Addresses of the variant.
    pub urls: VarianteUrls,
    /// What is open in the page, sent back by every form.
    pub state: ComposerState,
    /// What just happened, with the button that takes it back.
    pub notice: Option<Notice>,
    /// Population, class, communes.
    pub figures: Vec<KeyFigure>,
    /// The perimeter, in groups.
    pub lines: Vec<MemberLine>,
    /// Results of the search; `None` before any search.
    pub search: Option<SearchResults>,
    /// Intercommunalities found; `None` before any search.
    pub epcis: Option<EpciResults>,
    /// IRIS of one commune, when asked for.
    pub iris: Option<IrisPanel>,
    /// The map, when contours are known.
    pub map: Option<MapIsland>,
    /// Error of the pasted list, in French.
    pub liste_error: Option<String>,
    /// Error of the file, in French.
    pub fichier_error: Option<String>,
}

/// What is open in the composer: its address, and hidden fields of its forms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ComposerState {
    /// Searched name, postcode or code.
    pub q: String,
    /// Searched intercommunality.
    pub intercommunalite: String,
    /// Commune whose IRIS are shown.
    pub iris: String,
}

impl ComposerState {
    /// Names and values that are not empty, for hidden fields and addresses.
    pub fn pairs(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("q", self.q.as_str()),
            ("intercommunalite", self.intercommunalite.as_str()),
            ("iris", self.iris.as_str()),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The same without one of its fields, for the form that types it.
    pub fn pairs_without(&self, name: &str) -> Vec<(&'static str, &str)> {
        self.pairs().into_iter().filter(|(pair, _)| *pair != name).collect()
    }
}

/// A unit of the perimeter.
pub struct MemberLine {
    /// Code, sent back to remove it.
    pub code: String,
    /// Name.
    pub name: String,
    /// Postcodes, département, or commune of an IRIS.
    pub detail: String,
    /// Inhabitants, or « inconnu ».
    pub population: String,
    /// Whether it is an IRIS.
    pub is_iris: bool,
}

/// A commune, arrondissement or IRIS found.
pub struct UnitResult {
    /// Code, sent back to add it.
    pub code: String,
    /// Name.
    pub name: String,
    /// Postcodes, département.
    pub detail: String,
    /// Inhabitants, or « inconnu ».
    pub population: String,
    /// Whether the perimeter holds it, wholly.
    pub inside: bool,
    /// How much of it the perimeter holds, when in part: `3 IRIS sur 12`.
    pub part: Option<String>,
    /// Whether it is divided into IRIS, which can be taken one by one.
    pub has_iris: bool,
}

/// What a search found.
pub struct SearchResults {
    /// Lines.
    pub lines: Vec<UnitResult>,
    /// How many there are in all.
    pub more: More,
}

/// An intercommunality found.
pub struct EpciResult {
    /// SIREN, sent back to add its communes.
    pub code: String,
    /// Name.
    pub name: String,
    /// `37 communes, dont 4 dans le territoire`.
    pub detail: String,
    /// Whether all its communes are in the perimeter.
    pub complete: bool,
}

/// What a search of intercommunalities found.
pub struct EpciResults {
    /// Lines.
    pub lines: Vec<EpciResult>,
}

/// The IRIS of a commune.
pub struct IrisPanel {
    /// Code of the commune.
    pub commune: String,
    /// Name of the commune.
    pub name: String,
    /// Its IRIS.
    pub lines: Vec<UnitResult>,
    /// Citation of the file that lists them.
    pub source: String,
}

impl ComposerView {
    /// Field of the search.
    pub fn search_field(&self) -> Field {
        Field::new("q", "Commune ou IRIS")
            .kind(FieldKind::Search)
            .hint("Nom, code postal ou code INSEE. Les accents et les traits d'union ne comptent pas.")
            .value(&*self.state.q)
    }

    /// Field of the search of intercommunalities.
    pub fn epci_field(&self) -> Field {
        Field::new("intercommunalite", "Intercommunalité")
            .kind(FieldKind::Search)
            .hint("Nom de la communauté de communes, de la communauté d'agglomération ou de la métropole.")
            .value(&*self.state.intercommunalite)
    }

    /// Field of the pasted list.
    pub fn liste_field(&self) -> Field {
        Field::new("liste", "Liste de communes ou d'IRIS")
            .kind(FieldKind::Area { rows: 6 })
            .hint("Une commune par ligne, ou un tableau copié d'un document. Noms, codes postaux ou codes INSEE.")
            .error(self.liste_error.clone())
    }

    /// Field of the file.
    pub fn fichier_field(&self) -> Field {
        Field::new("fichier", "Fichier CSV ou XLSX")
            .kind(FieldKind::File { accept: ".csv,.txt,.xlsx" })
            .hint("Avec une colonne de codes ou de noms. Rien n'est ajouté avant votre accord.")
            .error(self.fichier_error.clone())
    }

    /// What stands in the place of an empty perimeter.
    pub fn empty(&self) -> EmptyState {
        EmptyState {
            title: "Ce territoire est vide.",
            text: "Cherchez une commune, prenez une intercommunalité entière ou collez une liste.".to_owned(),
            link: None,
        }
    }

    /// Whether a part of the page is folded until it is used.
    pub fn opens_list(&self) -> bool {
        self.liste_error.is_some() || self.fichier_error.is_some()
    }
}
