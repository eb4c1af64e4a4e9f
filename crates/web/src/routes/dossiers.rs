//! The lettre d'intention and the projet de santé: written, verified, filed.

use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{EditDossiers, FileDossiers, ReadDossiers};

use super::{Route, route};
use crate::pages::dossiers::{annexes, deposer, ecrire, histoire, liste, un, verifier, versions};

/// Largest form that brings a document, in bytes: the rules say how much of it is kept.
const MAX_FORM: usize = 20 * 1024 * 1024;

macro_rules! dossier {
    ($rest:literal) => {
        concat!("/c/{cpts}/dossiers/{dossier}", $rest)
    };
}

pub(super) const ROUTES: &[Route] = &[
    route::<ReadDossiers>(Method::GET, "/c/{cpts}/dossiers", |r, p| r.route(p, get(liste::list))),
    route::<EditDossiers>(Method::GET, "/c/{cpts}/dossiers/nouveau", |r, p| r.route(p, get(liste::new))),
    route::<EditDossiers>(Method::POST, "/c/{cpts}/dossiers/nouveau", |r, p| r.route(p, post(liste::create))),
    route::<ReadDossiers>(Method::GET, dossier!(""), |r, p| r.route(p, get(un::show))),
    route::<EditDossiers>(Method::GET, dossier!("/modele"), |r, p| r.route(p, get(liste::choose))),
    route::<EditDossiers>(Method::POST, dossier!("/modele"), |r, p| r.route(p, post(liste::change))),
    route::<EditDossiers>(Method::POST, dossier!("/supprimer"), |r, p| r.route(p, post(liste::remove))),
    route::<EditDossiers>(Method::POST, dossier!("/retablir"), |r, p| r.route(p, post(liste::restore))),
    route::<EditDossiers>(Method::GET, dossier!("/ecrire/{partie}"), |r, p| r.route(p, get(ecrire::show))),
    route::<EditDossiers>(Method::POST, dossier!("/ecrire/{partie}"), |r, p| r.route(p, post(ecrire::write))),
    route::<EditDossiers>(Method::POST, dossier!("/commentaires/{champ}"), |r, p| {
        r.route(p, post(ecrire::comment))
    }),
    route::<EditDossiers>(Method::POST, dossier!("/commentaires/{champ}/{commentaire}"), |r, p| {
        r.route(p, post(ecrire::settle))
    }),
    route::<ReadDossiers>(Method::GET, dossier!("/champs/{champ}"), |r, p| r.route(p, get(histoire::show))),
    route::<EditDossiers>(Method::POST, dossier!("/champs/{champ}/reprendre"), |r, p| {
        r.route(p, post(histoire::take_up))
    }),
    route::<ReadDossiers>(Method::GET, dossier!("/verifier"), |r, p| r.route(p, get(verifier::check))),
    route::<ReadDossiers>(Method::GET, dossier!("/lire"), |r, p| r.route(p, get(verifier::read))),
    route::<ReadDossiers>(Method::GET, dossier!("/lettre.pdf"), |r, p| r.route(p, get(verifier::pdf))),
    route::<ReadDossiers>(Method::GET, dossier!("/lettre.docx"), |r, p| r.route(p, get(verifier::docx))),
    route::<ReadDossiers>(Method::GET, dossier!("/annexes"), |r, p| r.route(p, get(annexes::list))),
    route::<EditDossiers>(Method::POST, dossier!("/annexes"), |r, p| {
        r.route(p, post(annexes::attach).layer(DefaultBodyLimit::max(MAX_FORM)))
    }),
    route::<ReadDossiers>(Method::GET, dossier!("/annexes/{piece}"), |r, p| {
        r.route(p, get(annexes::download))
    }),
    route::<EditDossiers>(Method::POST, dossier!("/annexes/subvention"), |r, p| {
        r.route(p, post(annexes::subsidy))
    }),
    route::<EditDossiers>(Method::POST, dossier!("/annexes/{piece}/retirer"), |r, p| {
        r.route(p, post(annexes::detach))
    }),
    route::<FileDossiers>(Method::GET, dossier!("/deposer"), |r, p| r.route(p, get(deposer::ask))),
    route::<FileDossiers>(Method::POST, dossier!("/deposer"), |r, p| r.route(p, post(deposer::file))),
    route::<FileDossiers>(Method::POST, dossier!("/retirer"), |r, p| r.route(p, post(deposer::take_back))),
    route::<ReadDossiers>(Method::GET, dossier!("/versions"), |r, p| r.route(p, get(versions::list))),
    route::<ReadDossiers>(Method::GET, dossier!("/versions/comparer"), |r, p| {
        r.route(p, get(versions::compare))
    }),
    route::<ReadDossiers>(Method::GET, dossier!("/versions/{depot}"), |r, p| r.route(p, get(versions::read))),
    route::<ReadDossiers>(Method::GET, dossier!("/versions/{depot}/lettre.pdf"), |r, p| {
        r.route(p, get(versions::pdf))
    }),
    route::<ReadDossiers>(Method::GET, dossier!("/versions/{depot}/lettre.docx"), |r, p| {
        r.route(p, get(versions::docx))
    }),
    route::<ReadDossiers>(Method::GET, dossier!("/versions/{depot}/dossier.zip"), |r, p| {
        r.route(p, get(versions::zip))
    }),
];
