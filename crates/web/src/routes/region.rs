//! What a region follows and shares; the sheets of experience of the CPTS.

use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{EditExperiences, EditOutils, EditRegion, ReadOutils, ReadRegion};

use super::{Route, route, within};
use crate::pages::region::{argent, boite, coller, experiences, objectifs, outils, projets, tableau};

macro_rules! region {
    ($rest:literal) => {
        concat!("/i/{institution}/region", $rest)
    };
}

macro_rules! outil {
    ($rest:literal) => {
        concat!("/i/{institution}/outils", $rest)
    };
}

macro_rules! experience {
    ($rest:literal) => {
        concat!("/c/{cpts}/experiences", $rest)
    };
}

pub(super) const ROUTES: &[Route] = &[
    within::<ReadRegion>(Method::GET, region!(""), |r, p| r.route(p, get(tableau::show))),
    within::<ReadRegion>(Method::GET, region!(".csv"), |r, p| r.route(p, get(tableau::csv))),
    within::<ReadRegion>(Method::GET, region!(".xlsx"), |r, p| r.route(p, get(tableau::xlsx))),
    within::<ReadRegion>(Method::GET, region!("/couverture"), |r, p| r.route(p, get(tableau::coverage))),
    within::<ReadRegion>(Method::GET, region!("/argent"), |r, p| r.route(p, get(argent::show))),
    within::<ReadRegion>(Method::GET, region!("/argent.csv"), |r, p| r.route(p, get(argent::csv))),
    within::<ReadRegion>(Method::GET, region!("/argent.xlsx"), |r, p| r.route(p, get(argent::xlsx))),
    within::<EditRegion>(Method::GET, region!("/nouveau"), |r, p| r.route(p, get(projets::new))),
    within::<EditRegion>(Method::POST, region!("/nouveau"), |r, p| r.route(p, post(projets::create))),
    within::<EditRegion>(Method::GET, region!("/coller"), |r, p| r.route(p, get(coller::ask))),
    within::<EditRegion>(Method::POST, region!("/coller"), |r, p| r.route(p, post(coller::read))),
    within::<EditRegion>(Method::GET, region!("/objectif"), |r, p| r.route(p, get(objectifs::new))),
    within::<EditRegion>(Method::POST, region!("/objectif"), |r, p| r.route(p, post(objectifs::create))),
    within::<EditRegion>(Method::POST, region!("/objectifs/{objectif}/retirer"), |r, p| {
        r.route(p, post(objectifs::remove))
    }),
    within::<ReadRegion>(Method::GET, region!("/projets/{suivi}"), |r, p| r.route(p, get(projets::show))),
    within::<EditRegion>(Method::GET, region!("/projets/{suivi}/modifier"), |r, p| {
        r.route(p, get(projets::edit))
    }),
    within::<EditRegion>(Method::POST, region!("/projets/{suivi}/modifier"), |r, p| {
        r.route(p, post(projets::save))
    }),
    within::<EditRegion>(Method::POST, region!("/projets/{suivi}/etape"), |r, p| {
        r.route(p, post(projets::advance))
    }),
    within::<EditRegion>(Method::POST, region!("/projets/{suivi}/etape/annuler"), |r, p| {
        r.route(p, post(projets::take_back))
    }),
    within::<EditRegion>(Method::POST, region!("/projets/{suivi}/retirer"), |r, p| {
        r.route(p, post(projets::remove))
    }),
    within::<EditRegion>(Method::POST, region!("/projets/{suivi}/retablir"), |r, p| {
        r.route(p, post(projets::restore))
    }),
    within::<ReadRegion>(Method::GET, outil!(""), |r, p| r.route(p, get(outils::list))),
    within::<EditOutils>(Method::GET, outil!("/nouveau"), |r, p| r.route(p, get(outils::new))),
    within::<EditOutils>(Method::POST, outil!("/nouveau"), |r, p| r.route(p, post(outils::create))),
    within::<ReadRegion>(Method::GET, outil!("/{outil}"), |r, p| r.route(p, get(outils::show))),
    within::<EditOutils>(Method::GET, outil!("/{outil}/modifier"), |r, p| r.route(p, get(outils::edit))),
    within::<EditOutils>(Method::POST, outil!("/{outil}/modifier"), |r, p| r.route(p, post(outils::save))),
    within::<EditOutils>(Method::POST, outil!("/{outil}/versions"), |r, p| {
        r.route(p, post(outils::add_version))
    }),
    within::<ReadRegion>(Method::GET, outil!("/{outil}/versions/{numero}"), |r, p| {
        r.route(p, get(outils::download))
    }),
    within::<EditOutils>(Method::POST, outil!("/{outil}/retirer"), |r, p| r.route(p, post(outils::remove))),
    within::<EditOutils>(Method::POST, outil!("/{outil}/retablir"), |r, p| r.route(p, post(outils::restore))),
    within::<ReadRegion>(Method::GET, "/i/{institution}/experiences", |r, p| {
        r.route(p, get(experiences::list_for))
    }),
    within::<ReadRegion>(Method::GET, "/i/{institution}/experiences/{experience}", |r, p| {
        r.route(p, get(experiences::show_for))
    }),
    route::<ReadOutils>(Method::GET, "/c/{cpts}/boite-a-outils", |r, p| r.route(p, get(boite::list))),
    route::<ReadOutils>(Method::GET, "/c/{cpts}/boite-a-outils/{outil}", |r, p| r.route(p, get(boite::show))),
    route::<ReadOutils>(Method::GET, "/c/{cpts}/boite-a-outils/{outil}/versions/{numero}", |r, p| {
        r.route(p, get(boite::download))
    }),
    route::<ReadOutils>(Method::GET, experience!(""), |r, p| r.route(p, get(experiences::list))),
    route::<EditExperiences>(Method::GET, experience!("/nouvelle"), |r, p| r.route(p, get(experiences::new))),
    route::<EditExperiences>(Method::POST, experience!("/nouvelle"), |r, p| {
        r.route(p, post(experiences::create))
    }),
    route::<ReadOutils>(Method::GET, experience!("/{experience}"), |r, p| r.route(p, get(experiences::show))),
    route::<EditExperiences>(Method::GET, experience!("/{experience}/modifier"), |r, p| {
        r.route(p, get(experiences::edit))
    }),
    route::<EditExperiences>(Method::POST, experience!("/{experience}/modifier"), |r, p| {
        r.route(p, post(experiences::save))
    }),
    route::<EditExperiences>(Method::POST, experience!("/{experience}/publier"), |r, p| {
        r.route(p, post(experiences::publish))
    }),
    route::<EditExperiences>(Method::POST, experience!("/{experience}/retrait"), |r, p| {
        r.route(p, post(experiences::withdraw))
    }),
    route::<EditExperiences>(Method::POST, experience!("/{experience}/supprimer"), |r, p| {
        r.route(p, post(experiences::remove))
    }),
    route::<EditExperiences>(Method::POST, experience!("/{experience}/retablir"), |r, p| {
        r.route(p, post(experiences::restore))
    }),
    route::<EditExperiences>(Method::POST, experience!("/{experience}/reprendre"), |r, p| {
        r.route(p, post(experiences::take_up))
    }),
];
