//! People and structures of the community.

use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{EditCommunaute, ReadCommunaute};

use super::{Route, route};
use crate::pages::personnes::{actions, doublons, droits, etapes, liste, saisie};
use crate::pages::{pieces, structures};

/// Largest form that brings a document, in bytes: the rules say how much of it is kept.
const MAX_FORM: usize = 20 * 1024 * 1024;

macro_rules! communaute {
    ($rest:literal) => {
        concat!("/c/{cpts}/communaute", $rest)
    };
}

macro_rules! reads {
    ($path:literal, $handler:path) => {
        route::<ReadCommunaute>(Method::GET, communaute!($path), |r, p| r.route(p, get($handler)))
    };
}

/// A form that changes nothing and brings a file.
macro_rules! sends {
    ($path:literal, $handler:path) => {
        route::<ReadCommunaute>(Method::POST, communaute!($path), |r, p| r.route(p, post($handler)))
    };
}

macro_rules! asks {
    ($path:literal, $handler:path) => {
        route::<EditCommunaute>(Method::GET, communaute!($path), |r, p| r.route(p, get($handler)))
    };
}

macro_rules! changes {
    ($path:literal, $handler:path) => {
        route::<EditCommunaute>(Method::POST, communaute!($path), |r, p| r.route(p, post($handler)))
    };
}

macro_rules! brings {
    ($path:literal, $handler:path) => {
        route::<EditCommunaute>(Method::POST, communaute!($path), |r, p| {
            r.route(p, post($handler).layer(DefaultBodyLimit::max(MAX_FORM)))
        })
    };
}

pub(super) const ROUTES: &[Route] = &[
    reads!("/personnes", liste::list),
    reads!("/personnes.csv", liste::csv),
    changes!("/personnes/statut", liste::change_status),
    sends!("/personnes/exporter", liste::export),
    asks!("/personnes/nouvelle", saisie::new),
    changes!("/personnes/nouvelle", saisie::create),
    reads!("/personnes/{personne}", liste::show),
    asks!("/personnes/{personne}/modifier", saisie::edit),
    changes!("/personnes/{personne}/modifier", saisie::save),
    changes!("/personnes/{personne}/retirer", actions::remove),
    changes!("/personnes/{personne}/retablir", actions::restore),
    changes!("/personnes/{personne}/compte", actions::account),
    changes!("/personnes/{personne}/parcours", etapes::add),
    asks!("/personnes/{personne}/parcours/{rang}", etapes::show),
    changes!("/personnes/{personne}/parcours/{rang}", etapes::correct),
    asks!("/personnes/{personne}/donnees", droits::show),
    changes!("/personnes/{personne}/opposition", droits::oppose),
    changes!("/personnes/{personne}/opposition/lever", droits::lift),
    changes!("/personnes/{personne}/effacer", droits::erase),
    reads!("/doublons", doublons::list),
    asks!("/doublons/{gardee}/{autre}", doublons::compare),
    changes!("/doublons/{gardee}/{autre}", doublons::merge),
    changes!("/doublons/{gardee}/{autre}/ecarter", doublons::set_apart),
    changes!("/doublons/fusions/{fusion}/annuler", doublons::undo),
    reads!("/structures", structures::liste::list),
    sends!("/structures/exporter", structures::liste::export),
    asks!("/structures/nouvelle", structures::saisie::new),
    changes!("/structures/nouvelle", structures::saisie::create),
    reads!("/structures/{structure}", structures::liste::show),
    asks!("/structures/{structure}/modifier", structures::saisie::edit),
    changes!("/structures/{structure}/modifier", structures::saisie::save),
    changes!("/structures/{structure}/retirer", structures::liste::remove),
    changes!("/structures/{structure}/retablir", structures::liste::restore),
    reads!("/structures/{structure}/pieces/{piece}", pieces::of_structure),
    asks!("/structures/{structure}/conventions/nouvelle", structures::conventions::new),
    brings!("/structures/{structure}/conventions/nouvelle", structures::conventions::add),
    asks!("/structures/{structure}/conventions/{rang}", structures::conventions::edit),
    brings!("/structures/{structure}/conventions/{rang}", structures::conventions::correct),
    changes!("/structures/{structure}/conventions/{rang}/retirer", structures::conventions::remove),
];
