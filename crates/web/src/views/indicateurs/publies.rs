//! Contracts that other CPTS published.

use app::indicateurs::ContratPublie;
use domain::nombres::{compte, date};

use super::tables;
use crate::views::components::EmptyState;
use crate::views::page::Page;
use crate::views::sheet::{Acte, Part, SheetView};

/// The list.
pub fn liste(title: Page, base: &str, all: &[ContratPublie]) -> SheetView {
    let lead = "Des CPTS publient les indicateurs de leur contrat. Lisez-les, puis copiez-les depuis l'année de votre contrat.";
    let mut parts = vec![Part::Lead(lead.into())];
    if all.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "Aucun contrat publié à ce jour.",
            text: "Le bureau publie les indicateurs du contrat depuis la page du contrat.".into(),
            link: None,
        }));
    }
    let acte = |one: &ContratPublie| {
        let count = compte(one.indicateurs.len(), "indicateur", "indicateurs");
        let mut acte = Acte::new(
            one.nom.clone(),
            vec![format!("{}, {count}, publié le {}", one.titre, date(one.depuis))],
        );
        acte.url = Some(format!("{base}/{}", one.id));
        acte
    };
    parts.push(Part::Actes(all.iter().map(acte).collect()));
    SheetView::new(title, parts)
}

/// One of them: the indicators of its last year.
pub fn un(title: Page, one: &ContratPublie) -> SheetView {
    let last = one.indicateurs.iter().map(|indicateur| indicateur.annee).max().unwrap_or(1);
    let own: Vec<_> = one.indicateurs.iter().filter(|indicateur| indicateur.annee == last).cloned().collect();
    let text = format!("{}. Indicateurs de l'année {last} du contrat, sans leurs valeurs.", one.titre);
    let mut parts = vec![Part::Lead(text)];
    if own.is_empty() {
        parts.push(Part::Text(vec!["Cette CPTS n'a encore publié aucun indicateur.".into()]));
    }
    parts.extend(tables(&own, |_| None));
    SheetView::new(title, parts)
}
