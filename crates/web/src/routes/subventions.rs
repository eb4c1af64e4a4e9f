//! Requests for subsidies.

use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{EditSubventions, ReadSubventions, SignSubventions};

use super::{Route, route};
use crate::pages::subventions::{self, exports, partie};

macro_rules! one {
    ($rest:literal) => {
        concat!("/c/{cpts}/subventions/{subvention}", $rest)
    };
}

pub(super) const ROUTES: &[Route] = &[
    route::<ReadSubventions>(Method::GET, "/c/{cpts}/subventions", |r, p| r.route(p, get(subventions::list))),
    route::<EditSubventions>(Method::POST, "/c/{cpts}/subventions/nouveau", |r, p| {
        r.route(p, post(subventions::create))
    }),
    route::<ReadSubventions>(Method::GET, one!(""), |r, p| r.route(p, get(subventions::show))),
    route::<ReadSubventions>(Method::GET, one!("/verifier"), |r, p| r.route(p, get(subventions::check))),
    route::<ReadSubventions>(Method::GET, one!("/export.pdf"), |r, p| r.route(p, get(exports::pdf))),
    route::<ReadSubventions>(Method::GET, one!("/export.docx"), |r, p| r.route(p, get(exports::docx))),
    route::<ReadSubventions>(Method::GET, one!("/export.xlsx"), |r, p| r.route(p, get(exports::xlsx))),
    route::<ReadSubventions>(Method::GET, one!("/export.csv"), |r, p| r.route(p, get(exports::csv))),
    route::<ReadSubventions>(Method::GET, one!("/export.json"), |r, p| r.route(p, get(exports::json))),
    route::<EditSubventions>(Method::POST, one!("/figer"), |r, p| r.route(p, post(exports::freeze))),
    route::<ReadSubventions>(Method::GET, one!("/finales/{numero}"), |r, p| r.route(p, get(exports::frozen))),
    route::<SignSubventions>(Method::POST, one!("/attester"), |r, p| r.route(p, post(partie::attest))),
    route::<EditSubventions>(Method::POST, one!("/supprimer"), |r, p| r.route(p, post(subventions::remove))),
    route::<EditSubventions>(Method::POST, one!("/retablir"), |r, p| r.route(p, post(subventions::restore))),
    route::<ReadSubventions>(Method::GET, one!("/{partie}"), |r, p| r.route(p, get(partie::show))),
    route::<EditSubventions>(Method::POST, one!("/{partie}"), |r, p| r.route(p, post(partie::save))),
];
