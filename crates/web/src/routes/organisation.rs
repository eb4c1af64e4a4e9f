//! Homes, people and roles, grants, guests, the association.

use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{
    EditAssociation, EditBanque, ManageAutorisations, ManagePartages, ManageRoles, ReadAccueil,
    ReadAssociation, ReadAutorisations, ReadBanque, ReadDroits, ReadInstitution, ReadPersonnes,
};

use super::{Route, route, within};
use crate::pages::{
    accueil, institution, organisation, organisation::association, organisation::autorisations,
    organisation::droits, organisation::facteurs, organisation::invitations, organisation::partages,
    organisation::personnes, organisation::plusieurs, organisation::roles,
};

macro_rules! organisation {
    ($rest:literal) => {
        concat!("/c/{cpts}/organisation", $rest)
    };
}

pub(super) const ROUTES: &[Route] = &[
    route::<ReadAccueil>(Method::GET, "/c/{cpts}", |r, p| r.route(p, get(accueil::show))),
    within::<ReadInstitution>(Method::GET, "/i/{institution}", |r, p| r.route(p, get(institution::show))),
    route::<ReadAccueil>(Method::GET, organisation!(""), |r, p| r.route(p, get(organisation::hub))),
    route::<ReadPersonnes>(Method::GET, organisation!("/personnes"), |r, p| r.route(p, get(personnes::list))),
    route::<ReadPersonnes>(Method::GET, organisation!("/personnes.csv"), |r, p| {
        r.route(p, get(personnes::csv))
    }),
    route::<ReadPersonnes>(Method::GET, organisation!("/personnes/{personne}"), |r, p| {
        r.route(p, get(personnes::show))
    }),
    route::<ManageRoles>(Method::GET, organisation!("/personnes/{personne}/role"), |r, p| {
        r.route(p, get(roles::new))
    }),
    route::<ManageRoles>(Method::POST, organisation!("/personnes/{personne}/role"), |r, p| {
        r.route(p, post(roles::give))
    }),
    route::<ManageRoles>(Method::GET, organisation!("/personnes/{personne}/roles/{role}/fin"), |r, p| {
        r.route(p, get(roles::confirm_end))
    }),
    route::<ManageRoles>(Method::POST, organisation!("/personnes/{personne}/roles/{role}/fin"), |r, p| {
        r.route(p, post(roles::end))
    }),
    route::<ManageRoles>(Method::GET, organisation!("/personnes/{personne}/depart"), |r, p| {
        r.route(p, get(roles::confirm_departure))
    }),
    route::<ManageRoles>(Method::POST, organisation!("/personnes/{personne}/depart"), |r, p| {
        r.route(p, post(roles::depart))
    }),
    route::<ManageRoles>(Method::GET, organisation!("/personnes/{personne}/second-facteur"), |r, p| {
        r.route(p, get(facteurs::confirm))
    }),
    route::<ManageRoles>(Method::POST, organisation!("/personnes/{personne}/second-facteur"), |r, p| {
        r.route(p, post(facteurs::reset))
    }),
    route::<ReadPersonnes>(Method::GET, organisation!("/invitations"), |r, p| {
        r.route(p, get(invitations::list))
    }),
    route::<ManageRoles>(Method::GET, organisation!("/invitations/nouvelle"), |r, p| {
        r.route(p, get(invitations::new))
    }),
    route::<ManageRoles>(Method::POST, organisation!("/invitations/nouvelle"), |r, p| {
        r.route(p, post(invitations::create))
    }),
    route::<ManageRoles>(Method::GET, organisation!("/invitations/plusieurs"), |r, p| {
        r.route(p, get(plusieurs::new))
    }),
    route::<ManageRoles>(Method::POST, organisation!("/invitations/plusieurs"), |r, p| {
        r.route(p, post(plusieurs::create))
    }),
    route::<ReadPersonnes>(Method::GET, organisation!("/invitations/{invitation}"), |r, p| {
        r.route(p, get(invitations::show))
    }),
    route::<ManageRoles>(Method::POST, organisation!("/invitations/{invitation}/renvoyer"), |r, p| {
        r.route(p, post(invitations::resend))
    }),
    route::<ManageRoles>(Method::POST, organisation!("/invitations/{invitation}/retirer"), |r, p| {
        r.route(p, post(invitations::revoke))
    }),
    route::<ManageRoles>(Method::POST, organisation!("/invitations/{invitation}/lettre"), |r, p| {
        r.route(p, post(invitations::letter))
    }),
    route::<ReadAutorisations>(Method::GET, organisation!("/autorisations"), |r, p| {
        r.route(p, get(autorisations::list))
    }),
    route::<ManageAutorisations>(Method::GET, organisation!("/autorisations/nouvelle"), |r, p| {
        r.route(p, get(autorisations::new))
    }),
    route::<ManageAutorisations>(Method::POST, organisation!("/autorisations/nouvelle"), |r, p| {
        r.route(p, post(autorisations::create))
    }),
    route::<ManageAutorisations>(
        Method::GET,
        organisation!("/autorisations/{autorisation}/retirer"),
        |r, p| r.route(p, get(autorisations::confirm_revoke)),
    ),
    route::<ManageAutorisations>(
        Method::POST,
        organisation!("/autorisations/{autorisation}/retirer"),
        |r, p| r.route(p, post(autorisations::revoke)),
    ),
    route::<ManagePartages>(Method::GET, organisation!("/partages"), |r, p| r.route(p, get(partages::list))),
    route::<ManagePartages>(Method::GET, organisation!("/partages/nouveau"), |r, p| {
        r.route(p, get(partages::new))
    }),
    route::<ManagePartages>(Method::POST, organisation!("/partages/nouveau"), |r, p| {
        r.route(p, post(partages::create))
    }),
    route::<ManagePartages>(Method::GET, organisation!("/partages/{partage}/retirer"), |r, p| {
        r.route(p, get(partages::confirm_revoke))
    }),
    route::<ManagePartages>(Method::POST, organisation!("/partages/{partage}/retirer"), |r, p| {
        r.route(p, post(partages::revoke))
    }),
    route::<ReadAssociation>(Method::GET, organisation!("/association"), |r, p| {
        r.route(p, get(association::show))
    }),
    route::<EditAssociation>(Method::GET, organisation!("/association/modifier"), |r, p| {
        r.route(p, get(association::edit))
    }),
    route::<EditAssociation>(Method::POST, organisation!("/association/modifier"), |r, p| {
        r.route(p, post(association::save))
    }),
    route::<ReadBanque>(Method::GET, organisation!("/banque"), |r, p| r.route(p, get(association::bank))),
    route::<ReadBanque>(Method::POST, organisation!("/banque/montrer"), |r, p| {
        r.route(p, post(association::reveal))
    }),
    route::<EditBanque>(Method::GET, organisation!("/banque/modifier"), |r, p| {
        r.route(p, get(association::edit_bank))
    }),
    route::<EditBanque>(Method::POST, organisation!("/banque/modifier"), |r, p| {
        r.route(p, post(association::save_bank))
    }),
    route::<ReadDroits>(Method::GET, organisation!("/droits"), |r, p| r.route(p, get(droits::show))),
];
