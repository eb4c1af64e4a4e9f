//! The diagnosis of a variant: its figures, its frozen versions, its files, the values that people write down.

use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{EditDiagnostic, ReadDiagnostic, ReadReleves};

use super::{Route, route};
use crate::pages::diagnostic::{acces, figes, lecture, livret};
use crate::pages::pieces;
use crate::pages::valeurs::{importer, liste, saisie};

/// Largest form that brings a document or the lines of a file, in bytes: the rules say how much of it is kept.
const MAX_FORM: usize = 20 * 1024 * 1024;

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
    route::<ReadReleves>(Method::GET, diagnostic!("/valeurs"), |r, p| r.route(p, get(liste::list))),
    route::<EditDiagnostic>(Method::GET, diagnostic!("/valeurs/nouvelle"), |r, p| {
        r.route(p, get(saisie::new))
    }),
    route::<EditDiagnostic>(Method::POST, diagnostic!("/valeurs/nouvelle"), |r, p| {
        r.route(p, post(saisie::create).layer(DefaultBodyLimit::max(MAX_FORM)))
    }),
    route::<ReadReleves>(Method::GET, diagnostic!("/valeurs/modele.csv"), |r, p| {
        r.route(p, get(liste::model_csv))
    }),
    route::<ReadReleves>(Method::GET, diagnostic!("/valeurs/modele.xlsx"), |r, p| {
        r.route(p, get(liste::model_xlsx))
    }),
    route::<EditDiagnostic>(Method::GET, diagnostic!("/valeurs/importer"), |r, p| {
        r.route(p, get(importer::ask))
    }),
    route::<EditDiagnostic>(Method::POST, diagnostic!("/valeurs/importer"), |r, p| {
        r.route(p, post(importer::verify).layer(DefaultBodyLimit::max(MAX_FORM)))
    }),
    route::<EditDiagnostic>(Method::POST, diagnostic!("/valeurs/importer/appliquer"), |r, p| {
        r.route(p, post(importer::apply).layer(DefaultBodyLimit::max(MAX_FORM)))
    }),
    route::<EditDiagnostic>(Method::POST, diagnostic!("/valeurs/importer/refus"), |r, p| {
        r.route(p, post(importer::refused).layer(DefaultBodyLimit::max(MAX_FORM)))
    }),
    route::<ReadReleves>(Method::GET, diagnostic!("/valeurs/{releve}"), |r, p| r.route(p, get(liste::show))),
    route::<EditDiagnostic>(Method::GET, diagnostic!("/valeurs/{releve}/corriger"), |r, p| {
        r.route(p, get(saisie::correct_form))
    }),
    route::<EditDiagnostic>(Method::POST, diagnostic!("/valeurs/{releve}/corriger"), |r, p| {
        r.route(p, post(saisie::correct).layer(DefaultBodyLimit::max(MAX_FORM)))
    }),
    route::<EditDiagnostic>(Method::POST, diagnostic!("/valeurs/{releve}/retirer"), |r, p| {
        r.route(p, post(liste::withdraw))
    }),
    route::<ReadReleves>(Method::GET, "/c/{cpts}/pieces/{piece}", |r, p| {
        r.route(p, get(pieces::of_diagnostic))
    }),
];
