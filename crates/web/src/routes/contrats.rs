//! Contracts: terms, signature, avenants, missions.

use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{EditContrat, ReadContrat, SignContrat};

use super::{Route, route};
use crate::pages::contrats::{self, ecrire, missions, signer};

macro_rules! one {
    ($rest:literal) => {
        concat!("/c/{cpts}/contrats/{contrat}", $rest)
    };
}

pub(super) const ROUTES: &[Route] = &[
    route::<ReadContrat>(Method::GET, "/c/{cpts}/contrats", |r, p| r.route(p, get(contrats::list))),
    route::<EditContrat>(Method::GET, "/c/{cpts}/contrats/nouveau", |r, p| r.route(p, get(ecrire::new))),
    route::<EditContrat>(Method::POST, "/c/{cpts}/contrats/nouveau", |r, p| r.route(p, post(ecrire::create))),
    route::<ReadContrat>(Method::GET, one!(""), |r, p| r.route(p, get(contrats::show))),
    route::<EditContrat>(Method::POST, one!("/supprimer"), |r, p| r.route(p, post(contrats::remove))),
    route::<EditContrat>(Method::POST, one!("/retablir"), |r, p| r.route(p, post(contrats::restore))),
    route::<EditContrat>(Method::GET, one!("/termes"), |r, p| r.route(p, get(ecrire::terms))),
    route::<EditContrat>(Method::POST, one!("/termes"), |r, p| r.route(p, post(ecrire::save_terms))),
    route::<EditContrat>(Method::GET, one!("/montants/{annee}"), |r, p| {
        r.route(p, get(ecrire::show_amounts))
    }),
    route::<EditContrat>(Method::POST, one!("/montants/{annee}"), |r, p| {
        r.route(p, post(ecrire::save_amounts))
    }),
    route::<SignContrat>(Method::GET, one!("/signer"), |r, p| r.route(p, get(signer::show))),
    route::<SignContrat>(Method::POST, one!("/signer"), |r, p| r.route(p, post(signer::save))),
    route::<EditContrat>(Method::POST, one!("/avenant"), |r, p| r.route(p, post(signer::begin))),
    route::<EditContrat>(Method::POST, one!("/avenant/abandonner"), |r, p| r.route(p, post(signer::give_up))),
    route::<ReadContrat>(Method::GET, one!("/versions/{numero}"), |r, p| {
        r.route(p, get(contrats::show_version))
    }),
    route::<ReadContrat>(Method::GET, one!("/missions"), |r, p| r.route(p, get(missions::show))),
    route::<EditContrat>(Method::POST, one!("/missions/{mission}/commencer"), |r, p| {
        r.route(p, post(missions::start))
    }),
    route::<EditContrat>(Method::POST, one!("/missions/{mission}/preuve"), |r, p| {
        r.route(p, post(missions::prove))
    }),
    route::<EditContrat>(Method::POST, one!("/missions/{mission}/deployer"), |r, p| {
        r.route(p, post(missions::deploy))
    }),
    route::<EditContrat>(Method::POST, one!("/missions/{mission}/corriger"), |r, p| {
        r.route(p, post(missions::correct))
    }),
    route::<EditContrat>(Method::POST, one!("/complet"), |r, p| r.route(p, post(missions::complete))),
    route::<EditContrat>(Method::POST, one!("/plan-crise"), |r, p| r.route(p, post(missions::plan))),
    route::<EditContrat>(Method::POST, one!("/crises"), |r, p| r.route(p, post(missions::crisis))),
];
