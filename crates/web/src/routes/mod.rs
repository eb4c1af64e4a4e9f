//! The table of routes, room by room. The router is built from it and from nothing else.

mod account;
mod argent;
mod contrats;
mod diagnostic;
mod dialogues;
mod door;
mod dossiers;
mod gouvernance;
mod groupes;
mod imports;
mod indicateurs;
mod instance;
mod instruction;
mod lecture;
mod mobilisation;
mod objectifs;
mod open;
mod organisation;
mod personnes;
mod presences;
mod preuves;
mod protection;
mod questionnaires;
mod region;
mod subventions;
mod territoires;

use axum::Router;
use axum::http::Method;
use domain::authz::{InstitutionPermission, InstitutionRole, Permission, PermissionLine};

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

pub(super) const fn public(method: Method, path: &'static str, add: Add) -> Route {
    Route { method, path, access: Access::Public, add }
}

pub(super) const fn account(method: Method, path: &'static str, add: Add) -> Route {
    Route { method, path, access: Access::Account { confirmed: false }, add }
}

pub(super) const fn confirmed(method: Method, path: &'static str, add: Add) -> Route {
    Route { method, path, access: Access::Account { confirmed: true }, add }
}

pub(super) const fn route<P: Permission>(method: Method, path: &'static str, add: Add) -> Route {
    Route { method, path, access: Access::Cpts(P::LINE), add }
}

pub(super) const fn within<P: InstitutionPermission>(method: Method, path: &'static str, add: Add) -> Route {
    Route { method, path, access: Access::Institution(P::KEY, P::GRANTED_TO), add }
}

pub(super) const fn instance(method: Method, path: &'static str, add: Add) -> Route {
    Route { method, path, access: Access::Instance, add }
}

/// The rooms, in the order in which they are read.
const ROOMS: &[&[Route]] = &[
    open::ROUTES,
    door::ROUTES,
    account::ROUTES,
    organisation::ROUTES,
    personnes::ROUTES,
    imports::ROUTES,
    lecture::ROUTES,
    territoires::ROUTES,
    diagnostic::ROUTES,
    dossiers::ROUTES,
    gouvernance::ROUTES,
    questionnaires::ROUTES,
    objectifs::ROUTES,
    subventions::ROUTES,
    argent::ROUTES,
    contrats::ROUTES,
    indicateurs::ROUTES,
    preuves::ROUTES,
    dialogues::ROUTES,
    groupes::ROUTES,
    protection::ROUTES,
    presences::ROUTES,
    mobilisation::ROUTES,
    instruction::ROUTES,
    region::ROUTES,
    instance::ROUTES,
];

/// Every page and action.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    ROOMS.iter().copied().flatten()
}

/// The routes of [`routes`].
pub(crate) fn table() -> Router<Web> {
    routes().fold(Router::new(), |router, route| (route.add)(router, route.path))
}
