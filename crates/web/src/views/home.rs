//! The home page.

use askama::Template;
use askama_web::WebTemplate;

use super::components::{EmptyState, Link, Notice, Table};
use super::page::Page;
use super::territoires::TerritoireCard;

/// Territories of the CPTS, what is missing, state of the reference data.
#[derive(Template, WebTemplate)]
#[template(path = "home.html")]
pub struct HomeView {
    /// Layout.
    pub page: Page,
    /// Territories.
    pub territoires: Vec<TerritoireCard>,
    /// Address of the form of a new territory; `None` without the right to make one.
    pub new_url: Option<String>,
    /// Reference data that is missing, and how to get it.
    pub missing: Vec<Notice>,
    /// Reference data at hand: see [`super::datasets::summary_table`].
    pub reference: Option<Table>,
}

impl HomeView {
    /// What stands in the place of an empty list.
    pub fn empty(&self) -> EmptyState {
        super::territoires::empty_list(self.new_url.clone())
    }

    /// The page of reference data.
    pub fn datasets_link(&self) -> Link {
        Link::new("Voir toutes les données et leurs sources", "/donnees")
    }
}
