//! Pages for everyone: data, rules, help, shared sheets.

use axum::http::Method;
use axum::routing::get;

use super::{Route, public};
use crate::pages::{datasets, diagnostic, geo, guide, home, partage, rgpd::registre, rules};

pub(super) const ROUTES: &[Route] = &[
    public(Method::GET, "/", |r, p| r.route(p, get(home::show))),
    public(Method::GET, "/donnees", |r, p| r.route(p, get(datasets::list))),
    public(Method::GET, "/donnees/{dataset}", |r, p| r.route(p, get(datasets::report))),
    public(Method::GET, "/regles", |r, p| r.route(p, get(rules::show))),
    public(Method::GET, "/regles/aci", |r, p| r.route(p, get(rules::contract))),
    public(Method::GET, "/regles/communaute", |r, p| r.route(p, get(rules::community))),
    public(Method::GET, "/indicateurs", |r, p| r.route(p, get(diagnostic::catalogue::show))),
    public(Method::GET, "/aide", |r, p| r.route(p, get(guide::list))),
    public(Method::GET, "/aide/{page}", |r, p| r.route(p, get(guide::page))),
    public(Method::GET, "/accessibilite", |r, p| r.route(p, get(guide::accessibility))),
    public(Method::GET, "/geo/communes/{departement}", |r, p| r.route(p, get(geo::communes))),
    public(Method::GET, "/geo/iris/{departement}", |r, p| r.route(p, get(geo::iris))),
    public(Method::GET, "/notice/{cpts}", |r, p| r.route(p, get(registre::public_notice))),
    public(Method::GET, "/partage/{token}", |r, p| r.route(p, get(partage::show))),
];
