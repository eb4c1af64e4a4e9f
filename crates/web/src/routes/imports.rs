//! Imports of spreadsheets, and the community back out.

use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{EditCommunaute, ReadCommunaute};

use super::{Route, route};
use crate::pages::imports::{donner, faits};

/// Largest form that brings a spreadsheet, in bytes: the rules say how much of it is read.
const MAX_FORM: usize = 20 * 1024 * 1024;

macro_rules! importer {
    ($rest:literal) => {
        concat!("/c/{cpts}/communaute/importer", $rest)
    };
}

pub(super) const ROUTES: &[Route] = &[
    route::<ReadCommunaute>(Method::GET, "/c/{cpts}/communaute/export.xlsx", |r, p| {
        r.route(p, get(faits::xlsx))
    }),
    route::<ReadCommunaute>(Method::GET, "/c/{cpts}/communaute/export.csv", |r, p| {
        r.route(p, get(faits::csv))
    }),
    route::<EditCommunaute>(Method::GET, importer!(""), |r, p| r.route(p, get(donner::show))),
    route::<EditCommunaute>(Method::POST, importer!(""), |r, p| {
        r.route(p, post(donner::read).layer(DefaultBodyLimit::max(MAX_FORM)))
    }),
    route::<EditCommunaute>(Method::GET, importer!("/{brouillon}"), |r, p| r.route(p, get(donner::lines))),
    route::<EditCommunaute>(Method::GET, importer!("/{brouillon}/colonnes"), |r, p| {
        r.route(p, get(donner::columns))
    }),
    route::<EditCommunaute>(Method::POST, importer!("/{brouillon}/colonnes"), |r, p| {
        r.route(p, post(donner::map))
    }),
    route::<EditCommunaute>(Method::POST, importer!("/{brouillon}/decider"), |r, p| {
        r.route(p, post(donner::decide))
    }),
    route::<EditCommunaute>(Method::POST, importer!("/{brouillon}/appliquer"), |r, p| {
        r.route(p, post(donner::apply))
    }),
    route::<EditCommunaute>(Method::POST, importer!("/{brouillon}/abandonner"), |r, p| {
        r.route(p, post(donner::abandon))
    }),
    route::<EditCommunaute>(Method::GET, importer!("/{brouillon}/a-corriger.csv"), |r, p| {
        r.route(p, get(donner::to_correct))
    }),
    route::<ReadCommunaute>(Method::GET, "/c/{cpts}/imports", |r, p| r.route(p, get(faits::list))),
    route::<ReadCommunaute>(Method::GET, "/c/{cpts}/imports/{lot}", |r, p| r.route(p, get(faits::show))),
    route::<ReadCommunaute>(Method::GET, "/c/{cpts}/imports/{lot}/a-corriger.csv", |r, p| {
        r.route(p, get(faits::to_correct))
    }),
    route::<EditCommunaute>(Method::POST, "/c/{cpts}/imports/{lot}/annuler", |r, p| {
        r.route(p, post(faits::undo))
    }),
];
