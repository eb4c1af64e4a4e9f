//! The history of mobilisation as text.

use crate::views::components::Download;
use crate::views::page::Page;
use crate::views::sheet::{Part, SheetView};

/// The page: the sentences that the document holds too.
pub fn show(page: Page, base: &str, phrases: Vec<(String, Vec<String>)>) -> SheetView {
    let lead = "Ce texte répond à la rubrique «\u{a0}Méthodologie d'information et de mobilisation\u{a0}» de la lettre d'intention.";
    let mut parts = vec![
        Part::Lead(lead.to_owned()),
        Part::Downloads(vec![Download {
            label: "Historique de la mobilisation".to_owned(),
            url: format!("{base}/historique.docx"),
            format: "DOCX",
            hint: "à coller dans la lettre",
        }]),
    ];
    for (title, sentences) in phrases {
        parts.push(Part::Heading(title));
        parts.push(Part::List(sentences));
    }
    SheetView::new(page, parts)
}
