//! Pages of the operator.

use axum::http::Method;
use axum::routing::{get, post};

use super::{Route, instance};
use crate::pages::{
    exploitation::backups, exploitation::jobs, exploitation::mails, instance as operator, rgpd::conservation,
};

pub(super) const ROUTES: &[Route] = &[
    instance(Method::GET, "/instance/conservation", |r, p| r.route(p, get(conservation::instance))),
    instance(Method::GET, "/instance/taches", |r, p| r.route(p, get(jobs::list))),
    instance(Method::GET, "/instance/taches/{tache}", |r, p| r.route(p, get(jobs::show))),
    instance(Method::POST, "/instance/taches/{tache}/relancer", |r, p| r.route(p, post(jobs::retry))),
    instance(Method::POST, "/instance/taches/{tache}/abandonner", |r, p| r.route(p, post(jobs::cancel))),
    instance(Method::GET, "/instance/sauvegardes", |r, p| r.route(p, get(backups::list))),
    instance(Method::POST, "/instance/sauvegardes/maintenant", |r, p| r.route(p, post(backups::now))),
    instance(Method::GET, "/instance/courriels", |r, p| r.route(p, get(mails::list))),
    instance(Method::GET, "/instance", |r, p| r.route(p, get(operator::show))),
    instance(Method::GET, "/instance/cpts/nouvelle", |r, p| r.route(p, get(operator::new_cpts))),
    instance(Method::POST, "/instance/cpts/nouvelle", |r, p| r.route(p, post(operator::create_cpts))),
    instance(Method::GET, "/instance/institutions/nouvelle", |r, p| {
        r.route(p, get(operator::new_institution))
    }),
    instance(Method::POST, "/instance/institutions/nouvelle", |r, p| {
        r.route(p, post(operator::create_institution))
    }),
    instance(Method::GET, "/instance/cpts/{organisation}", |r, p| r.route(p, get(operator::cpts))),
    instance(Method::POST, "/instance/cpts/{organisation}", |r, p| {
        r.route(p, post(operator::invite_to_cpts))
    }),
    instance(Method::GET, "/instance/institutions/{organisation}", |r, p| {
        r.route(p, get(operator::institution))
    }),
    instance(Method::POST, "/instance/institutions/{organisation}", |r, p| {
        r.route(p, post(operator::invite_to_institution))
    }),
    instance(Method::POST, "/instance/institutions/{organisation}/region", |r, p| {
        r.route(p, post(operator::set_region))
    }),
    instance(Method::GET, "/instance/institutions/{organisation}/roles/{role}/fin", |r, p| {
        r.route(p, get(operator::confirm_end_seat))
    }),
    instance(Method::POST, "/instance/institutions/{organisation}/roles/{role}/fin", |r, p| {
        r.route(p, post(operator::end_seat))
    }),
];
