//! What is published, and what is missing.

use domain::diagnostic::acces::{Niveaux, Publie, Simulation};
use domain::nombres::{decimal, entier, habitants, pourcent};
use territory::measure::Measure;

use super::super::components::{EmptyState, KeyFigure, Link};
use super::super::wording::spaced;

/// What the DREES publishes for the territory.
pub(super) fn published(simulation: &Simulation) -> Vec<KeyFigure> {
    let Some(published) = &simulation.published else { return Vec::new() };
    let unit = "consultations par an et par habitant standardisé";
    let figure = |label: String, measure: &Measure| KeyFigure {
        label,
        value: measure.value.map(|value| decimal(value, 1)),
        unit: unit.to_owned(),
        note: Some(format!("publié par la DREES pour {}", published.figure.year)),
        partial: measure.is_partial(),
        estimated: measure.estimated.clone(),
        sources: citations(simulation, published),
    };
    let mut figures = vec![figure("APL aux médecins généralistes".to_owned(), &published.figure.mean)];
    figures.extend(published.figure.up_to_age.iter().map(|(age, measure)| {
        figure(format!("APL, médecins de {}\u{a0}ans ou moins", entier(i64::from(*age))), measure)
    }));
    figures.extend(published.under.iter().map(|(label, under)| KeyFigure {
        label: format!("Habitants sous {}", decimal(under.threshold, decimals(under.threshold))),
        value: under.share.value.map(pourcent),
        unit: String::new(),
        note: Some(format!("{} habitants. {}.", habitants(under.inhabitants_under), spaced(label))),
        partial: under.share.is_partial(),
        estimated: under.share.estimated.clone(),
        sources: Vec::new(),
    }));
    figures
}

/// `2,5`, `2,71`.
fn decimals(value: f64) -> usize {
    if (value * 10.0).fract().abs() < 1e-9 { 1 } else { 2 }
}

fn citations(simulation: &Simulation, published: &Publie) -> Vec<String> {
    let year = published.figure.year;
    let files = simulation.sources.iter().filter(|source| source.kind == territory::Kind::Apl);
    files.filter(|source| source.vintage.year == year).map(territory::Passport::citation).collect()
}

/// Where to get what is missing for the levels.
pub(super) fn levels_link(levels: &Niveaux, donnees: &str) -> Option<Link> {
    match levels {
        Niveaux::NoRegister | Niveaux::Uncovered(_) => Some(Link::new("Voir quel fichier importer", donnees)),
        Niveaux::Shown | Niveaux::TooFew(..) => None,
    }
}

/// What stands in the place of the result.
pub(super) fn empty(simulation: &Simulation, donnees: &str) -> Option<EmptyState> {
    if simulation.communes.is_empty() {
        return Some(EmptyState {
            title: "Ce territoire est vide.",
            text: "Ajoutez-lui des communes dans le composeur, puis revenez.".to_owned(),
            link: None,
        });
    }
    if simulation.places.is_empty() {
        return Some(EmptyState {
            title: "La simulation n'est pas possible ici.",
            text: "Il manque les contours des communes, qui donnent leur position. Importez-les, à nouveau si une version ancienne de Maillage les avait lus.".to_owned(),
            link: Some(Link::new("Ouvrir la page des données", donnees)),
        });
    }
    if simulation.changes.is_empty() {
        return Some(EmptyState {
            title: "Aucun changement n'est encore imaginé.",
            text: "Un médecin part, deux s'installent, un centre ouvre\u{a0}: ajoutez un changement. Rien n'est enregistré, l'adresse de la page garde tout.".to_owned(),
            link: None,
        });
    }
    None
}
