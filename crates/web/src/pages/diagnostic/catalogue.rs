//! `/indicateurs`: every indicator with its definition.

use domain::diagnostic::catalogue::catalogue;

use super::Page;
use crate::shell::PageError;
use crate::views::diagnostic::CatalogueView;
use crate::views::{self, Section};

/// GET `/indicateurs`.
pub(crate) async fn show() -> Page<CatalogueView> {
    let catalogue = catalogue().map_err(|error| PageError::internal(error))?;
    let page = views::Page::new(Section::Regles, "Comprendre les indicateurs").under("Règles", "/regles");
    Ok(CatalogueView::new(page, catalogue))
}
