//! Fictitious data for the gallery and the tests of templates.

use askama::Template;

/// A view with fictitious data.
pub struct Sample {
    /// Key in the gallery's addresses.
    pub key: &'static str,
    /// What it shows.
    pub title: &'static str,
    /// The whole page.
    pub html: String,
}

/// Renders a view as a sample.
///
/// # Panics
/// When the template fails, which the tests are there to tell.
pub(crate) fn sample(key: &'static str, title: &'static str, view: &impl Template) -> Sample {
    Sample { key, title, html: view.render().unwrap_or_else(|error| format!("{key}: {error}")) }
}

/// All samples of all views.
pub fn all() -> Vec<Sample> {
    use crate::shell::PageError;

    let mut samples = Vec::new();
    let error = super::ErrorView::new(&PageError::NotFound.words(), "0193-4c1f");
    samples.push(sample("erreur", "Une erreur", &error));
    samples
}
