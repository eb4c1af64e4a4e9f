//! The diagnosis of a variant: its figures, its frozen versions, its files, the values that people write down.

use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{EditDiagnostic, ReadDiagnostic};

use super::{Route, route};
use crate::pages::diagnostic::{acces, figes, lecture, livret};

macro_rules! diagnostic {
    ($rest:literal) => {
        concat!("/c/{cpts}/territoires/{territoire}/variantes/{variante}/diagnostic", $rest)
    };
}

pub(super) const ROUTES: &[Route] = &[
    route::<ReadDiagnostic>(Method::GET, "/c/{cpts}/diagnostics", |r, p| r.route(p, get(lecture::list))),
    route::<ReadDiagnostic>(Method::GET, diagnostic!(""), |r, p| r.route(p, get(lecture::show))),
    route::<ReadDiagnostic>(Method::GET, diagnostic!("/indicateurs/{code}"), |r, p| {
        r.route(p, get(lecture::indicateur))
    }),
    route::<ReadDiagnostic>(Method::GET, diagnostic!("/offre"), |r, p| r.route(p, get(lecture::offre))),
    route::<ReadDiagnostic>(Method::GET, diagnostic!("/acces"), |r, p| r.route(p, get(acces::show))),
    route::<ReadDiagnostic>(Method::GET, diagnostic!("/livret.pdf"), |r, p| r.route(p, get(livret::pdf))),
    route::<ReadDiagnostic>(Method::GET, diagnostic!("/livret.docx"), |r, p| r.route(p, get(livret::docx))),
    route::<ReadDiagnostic>(Method::GET, diagnostic!("/livret.xlsx"), |r, p| r.route(p, get(livret::xlsx))),
    route::<ReadDiagnostic>(Method::GET, diagnostic!("/livret.csv"), |r, p| r.route(p, get(livret::csv))),
    route::<ReadDiagnostic>(Method::GET, diagnostic!("/livret.json"), |r, p| r.route(p, get(livret::json))),
    route::<EditDiagnostic>(Method::POST, diagnostic!("/figer"), |r, p| r.route(p, post(figes::freeze))),
    route::<ReadDiagnostic>(Method::GET, diagnostic!("/figes"), |r, p| r.route(p, get(figes::list))),
    route::<ReadDiagnostic>(Method::GET, diagnostic!("/figes/{diagnostic}"), |r, p| {
        r.route(p, get(figes::show))
    }),
    route::<ReadDiagnostic>(Method::GET, diagnostic!("/figes/{diagnostic}/indicateurs/{code}"), |r, p| {
        r.route(p, get(lecture::indicateur))
    }),
    route::<ReadDiagnostic>(Method::GET, diagnostic!("/figes/{diagnostic}/offre"), |r, p| {
        r.route(p, get(lecture::offre))
    }),
    route::<ReadDiagnostic>(Method::GET, diagnostic!("/figes/{diagnostic}/livret.pdf"), |r, p| {
        r.route(p, get(livret::pdf))
    }),
    route::<ReadDiagnostic>(Method::GET, diagnostic!("/figes/{diagnostic}/livret.docx"), |r, p| {
        r.route(p, get(livret::docx))
    }),
    route::<ReadDiagnostic>(Method::GET, diagnostic!("/figes/{diagnostic}/livret.xlsx"), |r, p| {
        r.route(p, get(livret::xlsx))
    }),
    route::<ReadDiagnostic>(Method::GET, diagnostic!("/figes/{diagnostic}/livret.csv"), |r, p| {
        r.route(p, get(livret::csv))
    }),
    route::<ReadDiagnostic>(Method::GET, diagnostic!("/figes/{diagnostic}/livret.json"), |r, p| {
        r.route(p, get(livret::json))
    }),
    route::<EditDiagnostic>(Method::POST, diagnostic!("/figes/{diagnostic}/supprimer"), |r, p| {
        r.route(p, post(figes::remove))
    }),
    route::<EditDiagnostic>(Method::POST, diagnostic!("/figes/{diagnostic}/retablir"), |r, p| {
        r.route(p, post(figes::restore))
    }),
];
