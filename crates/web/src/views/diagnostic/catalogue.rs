//! Every indicator with its definition: what is counted, by whom, and where that was read.

use askama::Template;
use askama_web::WebTemplate;
use domain::diagnostic::Famille;
use domain::diagnostic::catalogue::{Catalogue, Indicateur};

use super::super::components::Definition;
use super::super::page::Page;
use super::super::wording::spaced;
use super::indicateur::definition;

/// Every indicator.
#[derive(Template, WebTemplate)]
#[template(path = "diagnostic/catalogue.html")]
pub struct CatalogueView {
    /// Layout.
    pub page: Page,
    /// Families with their indicators.
    pub families: Vec<CatalogueFamily>,
}

/// A family of the catalogue.
pub struct CatalogueFamily {
    /// Identifier in the page.
    pub id: &'static str,
    /// Name.
    pub title: &'static str,
    /// Its indicators.
    pub indicators: Vec<CatalogueLine>,
}

/// An indicator of the catalogue.
pub struct CatalogueLine {
    /// Identifier in the page: its code.
    pub code: String,
    /// Name.
    pub label: String,
    /// What it says.
    pub meaning: String,
    /// Who gives its values.
    pub origin: &'static str,
    /// Its definition, line by line.
    pub definition: Vec<Definition>,
}

impl CatalogueView {
    /// The catalogue, family by family.
    pub fn new(page: Page, catalogue: &Catalogue) -> Self {
        let families = Famille::ALL.iter().map(|famille| CatalogueFamily {
            id: famille.key(),
            title: famille.label(),
            indicators: catalogue.all().iter().filter(|one| one.family == *famille).map(line).collect(),
        });
        Self { page, families: families.filter(|family| !family.indicators.is_empty()).collect() }
    }
}

fn line(indicateur: &Indicateur) -> CatalogueLine {
    CatalogueLine {
        code: indicateur.code.clone(),
        label: spaced(&indicateur.label),
        meaning: spaced(&indicateur.meaning),
        origin: if indicateur.is_recorded() {
            "Aucun fichier public ne le donne ici\u{a0}: la CPTS le note."
        } else {
            "Calculé à partir d'un fichier officiel."
        },
        definition: definition(indicateur),
    }
}
