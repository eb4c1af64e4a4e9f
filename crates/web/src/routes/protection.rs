//! Journal, register, requests, breaches: what the law asks of a CPTS.

use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{
    EditTraitements, ManageDemandes, ManageRoles, ManageViolations, ReadJournal, ReadTraitements,
};

use super::{Route, route};
use crate::pages::{journal, rgpd::conservation, rgpd::demandes, rgpd::registre, rgpd::violations};

macro_rules! organisation {
    ($rest:literal) => {
        concat!("/c/{cpts}/organisation", $rest)
    };
}

pub(super) const ROUTES: &[Route] = &[
    route::<ReadJournal>(Method::GET, organisation!("/journal"), |r, p| r.route(p, get(journal::show))),
    route::<ReadJournal>(Method::GET, organisation!("/journal.csv"), |r, p| r.route(p, get(journal::csv))),
    route::<ReadJournal>(Method::GET, organisation!("/journal.jsonl"), |r, p| {
        r.route(p, get(journal::jsonl))
    }),
    route::<ReadTraitements>(Method::GET, organisation!("/notice"), |r, p| {
        r.route(p, get(registre::own_notice))
    }),
    route::<ReadTraitements>(Method::GET, organisation!("/conservation"), |r, p| {
        r.route(p, get(conservation::show))
    }),
    route::<ReadTraitements>(Method::GET, organisation!("/traitements"), |r, p| {
        r.route(p, get(registre::list))
    }),
    route::<ReadTraitements>(Method::GET, organisation!("/traitements.pdf"), |r, p| {
        r.route(p, get(registre::pdf))
    }),
    route::<ReadTraitements>(Method::GET, organisation!("/traitements.xlsx"), |r, p| {
        r.route(p, get(registre::xlsx))
    }),
    route::<ReadTraitements>(Method::GET, organisation!("/traitements.csv"), |r, p| {
        r.route(p, get(registre::csv))
    }),
    route::<EditTraitements>(Method::GET, organisation!("/traitements/nouveau"), |r, p| {
        r.route(p, get(registre::new))
    }),
    route::<EditTraitements>(Method::POST, organisation!("/traitements/nouveau"), |r, p| {
        r.route(p, post(registre::create))
    }),
    route::<EditTraitements>(Method::GET, organisation!("/traitements/{cle}"), |r, p| {
        r.route(p, get(registre::edit))
    }),
    route::<EditTraitements>(Method::POST, organisation!("/traitements/{cle}"), |r, p| {
        r.route(p, post(registre::save))
    }),
    route::<EditTraitements>(Method::POST, organisation!("/traitements/{cle}/retirer"), |r, p| {
        r.route(p, post(registre::remove))
    }),
    route::<EditTraitements>(Method::POST, organisation!("/traitements/{cle}/retablir"), |r, p| {
        r.route(p, post(registre::restore))
    }),
    route::<ManageDemandes>(Method::GET, organisation!("/demandes"), |r, p| r.route(p, get(demandes::list))),
    route::<ManageDemandes>(Method::GET, organisation!("/demandes/nouvelle"), |r, p| {
        r.route(p, get(demandes::new))
    }),
    route::<ManageDemandes>(Method::POST, organisation!("/demandes/nouvelle"), |r, p| {
        r.route(p, post(demandes::create))
    }),
    route::<ManageDemandes>(Method::GET, organisation!("/demandes/{demande}"), |r, p| {
        r.route(p, get(demandes::show))
    }),
    route::<ManageDemandes>(Method::POST, organisation!("/demandes/{demande}/repondre"), |r, p| {
        r.route(p, post(demandes::answer))
    }),
    route::<ManageDemandes>(Method::POST, organisation!("/demandes/{demande}/prolonger"), |r, p| {
        r.route(p, post(demandes::extend))
    }),
    route::<ManageRoles>(Method::GET, organisation!("/demandes/{demande}/effacer"), |r, p| {
        r.route(p, get(demandes::confirm_erase))
    }),
    route::<ManageRoles>(Method::POST, organisation!("/demandes/{demande}/effacer"), |r, p| {
        r.route(p, post(demandes::erase))
    }),
    route::<ManageViolations>(Method::GET, organisation!("/violations"), |r, p| {
        r.route(p, get(violations::list))
    }),
    route::<ManageViolations>(Method::GET, organisation!("/violations.pdf"), |r, p| {
        r.route(p, get(violations::pdf))
    }),
    route::<ManageViolations>(Method::GET, organisation!("/violations.csv"), |r, p| {
        r.route(p, get(violations::csv))
    }),
    route::<ManageViolations>(Method::GET, organisation!("/violations/nouvelle"), |r, p| {
        r.route(p, get(violations::new))
    }),
    route::<ManageViolations>(Method::POST, organisation!("/violations/nouvelle"), |r, p| {
        r.route(p, post(violations::create))
    }),
    route::<ManageViolations>(Method::GET, organisation!("/violations/{violation}"), |r, p| {
        r.route(p, get(violations::show))
    }),
    route::<ManageViolations>(Method::POST, organisation!("/violations/{violation}"), |r, p| {
        r.route(p, post(violations::correct))
    }),
    route::<ManageViolations>(Method::POST, organisation!("/violations/{violation}/decision"), |r, p| {
        r.route(p, post(violations::decide))
    }),
    route::<ManageViolations>(Method::POST, organisation!("/violations/{violation}/personnes"), |r, p| {
        r.route(p, post(violations::told))
    }),
    route::<ManageViolations>(Method::POST, organisation!("/violations/{violation}/cloturer"), |r, p| {
        r.route(p, post(violations::close))
    }),
];
