//! Reading the community: its door, participation, who is missing, one's own page.

use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{EditParticipation, Participer, ReadCommunaute, ReadParticipation};

use super::{Route, route};
use crate::pages::lecture::{accueil, moi, participation};

pub(super) const ROUTES: &[Route] = &[
    route::<ReadCommunaute>(Method::GET, "/c/{cpts}/communaute", |r, p| r.route(p, get(accueil::show))),
    route::<ReadParticipation>(Method::GET, "/c/{cpts}/participation", |r, p| {
        r.route(p, get(participation::show))
    }),
    route::<ReadParticipation>(Method::GET, "/c/{cpts}/participation/communaute", |r, p| {
        r.route(p, get(participation::community))
    }),
    route::<ReadParticipation>(Method::GET, "/c/{cpts}/participation.csv", |r, p| {
        r.route(p, get(participation::csv))
    }),
    route::<ReadParticipation>(Method::GET, "/c/{cpts}/participation.xlsx", |r, p| {
        r.route(p, get(participation::xlsx))
    }),
    route::<EditParticipation>(Method::GET, "/c/{cpts}/participation/plafond", |r, p| {
        r.route(p, get(participation::edit))
    }),
    route::<EditParticipation>(Method::POST, "/c/{cpts}/participation/plafond", |r, p| {
        r.route(p, post(participation::save))
    }),
    route::<Participer>(Method::GET, "/c/{cpts}/moi", |r, p| r.route(p, get(moi::show))),
    route::<Participer>(Method::POST, "/c/{cpts}/moi/questionnaires/{questionnaire}", |r, p| {
        r.route(p, post(moi::answer))
    }),
    route::<Participer>(Method::GET, "/c/{cpts}/moi/carte", |r, p| r.route(p, get(moi::card))),
    route::<Participer>(Method::GET, "/c/{cpts}/moi/coordonnees", |r, p| r.route(p, get(moi::contact))),
    route::<Participer>(Method::POST, "/c/{cpts}/moi/coordonnees", |r, p| r.route(p, post(moi::correct))),
];
