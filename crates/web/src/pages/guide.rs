//! `/aide` and `/accessibilite`.

use super::Page;
use crate::access::Path;
use crate::shell::PageError;
use crate::views::{AccessibilityView, GuidePageView, GuideView, guide_pages};

/// GET `/aide`.
pub(crate) async fn list() -> GuideView {
    GuideView::new(&guide_pages())
}

/// GET `/aide/{page}`.
pub(crate) async fn page(Path(key): Path<String>) -> Page<GuidePageView> {
    let pages = guide_pages();
    let found = pages.iter().find(|page| page.key == key).ok_or(PageError::NotFound)?;
    Ok(GuidePageView::new(found))
}

/// GET `/accessibilite`.
pub(crate) async fn accessibility() -> AccessibilityView {
    AccessibilityView::new(None)
}
