//! Territories and their variants.

use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{EditTerritoire, ReadTerritoire};

use super::{Route, route};
use crate::pages::{composer, downloads, preview, territoire, territoires, variante};

/// Largest list or workbook that the composer accepts, in bytes.
const MAX_FILE: usize = 20 * 1024 * 1024;

macro_rules! territoires {
    ($rest:literal) => {
        concat!("/c/{cpts}/territoires", $rest)
    };
}

macro_rules! variantes {
    ($rest:literal) => {
        concat!("/c/{cpts}/territoires/{territoire}/variantes/{variante}", $rest)
    };
}

pub(super) const ROUTES: &[Route] = &[
    route::<ReadTerritoire>(Method::GET, territoires!(""), |r, p| r.route(p, get(territoires::list))),
    route::<EditTerritoire>(Method::GET, territoires!("/nouveau"), |r, p| r.route(p, get(territoires::new))),
    route::<EditTerritoire>(Method::POST, territoires!("/nouveau"), |r, p| {
        r.route(p, post(territoires::create))
    }),
    route::<ReadTerritoire>(Method::GET, territoires!("/{territoire}"), |r, p| {
        r.route(p, get(territoire::show))
    }),
    route::<EditTerritoire>(Method::POST, territoires!("/{territoire}/variantes"), |r, p| {
        r.route(p, post(territoire::add_variante))
    }),
    route::<ReadTerritoire>(Method::GET, variantes!(""), |r, p| r.route(p, get(variante::show))),
    route::<EditTerritoire>(Method::POST, variantes!("/reference"), |r, p| {
        r.route(p, post(territoire::choose_reference))
    }),
    route::<EditTerritoire>(Method::POST, variantes!("/renommer"), |r, p| {
        r.route(p, post(territoire::rename))
    }),
    route::<EditTerritoire>(Method::GET, variantes!("/supprimer"), |r, p| {
        r.route(p, get(territoire::confirm_remove))
    }),
    route::<EditTerritoire>(Method::POST, variantes!("/supprimer"), |r, p| {
        r.route(p, post(territoire::remove))
    }),
    route::<EditTerritoire>(Method::POST, variantes!("/retablir"), |r, p| {
        r.route(p, post(territoire::restore))
    }),
    route::<EditTerritoire>(Method::POST, variantes!("/population"), |r, p| {
        r.route(p, post(variante::declare))
    }),
    route::<EditTerritoire>(Method::POST, variantes!("/restaurer"), |r, p| {
        r.route(p, post(variante::restore))
    }),
    route::<EditTerritoire>(Method::GET, variantes!("/composer"), |r, p| r.route(p, get(composer::show))),
    route::<EditTerritoire>(Method::POST, variantes!("/ajouter"), |r, p| r.route(p, post(composer::add))),
    route::<EditTerritoire>(Method::POST, variantes!("/retirer"), |r, p| r.route(p, post(composer::remove))),
    route::<EditTerritoire>(Method::POST, variantes!("/epci"), |r, p| r.route(p, post(composer::add_epci))),
    route::<EditTerritoire>(Method::POST, variantes!("/coller"), |r, p| r.route(p, post(preview::paste))),
    route::<EditTerritoire>(Method::POST, variantes!("/fichier"), |r, p| {
        r.route(p, post(preview::file).layer(DefaultBodyLimit::max(MAX_FILE)))
    }),
    route::<EditTerritoire>(Method::POST, variantes!("/appliquer"), |r, p| r.route(p, post(preview::apply))),
    route::<ReadTerritoire>(Method::GET, variantes!("/fiche.pdf"), |r, p| r.route(p, get(downloads::pdf))),
    route::<ReadTerritoire>(Method::GET, variantes!("/fiche.xlsx"), |r, p| r.route(p, get(downloads::xlsx))),
    route::<ReadTerritoire>(Method::GET, variantes!("/fiche.csv"), |r, p| r.route(p, get(downloads::csv))),
    route::<ReadTerritoire>(Method::GET, variantes!("/fiche.geojson"), |r, p| {
        r.route(p, get(downloads::geojson))
    }),
    route::<ReadTerritoire>(Method::GET, variantes!("/fiche.json"), |r, p| r.route(p, get(downloads::json))),
    route::<ReadTerritoire>(Method::GET, variantes!("/fiche.svg"), |r, p| r.route(p, get(downloads::svg))),
];
