//! The money of a contract.

use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{EditArgent, ReadArgent};

use super::{Route, route};
use crate::pages::argent::{self, depenses, exports, pieces, regard, versements};

macro_rules! one {
    ($rest:literal) => {
        concat!("/c/{cpts}/contrats/{contrat}/argent", $rest)
    };
}

pub(super) const ROUTES: &[Route] = &[
    route::<ReadArgent>(Method::GET, one!(""), |r, p| r.route(p, get(argent::show))),
    route::<ReadArgent>(Method::GET, one!("/previsions"), |r, p| r.route(p, get(regard::forecast))),
    route::<ReadArgent>(Method::GET, one!("/et-si"), |r, p| r.route(p, get(regard::what_if))),
    route::<ReadArgent>(Method::GET, one!("/enveloppes"), |r, p| r.route(p, get(argent::envelopes))),
    route::<ReadArgent>(Method::GET, one!("/versements"), |r, p| r.route(p, get(versements::list))),
    route::<EditArgent>(Method::POST, one!("/versements"), |r, p| r.route(p, post(versements::note))),
    route::<ReadArgent>(Method::GET, one!("/versements/{mouvement}"), |r, p| {
        r.route(p, get(versements::show))
    }),
    route::<EditArgent>(Method::POST, one!("/versements/{mouvement}/corriger"), |r, p| {
        r.route(p, post(versements::correct))
    }),
    route::<EditArgent>(Method::POST, one!("/versements/{mouvement}/pieces"), |r, p| {
        r.route(p, post(pieces::attach))
    }),
    route::<ReadArgent>(Method::GET, one!("/versements/{mouvement}/pieces/{piece}"), |r, p| {
        r.route(p, get(pieces::download))
    }),
    route::<EditArgent>(Method::POST, one!("/versements/{mouvement}/pieces/{piece}/retirer"), |r, p| {
        r.route(p, post(pieces::detach))
    }),
    route::<ReadArgent>(Method::GET, one!("/depenses"), |r, p| r.route(p, get(depenses::list))),
    route::<EditArgent>(Method::GET, one!("/depenses/nouvelle"), |r, p| r.route(p, get(depenses::new))),
    route::<EditArgent>(Method::POST, one!("/depenses/nouvelle"), |r, p| r.route(p, post(depenses::create))),
    route::<ReadArgent>(Method::GET, one!("/depenses/{depense}"), |r, p| r.route(p, get(depenses::show))),
    route::<EditArgent>(Method::POST, one!("/depenses/{depense}/corriger"), |r, p| {
        r.route(p, post(depenses::correct))
    }),
    route::<EditArgent>(Method::POST, one!("/depenses/{depense}/ventiler"), |r, p| {
        r.route(p, post(depenses::split))
    }),
    route::<EditArgent>(Method::POST, one!("/depenses/{depense}/pieces"), |r, p| {
        r.route(p, post(pieces::attach))
    }),
    route::<ReadArgent>(Method::GET, one!("/depenses/{depense}/pieces/{piece}"), |r, p| {
        r.route(p, get(pieces::download))
    }),
    route::<EditArgent>(Method::POST, one!("/depenses/{depense}/pieces/{piece}/retirer"), |r, p| {
        r.route(p, post(pieces::detach))
    }),
    route::<ReadArgent>(Method::GET, one!("/export.xlsx"), |r, p| r.route(p, get(exports::xlsx))),
    route::<ReadArgent>(Method::GET, one!("/export.csv"), |r, p| r.route(p, get(exports::csv))),
    route::<ReadArgent>(Method::GET, one!("/fec.txt"), |r, p| r.route(p, get(exports::fec))),
];
