//! The diagnoses of a CPTS: one a variant. An institution that may read them starts here.

use super::super::components::{Cell, Column, EmptyState, Row, Table, Tone};
use super::super::page::Page;
use super::super::sheet::{Part, SheetView};

/// A variant and its diagnosis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiagnosedVariante {
    /// Name of the territory.
    pub territoire: String,
    /// Name of the variant.
    pub variante: String,
    /// Whether it is the reference of its territory.
    pub is_reference: bool,
    /// Address of its diagnosis.
    pub url: String,
}

/// The page of all diagnoses.
pub fn liste(page: Page, variantes: &[DiagnosedVariante]) -> SheetView {
    let lead = "Un diagnostic dit qui vit sur un territoire, qui soigne, et ce qui le distingue d'ailleurs.";
    let mut parts = vec![Part::Lead(lead.to_owned())];
    if variantes.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "Cette CPTS n'a pas encore de territoire.",
            text: "Le diagnostic se calcule dès qu'un territoire est composé.".to_owned(),
            link: None,
        }));
        return SheetView::new(page, parts);
    }
    let mut table = Table::new("Diagnostics", ["Territoire", "Variante", "Lire"].map(Column::text).to_vec());
    table.rows = variantes
        .iter()
        .map(|one| {
            let name = Cell::from(one.variante.clone());
            let name = if one.is_reference { name.tag(Tone::Success, "référence") } else { name };
            Row::new(
                one.territoire.clone(),
                vec![name, Cell::from("Voir le diagnostic").link(one.url.clone())],
            )
        })
        .collect();
    parts.push(Part::Table("diagnostics", table));
    SheetView::new(page, parts)
}
