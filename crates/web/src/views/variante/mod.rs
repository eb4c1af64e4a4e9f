//! The sheet of a variant.

mod ages;
pub(super) mod communes;
mod figures;

use askama::Template;
use askama_web::WebTemplate;
use domain::nombres::{compte, date, decimal, habitants};
use domain::territoire::{Fiche, phrases};

use super::components::{
    ActionForm, Download, Field, FieldKind, FormErrors, KeyFigure, StaticMap, Table, Tone,
};
use super::map::MapIsland;
use super::page::Page;
use super::urls::VarianteUrls;

pub use ages::AgesPanel;
pub use communes::{CommunesPanel, PlaceLine};

/// A sheet: figures, checks, ages, communes, sources, history.
#[derive(Template, WebTemplate)]
#[template(path = "variante/show.html")]
pub struct VarianteView {
    /// Layout. Use [`Page::with_map`] when `map` is set.
    pub page: Page,
    /// Addresses of the variant.
    pub urls: VarianteUrls,
    /// Whether the buttons that change something are shown.
    pub may_edit: bool,
    /// Whether the link to the diagnosis is shown.
    pub shows_diagnostic: bool,
    /// Whether it is the reference variant.
    pub is_reference: bool,
    /// `Fiche établie le …`.
    pub established: String,
    /// Whether the perimeter holds nothing yet.
    pub is_empty: bool,
    /// Population, class, surface, density, ages.
    pub figures: Vec<KeyFigure>,
    /// What limits the population.
    pub population_sentences: Vec<String>,
    /// The same perimeter in other vintages.
    pub by_year: Option<Table>,
    /// Size class, in sentences.
    pub taille_sentences: Vec<String>,
    /// Yearly maxima.
    pub plafonds: Option<Table>,
    /// The declared population beside the computed one.
    pub declared_sentence: Option<String>,
    /// What deserves a look.
    pub checks: Vec<CheckLine>,
    /// The map that can be moved, and its drawing.
    pub map: Option<MapIsland>,
    /// Ages.
    pub ages: AgesPanel,
    /// Communes and IRIS.
    pub communes: CommunesPanel,
    /// EPCI that the perimeter touches.
    pub epcis: Option<Table>,
    /// Priority neighbourhoods.
    pub quartiers: Option<Table>,
    /// The files that the figures come from.
    pub sources: Option<Table>,
    /// How the files were estimated, where they are not counts.
    pub estimates: Vec<String>,
    /// Form of the declared population.
    pub declared_form: DeclaredForm,
    /// Dated states, most recent first.
    pub history: Vec<RevisionLine>,
    /// Files.
    pub downloads: Vec<Download>,
}

/// What a sheet shows besides the [`Fiche`].
pub struct VarianteExtra {
    /// Whether the buttons that change something are shown.
    pub may_edit: bool,
    /// Whether the link to the diagnosis is shown.
    pub shows_diagnostic: bool,
    /// The map that can be moved; `None` when no contour is known.
    pub map: Option<MapIsland>,
    /// Form of the declared population.
    pub declared_form: DeclaredForm,
    /// Dated states, most recent first.
    pub history: Vec<RevisionLine>,
}

/// A check, as the sheet prints it.
pub struct CheckLine {
    /// Colour.
    pub tone: Tone,
    /// The sentence.
    pub text: String,
    /// The places it speaks of.
    pub places: Vec<String>,
    /// Whether the list is folded, because it is long.
    pub folded: bool,
}

/// Fields of the declared population.
pub struct DeclaredForm {
    /// Inhabitants.
    pub habitants: Field,
    /// Year.
    pub annee: Field,
    /// Where it was read.
    pub origine: Field,
}

impl DeclaredForm {
    /// The form with what is recorded, or what was typed.
    pub fn new(habitants: &str, annee: &str, origine: &str) -> Self {
        Self {
            habitants: Field::new("habitants", "Population annoncée")
                .kind(FieldKind::Number)
                .hint("En habitants. Laissez vide pour retirer cette population.")
                .value(habitants),
            annee: Field::new("annee", "Année").kind(FieldKind::Number).hint("Quatre chiffres.").value(annee),
            origine: Field::new("origine", "Où l'avez-vous lue\u{202f}?")
                .hint("Lettre d'intention, note de l'agence, projet de santé…")
                .value(origine),
        }
    }

    /// Errors of its fields.
    pub fn errors(&self) -> FormErrors {
        FormErrors::of(&[&self.habitants, &self.annee, &self.origine])
    }
}

/// A dated state of the perimeter.
pub struct RevisionLine {
    /// Identifier, sent back to restore it.
    pub id: String,
    /// `18/04/2023 à 14 h 30`.
    pub when: String,
    /// Who.
    pub author: String,
    /// What was done: `Ajout de 3 communes`.
    pub summary: String,
    /// Places added.
    pub added: Vec<String>,
    /// Places removed.
    pub removed: Vec<String>,
    /// Whether it is the current state.
    pub current: bool,
}

impl VarianteView {
    /// The sheet as a page. `page` gives the title and the way from the home page.
    pub fn new(page: Page, fiche: &Fiche, urls: VarianteUrls, extra: VarianteExtra) -> Self {
        let diagnosis = &fiche.diagnosis;
        let mut page = page.fictitious(diagnosis.is_fictitious());
        page.has_map = extra.map.is_some();
        Self {
            may_edit: extra.may_edit,
            shows_diagnostic: extra.shows_diagnostic,
            is_reference: fiche.is_reference,
            established: phrases::established(fiche.established_on),
            is_empty: diagnosis.units.is_empty(),
            figures: figures::key_figures(fiche),
            population_sentences: phrases::population(diagnosis),
            by_year: figures::by_year(diagnosis),
            taille_sentences: figures::taille_sentences(fiche),
            plafonds: figures::plafonds(&fiche.plafonds),
            declared_sentence: fiche
                .declared
                .as_ref()
                .map(|comparison| phrases::declared(comparison, diagnosis)),
            checks: diagnosis.checks.iter().map(check_line).collect(),
            map: extra.map,
            ages: AgesPanel::new(diagnosis),
            communes: CommunesPanel::new(diagnosis),
            epcis: communes::epcis(diagnosis),
            quartiers: communes::quartiers(&fiche.quartiers),
            sources: figures::sources(diagnosis),
            estimates: diagnosis.sources.iter().filter_map(|source| source.estimated.clone()).collect(),
            declared_form: extra.declared_form,
            history: extra.history,
            downloads: downloads(&urls, fiche.carte.is_some()),
            urls,
            page,
        }
    }

    /// Whether a check asks for attention.
    pub fn has_attention(&self) -> bool {
        self.checks.iter().any(|check| check.tone == Tone::Attention)
    }

    /// The button that makes it the reference.
    pub fn make_reference(&self) -> ActionForm {
        ActionForm::new("Choisir comme référence", self.urls.reference())
    }
}

/// The drawing of a sheet, described in words.
pub fn static_map(fiche: &Fiche) -> Option<StaticMap> {
    let carte = fiche.carte.as_ref()?;
    let communes = compte(fiche.diagnosis.distinct_communes, "commune", "communes");
    Some(StaticMap::new(
        carte,
        format!(
            "Carte du territoire «\u{a0}{}\u{a0}»\u{a0}: {communes}. La liste est dans le tableau des communes.",
            fiche.territoire
        ),
    ))
}

/// Above this many places, a list is folded.
const LONG_LIST: usize = 12;

fn check_line(check: &territory::diagnosis::Check) -> CheckLine {
    let sentence = phrases::check(check);
    CheckLine {
        tone: match sentence.weight {
            phrases::Weight::Info => Tone::Info,
            phrases::Weight::Attention => Tone::Attention,
        },
        text: sentence.text,
        folded: sentence.places.len() > LONG_LIST,
        places: sentence.places,
    }
}

fn downloads(urls: &VarianteUrls, with_map: bool) -> Vec<Download> {
    let file = |label: &str, url, format, hint| Download { label: label.to_owned(), url, format, hint };
    let mut files = vec![
        file("Fiche à imprimer", urls.pdf(), "PDF", "Toute la fiche, avec la carte et les sources."),
        file("Classeur", urls.xlsx(), "XLSX", "Une feuille par tableau, pour vos calculs."),
        file("Communes et IRIS", urls.csv(), "CSV", "Un tableau simple, qui s'ouvre dans tout tableur."),
    ];
    if with_map {
        files.push(file("Contours", urls.geojson(), "GeoJSON", "Pour un logiciel de cartographie."));
        files.push(file("Carte", urls.svg(), "SVG", "Une image nette à toutes les tailles."));
    }
    files.push(file("Données de la fiche", urls.json(), "JSON", "Pour un autre logiciel."));
    files
}

/// `habitants` with a number of decimals that suits small and large figures alike.
fn rounded(value: f64) -> String {
    if value.abs() < 100.0 { decimal(value, 1) } else { habitants(value) }
}

/// A day, or nothing.
fn day(day: Option<jiff::civil::Date>) -> String {
    day.map(date).unwrap_or_default()
}
