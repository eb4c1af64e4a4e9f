//! Fictitious data for the gallery and for the tests of templates.

mod acces;
mod argent;
mod composer;
mod compte;
mod connexion;
mod contrats;
mod diagnostic;
mod dialogues;
mod difference;
mod dossiers;
mod exploitation;
mod externe;
mod fiche;
mod gallery;
mod gouvernance;
mod groupes;
mod imports;
mod indicateurs;
mod instruction;
mod lecture;
mod liste;
mod mobilisation;
mod objectifs;
mod organisation;
mod pages;
mod people;
mod personnes;
mod presences;
mod questionnaires;
mod region;
mod reunions;
mod rgpd;
mod totaux;
mod valeurs;

use askama::Template;

pub use gallery::gallery_routes;

/// A view with fictitious data.
pub struct Sample {
    /// Key in the gallery's addresses.
    pub key: &'static str,
    /// What it shows.
    pub title: &'static str,
    /// The whole page.
    pub html: String,
}

/// Renders a view; a template that fails gives a page that the tests refuse.
fn sample(key: &'static str, title: &'static str, view: &impl Template) -> Sample {
    Sample { key, title, html: view.render().unwrap_or_else(|error| format!("{key}: {error}")) }
}

/// All samples of all views.
pub fn all() -> Vec<Sample> {
    let mut samples = pages::samples();
    samples.extend(fiche::samples());
    samples.extend(diagnostic::samples());
    samples.extend(difference::samples());
    samples.extend(dossiers::samples());
    samples.extend(acces::samples());
    samples.extend(exploitation::samples());
    samples.extend(valeurs::samples());
    samples.extend(liste::samples());
    samples.extend(imports::samples());
    samples.extend(indicateurs::samples());
    samples.extend(instruction::samples());
    samples.extend(mobilisation::samples());
    samples.extend(lecture::samples());
    samples.extend(personnes::samples());
    samples.extend(composer::samples());
    samples.extend(gouvernance::samples());
    samples.extend(groupes::samples());
    samples.extend(reunions::samples());
    samples.extend(rgpd::samples());
    samples.extend(organisation::samples());
    samples.extend(connexion::samples());
    samples.extend(compte::samples());
    samples.extend(contrats::samples());
    samples.extend(dialogues::samples());
    samples.extend(argent::samples());
    samples.extend(externe::samples());
    samples.extend(presences::samples());
    samples.extend(questionnaires::samples());
    samples.extend(objectifs::samples());
    samples.extend(region::samples());
    samples.extend(totaux::samples());
    samples.push(sample("composants", "Tous les composants", &gallery::ComponentsView::new()));
    samples
}
