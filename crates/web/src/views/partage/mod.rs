//! The one sheet that a guest's link shows.

use askama::Template;
use askama_web::WebTemplate;

use super::components::{Notice, Tone};
use super::page::Page;
use super::sheet::{Part, SheetView};
use super::variante::VarianteView;

/// A sheet, read-only, without the menu of its CPTS.
#[derive(Template, WebTemplate)]
#[template(path = "partage/show.html")]
pub struct PartageView {
    /// Layout.
    pub page: Page,
    /// Name of the CPTS that shares it.
    pub cpts: String,
    /// Last day of the link.
    pub until: String,
    /// The sheet.
    pub sheet: VarianteView,
}

/// A link that shows nothing any more: which, and whom to ask.
pub fn over(page: Page, sentence: &str, cpts: &str) -> SheetView {
    let parts = vec![
        Part::Notice(Notice::new(Tone::Attention, sentence)),
        Part::Text(vec![format!("Demandez un nouveau lien à la coordination de {cpts}.")]),
    ];
    SheetView::new(page, parts)
}

/// A link that is not known: it says nothing of what exists.
pub fn unknown(page: Page) -> SheetView {
    let parts = vec![
        Part::Notice(Notice::new(
            Tone::Attention,
            "Ce lien n'est pas reconnu. L'adresse est peut-être incomplète.",
        )),
        Part::Text(vec![
            "Ouvrez de nouveau le lien en entier. Sinon, demandez-le à la personne qui vous l'a donné."
                .to_owned(),
        ]),
    ];
    SheetView::new(page, parts)
}
