//! Indicators of contract years, their annex, published contracts.

use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{EditContrat, ReadContrat, SignContrat};

use super::{Route, route};
use crate::pages::indicateurs::{self, annexe, publies, un};

macro_rules! year {
    ($rest:literal) => {
        concat!("/c/{cpts}/contrats/{contrat}/annees/{annee}", $rest)
    };
}

pub(super) const ROUTES: &[Route] = &[
    route::<ReadContrat>(Method::GET, year!(""), |r, p| r.route(p, get(indicateurs::show))),
    route::<ReadContrat>(Method::GET, year!("/annexe.csv"), |r, p| r.route(p, get(indicateurs::csv))),
    route::<ReadContrat>(Method::GET, year!("/annexe.xlsx"), |r, p| r.route(p, get(indicateurs::xlsx))),
    route::<ReadContrat>(Method::GET, year!("/modele.xlsx"), |r, p| r.route(p, get(indicateurs::template))),
    route::<EditContrat>(Method::POST, year!("/arreter"), |r, p| r.route(p, post(indicateurs::settle))),
    route::<EditContrat>(Method::POST, year!("/rouvrir"), |r, p| r.route(p, post(indicateurs::reopen))),
    route::<EditContrat>(Method::GET, year!("/importer"), |r, p| r.route(p, get(annexe::ask))),
    route::<EditContrat>(Method::POST, year!("/importer"), |r, p| r.route(p, post(annexe::import))),
    route::<EditContrat>(Method::GET, year!("/copier"), |r, p| r.route(p, get(annexe::ask_copy))),
    route::<EditContrat>(Method::POST, year!("/copier"), |r, p| r.route(p, post(annexe::copy))),
    route::<EditContrat>(Method::GET, year!("/indicateurs/nouveau"), |r, p| r.route(p, get(un::new))),
    route::<EditContrat>(Method::POST, year!("/indicateurs/nouveau"), |r, p| r.route(p, post(un::create))),
    route::<EditContrat>(Method::GET, year!("/indicateurs/{indicateur}"), |r, p| r.route(p, get(un::show))),
    route::<EditContrat>(Method::POST, year!("/indicateurs/{indicateur}"), |r, p| {
        r.route(p, post(un::correct))
    }),
    route::<EditContrat>(Method::POST, year!("/indicateurs/{indicateur}/monter"), |r, p| {
        r.route(p, post(un::up))
    }),
    route::<EditContrat>(Method::POST, year!("/indicateurs/{indicateur}/descendre"), |r, p| {
        r.route(p, post(un::down))
    }),
    route::<EditContrat>(Method::POST, year!("/indicateurs/{indicateur}/supprimer"), |r, p| {
        r.route(p, post(un::remove))
    }),
    route::<EditContrat>(Method::POST, year!("/indicateurs/{indicateur}/retablir"), |r, p| {
        r.route(p, post(un::restore))
    }),
    route::<SignContrat>(Method::POST, "/c/{cpts}/contrats/{contrat}/publier", |r, p| {
        r.route(p, post(publies::publish))
    }),
    route::<ReadContrat>(Method::GET, "/c/{cpts}/contrats-publies", |r, p| r.route(p, get(publies::list))),
    route::<ReadContrat>(Method::GET, "/c/{cpts}/contrats-publies/{contrat}", |r, p| {
        r.route(p, get(publies::show))
    }),
];
