//! Questionnaires, answers by a link, difficulties.

use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{EditQuestionnaires, ReadQuestionnaires};

use super::{Route, public, route};
use crate::pages::questionnaires::{classer, difficultes, ecrire, envoyer, questions, repondre, resultats};

macro_rules! one {
    ($rest:literal) => {
        concat!("/c/{cpts}/questionnaires/{questionnaire}", $rest)
    };
}

macro_rules! difficulte {
    ($rest:literal) => {
        concat!("/c/{cpts}/difficultes/{difficulte}", $rest)
    };
}

pub(super) const ROUTES: &[Route] = &[
    route::<ReadQuestionnaires>(Method::GET, "/c/{cpts}/questionnaires", |r, p| {
        r.route(p, get(ecrire::list))
    }),
    route::<EditQuestionnaires>(Method::GET, "/c/{cpts}/questionnaires/nouveau", |r, p| {
        r.route(p, get(ecrire::new))
    }),
    route::<EditQuestionnaires>(Method::POST, "/c/{cpts}/questionnaires/nouveau", |r, p| {
        r.route(p, post(ecrire::create))
    }),
    route::<ReadQuestionnaires>(Method::GET, one!(""), |r, p| r.route(p, get(ecrire::show))),
    route::<EditQuestionnaires>(Method::GET, one!("/modifier"), |r, p| r.route(p, get(ecrire::edit))),
    route::<EditQuestionnaires>(Method::POST, one!("/modifier"), |r, p| r.route(p, post(ecrire::save))),
    route::<EditQuestionnaires>(Method::POST, one!("/ouvrir"), |r, p| r.route(p, post(ecrire::open))),
    route::<EditQuestionnaires>(Method::POST, one!("/fermer"), |r, p| r.route(p, post(ecrire::close))),
    route::<EditQuestionnaires>(Method::POST, one!("/supprimer"), |r, p| r.route(p, post(ecrire::remove))),
    route::<EditQuestionnaires>(Method::POST, one!("/retablir"), |r, p| r.route(p, post(ecrire::restore))),
    route::<ReadQuestionnaires>(Method::GET, one!("/apercu"), |r, p| r.route(p, get(questions::preview))),
    route::<EditQuestionnaires>(Method::POST, one!("/questions"), |r, p| r.route(p, post(questions::add))),
    route::<EditQuestionnaires>(Method::GET, one!("/questions/nouvelle"), |r, p| {
        r.route(p, get(questions::new))
    }),
    route::<EditQuestionnaires>(Method::POST, one!("/questions/nouvelle"), |r, p| {
        r.route(p, post(questions::create))
    }),
    route::<EditQuestionnaires>(Method::GET, one!("/questions/{question}"), |r, p| {
        r.route(p, get(questions::show))
    }),
    route::<EditQuestionnaires>(Method::POST, one!("/questions/{question}"), |r, p| {
        r.route(p, post(questions::save))
    }),
    route::<EditQuestionnaires>(Method::POST, one!("/questions/{question}/monter"), |r, p| {
        r.route(p, post(questions::up))
    }),
    route::<EditQuestionnaires>(Method::POST, one!("/questions/{question}/descendre"), |r, p| {
        r.route(p, post(questions::down))
    }),
    route::<EditQuestionnaires>(Method::POST, one!("/questions/{question}/retirer"), |r, p| {
        r.route(p, post(questions::remove))
    }),
    route::<EditQuestionnaires>(Method::GET, one!("/envoyer"), |r, p| r.route(p, get(envoyer::show))),
    route::<EditQuestionnaires>(Method::POST, one!("/envoyer"), |r, p| r.route(p, post(envoyer::send))),
    route::<EditQuestionnaires>(Method::POST, one!("/relancer"), |r, p| r.route(p, post(envoyer::remind))),
    route::<EditQuestionnaires>(Method::POST, one!("/lien"), |r, p| r.route(p, post(envoyer::link))),
    route::<EditQuestionnaires>(Method::POST, one!("/lien/affiche.pdf"), |r, p| {
        r.route(p, post(envoyer::poster))
    }),
    route::<EditQuestionnaires>(Method::POST, one!("/lien/retirer"), |r, p| {
        r.route(p, post(envoyer::unlink))
    }),
    route::<EditQuestionnaires>(Method::GET, one!("/classer"), |r, p| r.route(p, get(classer::show))),
    route::<EditQuestionnaires>(Method::POST, one!("/classer"), |r, p| r.route(p, post(classer::sort))),
    route::<EditQuestionnaires>(Method::POST, one!("/classer/defaire"), |r, p| {
        r.route(p, post(classer::undo))
    }),
    route::<EditQuestionnaires>(Method::POST, one!("/themes"), |r, p| r.route(p, post(classer::add_theme))),
    route::<ReadQuestionnaires>(Method::GET, one!("/resultats"), |r, p| r.route(p, get(resultats::show))),
    route::<ReadQuestionnaires>(Method::GET, one!("/resultats.pdf"), |r, p| r.route(p, get(resultats::pdf))),
    route::<ReadQuestionnaires>(Method::GET, one!("/resultats.docx"), |r, p| {
        r.route(p, get(resultats::docx))
    }),
    route::<ReadQuestionnaires>(Method::GET, one!("/resultats.xlsx"), |r, p| {
        r.route(p, get(resultats::xlsx))
    }),
    route::<ReadQuestionnaires>(Method::GET, one!("/reponses.csv"), |r, p| r.route(p, get(resultats::csv))),
    route::<ReadQuestionnaires>(Method::GET, "/c/{cpts}/difficultes", |r, p| {
        r.route(p, get(difficultes::list))
    }),
    route::<ReadQuestionnaires>(Method::GET, "/c/{cpts}/difficultes.csv", |r, p| {
        r.route(p, get(difficultes::csv))
    }),
    route::<ReadQuestionnaires>(Method::GET, "/c/{cpts}/difficultes.xlsx", |r, p| {
        r.route(p, get(difficultes::xlsx))
    }),
    route::<EditQuestionnaires>(Method::GET, "/c/{cpts}/difficultes/nouvelle", |r, p| {
        r.route(p, get(difficultes::new))
    }),
    route::<EditQuestionnaires>(Method::POST, "/c/{cpts}/difficultes/nouvelle", |r, p| {
        r.route(p, post(difficultes::create))
    }),
    route::<EditQuestionnaires>(Method::POST, "/c/{cpts}/difficultes/regrouper", |r, p| {
        r.route(p, post(difficultes::gather))
    }),
    route::<ReadQuestionnaires>(Method::GET, difficulte!(""), |r, p| r.route(p, get(difficultes::show))),
    route::<EditQuestionnaires>(Method::POST, difficulte!("/etat"), |r, p| {
        r.route(p, post(difficultes::settle))
    }),
    route::<EditQuestionnaires>(Method::POST, difficulte!("/themes"), |r, p| {
        r.route(p, post(difficultes::sort))
    }),
    route::<EditQuestionnaires>(Method::POST, difficulte!("/dire"), |r, p| {
        r.route(p, post(difficultes::tell))
    }),
    route::<EditQuestionnaires>(Method::POST, difficulte!("/separer"), |r, p| {
        r.route(p, post(difficultes::separate))
    }),
    public(Method::GET, "/questionnaire/{token}", |r, p| r.route(p, get(repondre::show))),
    public(Method::POST, "/questionnaire/{token}", |r, p| r.route(p, post(repondre::send))),
    public(Method::POST, "/questionnaire/{token}/retrait", |r, p| r.route(p, post(repondre::withdraw))),
    public(Method::POST, "/questionnaire/{token}/opposition", |r, p| r.route(p, post(repondre::oppose))),
];
