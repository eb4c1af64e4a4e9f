//! Votes, proxies, memberships.

use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{
    DecideAdhesions, EditGouvernance, EditGroupes, ManageAdhesions, Participer, ReadAdhesions,
    ReadGouvernance,
};

use super::{Route, public, route};
use crate::pages::adhesions::{bareme, demande, lien as adhesion, liste, renouveler, une};
use crate::pages::gouvernance::{hub, lien, membre, reglement, seance, votes};

macro_rules! gouvernance {
    ($rest:literal) => {
        concat!("/c/{cpts}/gouvernance", $rest)
    };
}

macro_rules! adhesions {
    ($rest:literal) => {
        concat!("/c/{cpts}/adhesions", $rest)
    };
}

pub(super) const ROUTES: &[Route] = &[
    route::<ReadGouvernance>(Method::GET, gouvernance!(""), |r, p| r.route(p, get(hub))),
    route::<EditGouvernance>(Method::GET, gouvernance!("/reglement"), |r, p| {
        r.route(p, get(reglement::edit))
    }),
    route::<EditGouvernance>(Method::POST, gouvernance!("/reglement"), |r, p| {
        r.route(p, post(reglement::save))
    }),
    route::<ReadGouvernance>(Method::GET, gouvernance!("/reunions/{reunion}"), |r, p| {
        r.route(p, get(seance::show))
    }),
    route::<EditGouvernance>(Method::POST, gouvernance!("/reunions/{reunion}/seconde"), |r, p| {
        r.route(p, post(seance::second_call))
    }),
    route::<EditGouvernance>(Method::POST, gouvernance!("/reunions/{reunion}/procurations"), |r, p| {
        r.route(p, post(seance::give))
    }),
    route::<EditGouvernance>(Method::POST, gouvernance!("/reunions/{reunion}/liens"), |r, p| {
        r.route(p, post(seance::send))
    }),
    route::<EditGouvernance>(Method::POST, gouvernance!("/reunions/{reunion}/lien"), |r, p| {
        r.route(p, post(seance::link))
    }),
    route::<EditGouvernance>(Method::GET, gouvernance!("/reunions/{reunion}/votes/nouveau"), |r, p| {
        r.route(p, get(votes::new))
    }),
    route::<EditGouvernance>(Method::POST, gouvernance!("/reunions/{reunion}/votes/nouveau"), |r, p| {
        r.route(p, post(votes::create))
    }),
    route::<EditGouvernance>(Method::GET, gouvernance!("/procurations/{procuration}/retirer"), |r, p| {
        r.route(p, get(seance::confirm))
    }),
    route::<EditGouvernance>(Method::POST, gouvernance!("/procurations/{procuration}/retirer"), |r, p| {
        r.route(p, post(seance::take_back))
    }),
    route::<Participer>(Method::POST, gouvernance!("/procurations/{procuration}/reprendre"), |r, p| {
        r.route(p, post(membre::take_back))
    }),
    route::<ReadGouvernance>(Method::GET, gouvernance!("/votes/{vote}"), |r, p| r.route(p, get(votes::show))),
    route::<EditGouvernance>(Method::POST, gouvernance!("/votes/{vote}/ouvrir"), |r, p| {
        r.route(p, post(votes::open))
    }),
    route::<EditGouvernance>(Method::POST, gouvernance!("/votes/{vote}/carence"), |r, p| {
        r.route(p, post(votes::no_quorum))
    }),
    route::<EditGouvernance>(Method::POST, gouvernance!("/votes/{vote}/fermer"), |r, p| {
        r.route(p, post(votes::close))
    }),
    route::<EditGouvernance>(Method::POST, gouvernance!("/votes/{vote}/salle"), |r, p| {
        r.route(p, post(votes::room))
    }),
    route::<EditGouvernance>(Method::POST, gouvernance!("/votes/{vote}/voix"), |r, p| {
        r.route(p, post(votes::voice))
    }),
    route::<EditGouvernance>(Method::POST, gouvernance!("/votes/{vote}/mandats"), |r, p| {
        r.route(p, post(votes::seats))
    }),
    route::<EditGouvernance>(Method::GET, gouvernance!("/votes/{vote}/emargement.csv"), |r, p| {
        r.route(p, get(votes::signatures))
    }),
    route::<Participer>(Method::POST, gouvernance!("/votes/{vote}/voter"), |r, p| {
        r.route(p, post(membre::cast))
    }),
    route::<Participer>(Method::GET, gouvernance!("/voter"), |r, p| r.route(p, get(membre::list))),
    route::<Participer>(Method::GET, gouvernance!("/voter/{reunion}"), |r, p| r.route(p, get(membre::show))),
    route::<Participer>(Method::POST, gouvernance!("/voter/{reunion}"), |r, p| {
        r.route(p, post(membre::give))
    }),
    public(Method::GET, "/vote/{token}", |r, p| r.route(p, get(lien::show))),
    public(Method::POST, "/vote/{token}", |r, p| r.route(p, post(lien::act))),
    route::<ReadAdhesions>(Method::GET, adhesions!(""), |r, p| r.route(p, get(liste::list))),
    route::<ReadAdhesions>(Method::GET, adhesions!(".csv"), |r, p| r.route(p, get(liste::csv))),
    route::<DecideAdhesions>(Method::POST, adhesions!("/decider"), |r, p| r.route(p, post(liste::decide))),
    route::<DecideAdhesions>(Method::POST, adhesions!("/refuser"), |r, p| r.route(p, post(liste::refuse))),
    route::<ManageAdhesions>(Method::GET, adhesions!("/nouvelle"), |r, p| r.route(p, get(demande::new))),
    route::<ManageAdhesions>(Method::POST, adhesions!("/nouvelle"), |r, p| r.route(p, post(demande::create))),
    route::<ReadAdhesions>(Method::GET, adhesions!("/renouvellement"), |r, p| {
        r.route(p, get(renouveler::show))
    }),
    route::<ManageAdhesions>(Method::POST, adhesions!("/renouvellement"), |r, p| {
        r.route(p, post(renouveler::call))
    }),
    route::<ManageAdhesions>(Method::POST, adhesions!("/rappel"), |r, p| {
        r.route(p, post(renouveler::remind))
    }),
    route::<ManageAdhesions>(Method::POST, adhesions!("/lien"), |r, p| r.route(p, post(renouveler::common))),
    route::<ReadAdhesions>(Method::GET, adhesions!("/bareme"), |r, p| r.route(p, get(bareme::show))),
    route::<DecideAdhesions>(Method::POST, adhesions!("/bareme"), |r, p| r.route(p, post(bareme::save))),
    route::<Participer>(Method::GET, adhesions!("/moi"), |r, p| r.route(p, get(renouveler::mine))),
    route::<Participer>(Method::POST, adhesions!("/moi"), |r, p| r.route(p, post(renouveler::renew))),
    route::<ReadAdhesions>(Method::GET, adhesions!("/{adhesion}"), |r, p| r.route(p, get(une::show))),
    route::<DecideAdhesions>(Method::POST, adhesions!("/{adhesion}/decision"), |r, p| {
        r.route(p, post(une::decide))
    }),
    route::<ManageAdhesions>(Method::POST, adhesions!("/{adhesion}/verifications"), |r, p| {
        r.route(p, post(une::check))
    }),
    route::<ManageAdhesions>(Method::POST, adhesions!("/{adhesion}/paiement"), |r, p| {
        r.route(p, post(une::pay))
    }),
    route::<ManageAdhesions>(Method::POST, adhesions!("/{adhesion}/categorie"), |r, p| {
        r.route(p, post(une::category))
    }),
    route::<ManageAdhesions>(Method::POST, adhesions!("/{adhesion}/depart"), |r, p| {
        r.route(p, post(une::leave))
    }),
    route::<ManageAdhesions>(Method::POST, adhesions!("/{adhesion}/retablir"), |r, p| {
        r.route(p, post(une::restore))
    }),
    route::<EditGroupes>(Method::POST, adhesions!("/{adhesion}/mandats"), |r, p| {
        r.route(p, post(une::seats))
    }),
    route::<ReadAdhesions>(Method::GET, adhesions!("/{adhesion}/certificat.pdf"), |r, p| {
        r.route(p, get(une::certificate))
    }),
    route::<ReadAdhesions>(Method::GET, adhesions!("/{adhesion}/recu.pdf"), |r, p| {
        r.route(p, get(une::receipt))
    }),
    public(Method::GET, "/adhesion/{token}", |r, p| r.route(p, get(adhesion::show))),
    public(Method::POST, "/adhesion/{token}", |r, p| r.route(p, post(adhesion::send))),
];
