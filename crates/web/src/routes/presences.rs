//! Presences: the screen of the room, the phones, the secretary, the sheet.

use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{EditCommunaute, ManagePresences};

use super::{Route, public, route};
use crate::pages::presences::{code, feuille, hors_ligne, recu, secretaire, signer, une};

macro_rules! presences {
    ($rest:literal) => {
        concat!("/c/{cpts}/reunions/{reunion}/presences", $rest)
    };
}

pub(super) const ROUTES: &[Route] = &[
    public(Method::GET, "/presence", |r, p| r.route(p, get(code::ask))),
    public(Method::POST, "/presence", |r, p| r.route(p, post(code::read))),
    public(Method::GET, "/presence/hors-ligne", |r, p| r.route(p, get(hors_ligne::page))),
    public(Method::GET, "/presence/veille.js", |r, p| r.route(p, get(hors_ligne::worker))),
    public(Method::GET, "/presence/{token}", |r, p| r.route(p, get(signer::show))),
    public(Method::POST, "/presence/{token}", |r, p| r.route(p, post(signer::sign))),
    public(Method::GET, "/presence/moi/{token}", |r, p| r.route(p, get(signer::show_link))),
    public(Method::POST, "/presence/moi/{token}", |r, p| r.route(p, post(signer::sign_link))),
    public(Method::GET, "/presence/recu/{token}", |r, p| r.route(p, get(recu::show))),
    public(Method::POST, "/presence/recu/{token}/partir", |r, p| r.route(p, post(recu::leave))),
    public(Method::POST, "/presence/oublier", |r, p| r.route(p, post(recu::forget))),
    route::<ManagePresences>(Method::GET, presences!(""), |r, p| r.route(p, get(secretaire::show))),
    route::<ManagePresences>(Method::POST, presences!("/noter"), |r, p| r.route(p, post(secretaire::mark))),
    route::<ManagePresences>(Method::POST, presences!("/decider"), |r, p| {
        r.route(p, post(secretaire::decide))
    }),
    route::<ManagePresences>(Method::GET, presences!("/ecran"), |r, p| r.route(p, get(secretaire::screen))),
    route::<ManagePresences>(Method::GET, presences!("/feuille"), |r, p| r.route(p, get(feuille::show))),
    route::<ManagePresences>(Method::POST, presences!("/clore"), |r, p| r.route(p, post(feuille::close))),
    route::<ManagePresences>(Method::GET, presences!("/feuille.pdf"), |r, p| r.route(p, get(feuille::pdf))),
    route::<ManagePresences>(Method::GET, presences!("/feuille.csv"), |r, p| r.route(p, get(feuille::csv))),
    route::<ManagePresences>(Method::GET, presences!("/feuille.xlsx"), |r, p| r.route(p, get(feuille::xlsx))),
    route::<ManagePresences>(Method::GET, presences!("/{presence}"), |r, p| r.route(p, get(une::show))),
    route::<ManagePresences>(Method::POST, presences!("/{presence}/heures"), |r, p| {
        r.route(p, post(une::times))
    }),
    route::<ManagePresences>(Method::POST, presences!("/{presence}/relier"), |r, p| {
        r.route(p, post(une::tie))
    }),
    route::<EditCommunaute>(Method::POST, presences!("/{presence}/fiche"), |r, p| {
        r.route(p, post(une::welcome))
    }),
];
