//! Objectives and first actions.

use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{EditObjectifs, ReadObjectifs};

use super::{Route, route};
use crate::pages::objectifs::{self, ecrire};

macro_rules! one {
    ($rest:literal) => {
        concat!("/c/{cpts}/objectifs/{objectif}", $rest)
    };
}

pub(super) const ROUTES: &[Route] = &[
    route::<ReadObjectifs>(Method::GET, "/c/{cpts}/objectifs", |r, p| r.route(p, get(objectifs::show))),
    route::<ReadObjectifs>(Method::GET, "/c/{cpts}/objectifs.pdf", |r, p| r.route(p, get(objectifs::pdf))),
    route::<ReadObjectifs>(Method::GET, "/c/{cpts}/objectifs.docx", |r, p| r.route(p, get(objectifs::docx))),
    route::<ReadObjectifs>(Method::GET, "/c/{cpts}/objectifs.csv", |r, p| r.route(p, get(objectifs::csv))),
    route::<EditObjectifs>(Method::GET, "/c/{cpts}/objectifs/nouveau", |r, p| r.route(p, get(ecrire::new))),
    route::<EditObjectifs>(Method::POST, "/c/{cpts}/objectifs/nouveau", |r, p| {
        r.route(p, post(ecrire::create))
    }),
    route::<ReadObjectifs>(Method::GET, one!(""), |r, p| r.route(p, get(ecrire::show))),
    route::<EditObjectifs>(Method::POST, one!(""), |r, p| r.route(p, post(ecrire::save))),
    route::<EditObjectifs>(Method::POST, one!("/monter"), |r, p| r.route(p, post(ecrire::up))),
    route::<EditObjectifs>(Method::POST, one!("/descendre"), |r, p| r.route(p, post(ecrire::down))),
    route::<EditObjectifs>(Method::POST, one!("/deplacer"), |r, p| r.route(p, post(ecrire::place))),
    route::<EditObjectifs>(Method::POST, one!("/retirer"), |r, p| r.route(p, post(ecrire::remove))),
    route::<EditObjectifs>(Method::POST, one!("/retablir"), |r, p| r.route(p, post(ecrire::restore))),
];
