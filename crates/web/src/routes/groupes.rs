//! Groups and meetings.

use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{EditGouvernance, EditGroupes, Participer, ReadGroupes};

use super::{Route, public, route};
use crate::pages::groupes::{self, mandats, pieces};
use crate::pages::reunions::{self, compte_rendu, dates, fuseau, lien, ordre, preparer, seance, taches};

macro_rules! groupes {
    ($rest:literal) => {
        concat!("/c/{cpts}/groupes", $rest)
    };
}

macro_rules! reunions {
    ($rest:literal) => {
        concat!("/c/{cpts}/reunions", $rest)
    };
}

pub(super) const ROUTES: &[Route] = &[
    route::<ReadGroupes>(Method::GET, groupes!(""), |r, p| r.route(p, get(groupes::list))),
    route::<EditGouvernance>(Method::GET, groupes!("/nouveau"), |r, p| r.route(p, get(groupes::new))),
    route::<EditGouvernance>(Method::POST, groupes!("/nouveau"), |r, p| r.route(p, post(groupes::create))),
    route::<ReadGroupes>(Method::GET, groupes!("/{groupe}"), |r, p| r.route(p, get(groupes::show))),
    route::<EditGroupes>(Method::GET, groupes!("/{groupe}/modifier"), |r, p| r.route(p, get(groupes::edit))),
    route::<EditGroupes>(Method::POST, groupes!("/{groupe}/modifier"), |r, p| {
        r.route(p, post(groupes::save))
    }),
    route::<EditGroupes>(Method::POST, groupes!("/{groupe}/clore"), |r, p| r.route(p, post(groupes::close))),
    route::<EditGroupes>(Method::POST, groupes!("/{groupe}/rouvrir"), |r, p| {
        r.route(p, post(groupes::reopen))
    }),
    route::<EditGroupes>(Method::GET, groupes!("/{groupe}/mandats/nouveau"), |r, p| {
        r.route(p, get(mandats::new))
    }),
    route::<EditGroupes>(Method::POST, groupes!("/{groupe}/mandats/nouveau"), |r, p| {
        r.route(p, post(mandats::give))
    }),
    route::<EditGroupes>(Method::GET, groupes!("/{groupe}/mandats/{mandat}/fin"), |r, p| {
        r.route(p, get(mandats::end_form))
    }),
    route::<EditGroupes>(Method::POST, groupes!("/{groupe}/mandats/{mandat}/fin"), |r, p| {
        r.route(p, post(mandats::end))
    }),
    route::<EditGroupes>(Method::POST, groupes!("/{groupe}/pieces"), |r, p| r.route(p, post(pieces::attach))),
    route::<ReadGroupes>(Method::GET, groupes!("/{groupe}/pieces/{piece}"), |r, p| {
        r.route(p, get(pieces::download))
    }),
    route::<EditGroupes>(Method::POST, groupes!("/{groupe}/pieces/{piece}/retirer"), |r, p| {
        r.route(p, post(pieces::detach))
    }),
    route::<ReadGroupes>(Method::GET, reunions!(""), |r, p| r.route(p, get(reunions::list))),
    route::<EditGroupes>(Method::GET, reunions!("/nouvelle"), |r, p| r.route(p, get(preparer::new))),
    route::<EditGroupes>(Method::POST, reunions!("/nouvelle"), |r, p| r.route(p, post(preparer::create))),
    route::<EditGouvernance>(Method::GET, reunions!("/heure-locale"), |r, p| r.route(p, get(fuseau::edit))),
    route::<EditGouvernance>(Method::POST, reunions!("/heure-locale"), |r, p| r.route(p, post(fuseau::save))),
    route::<ReadGroupes>(Method::GET, reunions!("/taches"), |r, p| r.route(p, get(taches::list))),
    route::<Participer>(Method::POST, reunions!("/taches"), |r, p| r.route(p, post(taches::mark))),
    route::<Participer>(Method::GET, reunions!("/agenda"), |r, p| r.route(p, get(taches::agenda))),
    route::<Participer>(Method::POST, reunions!("/agenda"), |r, p| r.route(p, post(taches::make))),
    route::<Participer>(Method::POST, reunions!("/agenda/retirer"), |r, p| r.route(p, post(taches::revoke))),
    route::<ReadGroupes>(Method::GET, reunions!("/{reunion}"), |r, p| r.route(p, get(reunions::show))),
    route::<EditGroupes>(Method::GET, reunions!("/{reunion}/modifier"), |r, p| {
        r.route(p, get(preparer::edit))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/modifier"), |r, p| {
        r.route(p, post(preparer::save))
    }),
    route::<EditGroupes>(Method::GET, reunions!("/{reunion}/invites"), |r, p| {
        r.route(p, get(preparer::search))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/invites"), |r, p| {
        r.route(p, post(preparer::invite))
    }),
    route::<EditGroupes>(Method::GET, reunions!("/{reunion}/invites/{personne}/retirer"), |r, p| {
        r.route(p, get(preparer::confirm_uninvite))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/invites/{personne}/retirer"), |r, p| {
        r.route(p, post(preparer::uninvite))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/pieces"), |r, p| {
        r.route(p, post(reunions::pieces::attach))
    }),
    route::<ReadGroupes>(Method::GET, reunions!("/{reunion}/pieces/{piece}"), |r, p| {
        r.route(p, get(reunions::pieces::download))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/pieces/{piece}/retirer"), |r, p| {
        r.route(p, post(reunions::pieces::detach))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/retablir"), |r, p| {
        r.route(p, post(dates::revive))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/convoquer"), |r, p| {
        r.route(p, post(preparer::convoke))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/reponses"), |r, p| {
        r.route(p, post(preparer::answer_for))
    }),
    route::<Participer>(Method::POST, reunions!("/{reunion}/repondre"), |r, p| {
        r.route(p, post(preparer::answer))
    }),
    route::<ReadGroupes>(Method::GET, reunions!("/{reunion}/convocation.pdf"), |r, p| {
        r.route(p, get(preparer::pdf))
    }),
    route::<EditGroupes>(Method::GET, reunions!("/{reunion}/date"), |r, p| r.route(p, get(dates::edit))),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/date"), |r, p| r.route(p, post(dates::set))),
    route::<EditGroupes>(Method::GET, reunions!("/{reunion}/sondage"), |r, p| {
        r.route(p, get(dates::proposing))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/sondage"), |r, p| {
        r.route(p, post(dates::propose))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/sondage/envoyer"), |r, p| {
        r.route(p, post(dates::send))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/sondage/{proposition}/choisir"), |r, p| {
        r.route(p, post(dates::choose))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/sondage/{proposition}/retirer"), |r, p| {
        r.route(p, post(dates::drop))
    }),
    route::<EditGroupes>(Method::GET, reunions!("/{reunion}/annuler"), |r, p| {
        r.route(p, get(dates::confirm_cancel))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/annuler"), |r, p| {
        r.route(p, post(dates::cancel))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/ordre-du-jour"), |r, p| {
        r.route(p, post(ordre::add))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/ordre-du-jour/reprendre"), |r, p| {
        r.route(p, post(ordre::take_up))
    }),
    route::<EditGroupes>(Method::GET, reunions!("/{reunion}/ordre-du-jour/{point}/corriger"), |r, p| {
        r.route(p, get(ordre::edit))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/ordre-du-jour/{point}/corriger"), |r, p| {
        r.route(p, post(ordre::save))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/ordre-du-jour/{point}/monter"), |r, p| {
        r.route(p, post(ordre::up))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/ordre-du-jour/{point}/descendre"), |r, p| {
        r.route(p, post(ordre::down))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/ordre-du-jour/{point}/retirer"), |r, p| {
        r.route(p, post(ordre::remove))
    }),
    route::<EditGroupes>(Method::GET, reunions!("/{reunion}/seance"), |r, p| r.route(p, get(seance::show))),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/seance/{point}"), |r, p| {
        r.route(p, post(seance::write))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/seance/decisions"), |r, p| {
        r.route(p, post(seance::decide))
    }),
    route::<EditGroupes>(
        Method::POST,
        reunions!("/{reunion}/seance/decisions/{decision}/retirer"),
        |r, p| r.route(p, post(seance::remove)),
    ),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/clore"), |r, p| r.route(p, post(seance::close))),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/rouvrir"), |r, p| {
        r.route(p, post(seance::reopen))
    }),
    route::<ReadGroupes>(Method::GET, reunions!("/{reunion}/compte-rendu"), |r, p| {
        r.route(p, get(compte_rendu::show))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/compte-rendu"), |r, p| {
        r.route(p, post(compte_rendu::draft))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/compte-rendu/texte"), |r, p| {
        r.route(p, post(compte_rendu::save))
    }),
    route::<EditGroupes>(Method::POST, reunions!("/{reunion}/compte-rendu/sceller"), |r, p| {
        r.route(p, post(compte_rendu::seal))
    }),
    route::<ReadGroupes>(Method::GET, reunions!("/{reunion}/compte-rendu.pdf"), |r, p| {
        r.route(p, get(compte_rendu::pdf))
    }),
    public(Method::GET, "/reunion/{token}", |r, p| r.route(p, get(lien::show))),
    public(Method::POST, "/reunion/{token}", |r, p| r.route(p, post(lien::answer))),
    public(Method::GET, "/agenda/{token}", |r, p| r.route(p, get(lien::feed))),
];
