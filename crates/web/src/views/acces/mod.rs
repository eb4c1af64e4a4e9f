//! « Et si… » : access to general practitioners under a set of hypotheses, beside what is published.

mod etat;
mod form;
mod map;
mod parametres;
mod tables;
mod words;

use app::diagnostic::Acces;
use askama::Template;
use askama_web::WebTemplate;

use super::components::{Definition, EmptyState, FormErrors, KeyFigure, Link, Table};
use super::diagnostic::Choropleth;
use super::page::Page;

pub use form::{AddForm, Added, Wrong};
pub use words::refusal;

/// What must stand over every simulated figure.
pub const LABEL: &str = "Simulation de Maillage, pas une publication de la DREES.";

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "acces/show.html")]
pub struct AccesView {
    /// Layout.
    pub page: Page,
    /// Address of the page without any change.
    pub url: String,
    /// What the set of hypotheses does, in plain sentences; the first one is the answer.
    pub sentences: Vec<String>,
    /// The changes that count.
    pub changes: Vec<ChangeLine>,
    /// The changes that are left out, and why.
    pub refused: Vec<ChangeLine>,
    /// What is published.
    pub published: Vec<KeyFigure>,
    /// The form that adds a change.
    pub form: AddForm,
    /// The difference on the map.
    pub map: Option<Choropleth>,
    /// The communes of the territory.
    pub communes: Option<Table>,
    /// Why levels are not simulated, when they are not.
    pub levels: Option<String>,
    /// Where to get what is missing for the levels.
    pub levels_link: Option<Link>,
    /// The communes beyond the territory.
    pub beyond: Option<Table>,
    /// What is said under the communes beyond.
    pub beyond_note: String,
    /// What the computation rests on.
    pub parameters: Vec<Definition>,
    /// The files.
    pub sources: Vec<String>,
    /// What stands in the place of the result.
    pub empty: Option<EmptyState>,
}

/// A change of the set of hypotheses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeLine {
    /// `Un médecin généraliste quitte Castelroc.`
    pub sentence: String,
    /// Acts that it moves, or why it is left out.
    pub detail: String,
    /// The same page without it.
    pub remove: String,
}

/// Where the page stands and what its address says.
pub struct Asked {
    /// Address of the page without any change.
    pub url: String,
    /// Texts of the address that are no change.
    pub unreadable: Vec<String>,
    /// Address of the data page, for those who may import.
    pub donnees: String,
}

impl AccesView {
    /// The page of a set of hypotheses.
    pub fn new(page: Page, acces: &Acces, asked: &Asked) -> Self {
        let simulation = &acces.simulation;
        let page = page.fictitious(simulation.is_fictitious());
        let imagined = Imagined { acces, asked };
        let mut sources: Vec<String> = simulation.sources.iter().map(territory::Passport::citation).collect();
        sources.sort_unstable();
        sources.dedup();
        let effect = simulation.has_effect();
        Self {
            page,
            url: asked.url.clone(),
            sentences: if effect { words::sentences(simulation) } else { Vec::new() },
            changes: imagined.changes(true),
            refused: imagined.refused(),
            published: etat::published(simulation),
            form: AddForm::new(simulation),
            map: acces.carte.as_ref().filter(|_| effect).and_then(|carte| map::of(carte, simulation)),
            communes: tables::communes(simulation, effect),
            levels: effect.then(|| words::levels(&simulation.levels)).flatten(),
            levels_link: etat::levels_link(&simulation.levels, &asked.donnees),
            beyond: tables::beyond(simulation),
            beyond_note: words::beyond(simulation),
            parameters: parametres::all(simulation),
            sources,
            empty: etat::empty(simulation, &asked.donnees),
        }
    }

    /// Errors of the form.
    pub fn errors(&self) -> FormErrors {
        self.form.errors()
    }
}

/// A set of hypotheses and its address.
struct Imagined<'a> {
    acces: &'a Acces,
    asked: &'a Asked,
}

impl Imagined<'_> {
    /// The changes that count, or those that do not.
    fn changes(&self, counted: bool) -> Vec<ChangeLine> {
        let changes = &self.acces.simulation.changes;
        let kept = changes.iter().enumerate().filter(|(_, change)| change.effect.is_ok() == counted);
        kept.map(|(rank, change)| {
            let others = changes.iter().enumerate().filter(|(other, _)| *other != rank);
            let others: Vec<String> = others.map(|(_, other)| other.hypothese.to_string()).collect();
            ChangeLine {
                sentence: words::change(change),
                detail: words::effect(change),
                remove: address(&self.asked.url, &others),
            }
        })
        .collect()
    }

    fn refused(&self) -> Vec<ChangeLine> {
        let all: Vec<String> =
            self.acces.simulation.changes.iter().map(|change| change.hypothese.to_string()).collect();
        let unreadable = self.asked.unreadable.iter().map(|text| ChangeLine {
            sentence: format!("«\u{a0}{text}\u{a0}»"),
            detail:
                "Ce texte de l'adresse n'est pas un changement. Ajoutez le changement avec le formulaire."
                    .to_owned(),
            remove: address(&self.asked.url, &all),
        });
        let mut refused = self.changes(false);
        refused.extend(unreadable);
        refused
    }
}

/// The address of a set of hypotheses.
pub fn address(url: &str, changes: &[String]) -> String {
    // Letters, digits and hyphens: nothing to escape.
    let query: Vec<String> = changes.iter().map(|change| format!("h={change}")).collect();
    if query.is_empty() { url.to_owned() } else { format!("{url}?{}", query.join("&")) }
}
