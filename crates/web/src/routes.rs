//! The table of routes. The router is built from it and from nothing else.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{
    EditTerritoire, InstitutionPermission, InstitutionRole, Permission, PermissionLine, ReadTerritoire,
};

use crate::pages::{
    composer, datasets, downloads, geo, guide, home, preview, rules, territoire, territoires, variante,
};
use crate::state::Web;

/// A route and who may take it.
pub struct Route {
    /// Method.
    pub method: Method,
    /// Pattern of the address.
    pub path: &'static str,
    /// Who may take it.
    pub access: Access,
    add: fn(Router<Web>, &'static str) -> Router<Web>,
}

/// Who may take a route.
#[derive(Clone, Copy, Debug)]
pub enum Access {
    /// Everyone.
    Public,
    /// Everyone who signed in, for their own account; with a recent confirmation when `confirmed`.
    Account {
        /// Whether a recent proof of identity is asked.
        confirmed: bool,
    },
    /// Who holds a permission in the CPTS of the address.
    Cpts(PermissionLine),
    /// Who holds a permission in the institution of the address: key, roles.
    Institution(&'static str, &'static [InstitutionRole]),
    /// The operator.
    Instance,
}

type Add = fn(Router<Web>, &'static str) -> Router<Web>;

const fn public(method: Method, path: &'static str, add: Add) -> Route {
    Route { method, path, access: Access::Public, add }
}

const fn account(method: Method, path: &'static str, add: Add) -> Route {
    Route { method, path, access: Access::Account { confirmed: false }, add }
}

const fn confirmed(method: Method, path: &'static str, add: Add) -> Route {
    Route { method, path, access: Access::Account { confirmed: true }, add }
}

const fn route<P: Permission>(method: Method, path: &'static str, add: Add) -> Route {
    Route { method, path, access: Access::Cpts(P::LINE), add }
}

const fn within<P: InstitutionPermission>(method: Method, path: &'static str, add: Add) -> Route {
    Route { method, path, access: Access::Institution(P::KEY, P::GRANTED_TO), add }
}

const fn instance(method: Method, path: &'static str, add: Add) -> Route {
    Route { method, path, access: Access::Instance, add }
}

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

/// Every page and action.
pub const ROUTES: &[Route] = &[
    public(Method::GET, "/", |r, p| r.route(p, get(home::show))),
    public(Method::GET, "/donnees", |r, p| r.route(p, get(datasets::list))),
    public(Method::GET, "/donnees/{dataset}", |r, p| r.route(p, get(datasets::report))),
    public(Method::GET, "/regles", |r, p| r.route(p, get(rules::show))),
    public(Method::GET, "/aide", |r, p| r.route(p, get(guide::list))),
    public(Method::GET, "/aide/{page}", |r, p| r.route(p, get(guide::page))),
    public(Method::GET, "/accessibilite", |r, p| r.route(p, get(guide::accessibility))),
    public(Method::GET, "/geo/communes/{departement}", |r, p| r.route(p, get(geo::communes))),
    public(Method::GET, "/geo/iris/{departement}", |r, p| r.route(p, get(geo::iris))),
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

/// The routes of [`ROUTES`].
pub(crate) fn table() -> Router<Web> {
    ROUTES.iter().fold(Router::new(), |router, route| (route.add)(router, route.path))
}
