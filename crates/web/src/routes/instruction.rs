//! Dossiers addressed to institutions, and what CPTS answer.

use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{DecideDepots, FileDossiers, GiveAvis, InstructDepots, ReadDepots, ReadDossiers};

use super::{Route, route, within};
use crate::pages::instruction::{avis, bureau, corrections, echanges, fichiers};

macro_rules! one {
    ($rest:literal) => {
        concat!("/i/{institution}/dossiers/{dossier}", $rest)
    };
}

macro_rules! own {
    ($rest:literal) => {
        concat!("/c/{cpts}/dossiers/{dossier}/echanges", $rest)
    };
}

pub(super) const ROUTES: &[Route] = &[
    within::<ReadDepots>(Method::GET, "/i/{institution}/dossiers", |r, p| r.route(p, get(bureau::list))),
    within::<ReadDepots>(Method::GET, one!(""), |r, p| r.route(p, get(bureau::show))),
    within::<ReadDepots>(Method::GET, one!("/versions/{depot}"), |r, p| r.route(p, get(bureau::version))),
    within::<ReadDepots>(Method::GET, one!("/versions/{depot}/dossier.pdf"), |r, p| {
        r.route(p, get(fichiers::pdf))
    }),
    within::<ReadDepots>(Method::GET, one!("/versions/{depot}/dossier.docx"), |r, p| {
        r.route(p, get(fichiers::docx))
    }),
    within::<ReadDepots>(Method::GET, one!("/versions/{depot}/annexes/{piece}"), |r, p| {
        r.route(p, get(fichiers::annexe))
    }),
    within::<ReadDepots>(Method::GET, one!("/decision.pdf"), |r, p| r.route(p, get(fichiers::decision))),
    within::<InstructDepots>(Method::GET, one!("/complet"), |r, p| r.route(p, get(bureau::complete_form))),
    within::<InstructDepots>(Method::POST, one!("/complet"), |r, p| r.route(p, post(bureau::complete))),
    within::<InstructDepots>(Method::GET, one!("/corrections/nouvelle"), |r, p| {
        r.route(p, get(corrections::new))
    }),
    within::<InstructDepots>(Method::POST, one!("/corrections/nouvelle"), |r, p| {
        r.route(p, post(corrections::create))
    }),
    within::<InstructDepots>(Method::POST, one!("/corrections/envoyer"), |r, p| {
        r.route(p, post(corrections::send))
    }),
    within::<InstructDepots>(Method::POST, one!("/corrections/{correction}/retirer"), |r, p| {
        r.route(p, post(corrections::drop))
    }),
    within::<InstructDepots>(Method::POST, one!("/corrections/{correction}/lever"), |r, p| {
        r.route(p, post(corrections::lift))
    }),
    within::<InstructDepots>(Method::GET, one!("/corrections/{correction}/maintenir"), |r, p| {
        r.route(p, get(corrections::maintain_form))
    }),
    within::<InstructDepots>(Method::POST, one!("/corrections/{correction}/maintenir"), |r, p| {
        r.route(p, post(corrections::maintain))
    }),
    within::<InstructDepots>(Method::GET, one!("/saisines"), |r, p| r.route(p, get(avis::ask_form))),
    within::<InstructDepots>(Method::POST, one!("/saisines"), |r, p| r.route(p, post(avis::ask))),
    within::<InstructDepots>(Method::POST, one!("/saisines/{saisine}/fin"), |r, p| {
        r.route(p, post(avis::end))
    }),
    within::<InstructDepots>(Method::GET, one!("/commission"), |r, p| r.route(p, get(avis::commission_form))),
    within::<InstructDepots>(Method::POST, one!("/commission"), |r, p| r.route(p, post(avis::commission))),
    within::<GiveAvis>(Method::GET, one!("/avis"), |r, p| r.route(p, get(avis::give_form))),
    within::<GiveAvis>(Method::POST, one!("/avis"), |r, p| r.route(p, post(avis::give))),
    within::<DecideDepots>(Method::GET, one!("/decision"), |r, p| r.route(p, get(avis::decide_form))),
    within::<DecideDepots>(Method::POST, one!("/decision"), |r, p| r.route(p, post(avis::decide))),
    route::<ReadDossiers>(Method::GET, own!(""), |r, p| r.route(p, get(echanges::show))),
    route::<ReadDossiers>(Method::GET, own!("/decision.pdf"), |r, p| r.route(p, get(echanges::decision))),
    route::<FileDossiers>(Method::GET, own!("/{correction}/repondre"), |r, p| {
        r.route(p, get(echanges::answer_form))
    }),
    route::<FileDossiers>(Method::POST, own!("/{correction}/repondre"), |r, p| {
        r.route(p, post(echanges::answer))
    }),
];
