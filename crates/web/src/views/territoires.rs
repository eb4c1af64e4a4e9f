//! The list of territories, and the form of a new one.

use askama::Template;
use askama_web::WebTemplate;

use super::components::{EmptyState, Field, FormErrors, Link};
use super::page::Page;

/// Territories of a CPTS.
#[derive(Template, WebTemplate)]
#[template(path = "territoires/list.html")]
pub struct TerritoiresView {
    /// Layout.
    pub page: Page,
    /// Territories.
    pub territoires: Vec<TerritoireCard>,
    /// Address of the form of a new territory; `None` without the right to make one.
    pub new_url: Option<String>,
}

/// A territory in a list.
pub struct TerritoireCard {
    /// Name.
    pub name: String,
    /// Address.
    pub url: String,
    /// Name of the reference variant.
    pub reference: String,
    /// `3 variantes`.
    pub variantes: String,
    /// `47 366 habitants en 2016, T2, 4 communes`; a sentence when it is empty.
    pub summary: String,
    /// `modifié le 18/04/2023`.
    pub changed: String,
    /// Address of the diagnosis of the reference; `None` for those who may not read it and for an empty one.
    pub diagnostic: Option<String>,
}

impl TerritoiresView {
    /// What stands in the place of an empty list.
    pub fn empty(&self) -> EmptyState {
        empty_list(self.new_url.clone())
    }
}

/// No territory yet.
pub(super) fn empty_list(new_url: Option<String>) -> EmptyState {
    EmptyState {
        title: "Aucun territoire pour le moment.",
        text: match new_url {
            Some(_) => {
                "Choisissez des communes\u{a0}: vous verrez qui y habite et la classe de taille de la CPTS."
            }
            None => "La coordination n'a pas encore créé de territoire.",
        }
        .to_owned(),
        link: new_url.map(|url| Link::new("Créer un territoire", url)),
    }
}

/// The form of a new territory.
#[derive(Template, WebTemplate)]
#[template(path = "territoires/new.html")]
pub struct NewTerritoireView {
    /// Layout.
    pub page: Page,
    /// Where it posts.
    pub action: String,
    /// Name of the territory.
    pub nom: Field,
    /// Name of its first variant.
    pub variante: Field,
}

impl NewTerritoireView {
    /// The form with what was typed; `variante` is « Variante A » at first.
    pub fn new(page: Page, action: String, nom: &str, variante: &str) -> Self {
        Self {
            page,
            action,
            nom: Field::new("nom", "Nom du territoire")
                .required()
                .hint("Par exemple le nom de la future CPTS.")
                .value(nom),
            variante: Field::new("variante", "Nom de la première variante")
                .required()
                .hint("Une variante est un périmètre possible. Vous pourrez en comparer plusieurs.")
                .value(variante),
        }
    }

    /// Errors of its fields.
    pub fn errors(&self) -> FormErrors {
        FormErrors::of(&[&self.nom, &self.variante])
    }
}
