//! Yearly dialogues of contracts, on the side of the CPTS and on that of institutions.

use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{EditDialogues, JudgeDialogues, ReadDialogues, ReadDialoguesRecus, SendDialogues};

use super::{Route, route, within};
use crate::pages::dialogues::{self, fichiers, recu};

macro_rules! one {
    ($rest:literal) => {
        concat!("/c/{cpts}/contrats/{contrat}/dialogues", $rest)
    };
}

macro_rules! given {
    ($rest:literal) => {
        concat!("/i/{institution}/dialogues", $rest)
    };
}

pub(super) const ROUTES: &[Route] = &[
    route::<ReadDialogues>(Method::GET, one!(""), |r, p| r.route(p, get(dialogues::list))),
    route::<ReadDialogues>(Method::GET, one!("/{annee}"), |r, p| r.route(p, get(dialogues::show))),
    route::<EditDialogues>(Method::GET, one!("/{annee}/indicateurs/{indicateur}"), |r, p| {
        r.route(p, get(dialogues::record_form))
    }),
    route::<EditDialogues>(Method::POST, one!("/{annee}/indicateurs/{indicateur}"), |r, p| {
        r.route(p, post(dialogues::record))
    }),
    route::<EditDialogues>(Method::GET, one!("/{annee}/rapport"), |r, p| {
        r.route(p, get(dialogues::report_form))
    }),
    route::<EditDialogues>(Method::POST, one!("/{annee}/rapport"), |r, p| {
        r.route(p, post(dialogues::report))
    }),
    route::<SendDialogues>(Method::GET, one!("/{annee}/envoyer"), |r, p| {
        r.route(p, get(dialogues::send_form))
    }),
    route::<SendDialogues>(Method::POST, one!("/{annee}/envoyer"), |r, p| r.route(p, post(dialogues::send))),
    route::<SendDialogues>(Method::POST, one!("/{annee}/destinataires/{destinataire}/retirer"), |r, p| {
        r.route(p, post(dialogues::take_back))
    }),
    route::<SendDialogues>(Method::GET, one!("/{annee}/cloture"), |r, p| {
        r.route(p, get(dialogues::close_form))
    }),
    route::<SendDialogues>(Method::POST, one!("/{annee}/cloture"), |r, p| r.route(p, post(dialogues::close))),
    route::<SendDialogues>(Method::POST, one!("/{annee}/rouvrir"), |r, p| {
        r.route(p, post(dialogues::reopen))
    }),
    route::<ReadDialogues>(Method::GET, one!("/{annee}/brouillon/{fichier}"), |r, p| {
        r.route(p, get(fichiers::draft))
    }),
    route::<ReadDialogues>(Method::GET, one!("/{annee}/envois/{numero}/{fichier}"), |r, p| {
        r.route(p, get(fichiers::sent))
    }),
    within::<ReadDialoguesRecus>(Method::GET, given!(""), |r, p| r.route(p, get(recu::list))),
    within::<ReadDialoguesRecus>(Method::GET, given!("/{dialogue}"), |r, p| r.route(p, get(recu::show))),
    within::<ReadDialoguesRecus>(Method::GET, given!("/{dialogue}/envois/{numero}/{fichier}"), |r, p| {
        r.route(p, get(recu::file))
    }),
    within::<ReadDialoguesRecus>(Method::GET, given!("/{dialogue}/preuves/{preuve}"), |r, p| {
        r.route(p, get(recu::piece))
    }),
    within::<JudgeDialogues>(Method::GET, given!("/{dialogue}/lignes/{indicateur}"), |r, p| {
        r.route(p, get(recu::judge_form))
    }),
    within::<JudgeDialogues>(Method::POST, given!("/{dialogue}/lignes/{indicateur}"), |r, p| {
        r.route(p, post(recu::judge))
    }),
];
