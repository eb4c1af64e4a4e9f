//! Evidence of contracts.

use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{EditPreuves, ReadPreuves};

use super::{Route, route};
use crate::pages::preuves;

macro_rules! one {
    ($rest:literal) => {
        concat!("/c/{cpts}/contrats/{contrat}/preuves", $rest)
    };
}

pub(super) const ROUTES: &[Route] = &[
    route::<ReadPreuves>(Method::GET, one!(""), |r, p| r.route(p, get(preuves::list))),
    route::<EditPreuves>(Method::GET, one!("/nouvelle"), |r, p| r.route(p, get(preuves::new))),
    route::<EditPreuves>(Method::POST, one!("/nouvelle"), |r, p| r.route(p, post(preuves::add))),
    route::<EditPreuves>(Method::GET, one!("/arrivees"), |r, p| r.route(p, get(preuves::take_form))),
    route::<EditPreuves>(Method::POST, one!("/arrivees"), |r, p| r.route(p, post(preuves::take))),
    route::<ReadPreuves>(Method::GET, one!("/{preuve}"), |r, p| r.route(p, get(preuves::show))),
    route::<ReadPreuves>(Method::GET, one!("/{preuve}/document"), |r, p| r.route(p, get(preuves::download))),
    route::<EditPreuves>(Method::POST, one!("/{preuve}/indicateurs"), |r, p| {
        r.route(p, post(preuves::attach))
    }),
    route::<EditPreuves>(Method::POST, one!("/{preuve}/retirer"), |r, p| r.route(p, post(preuves::withdraw))),
];
