//! One's own account.

use axum::http::Method;
use axum::routing::{get, post};

use super::{Route, account, confirmed};
use crate::pages::{compte, connexion, home, rgpd::compte as rgpd_compte};

pub(super) const ROUTES: &[Route] = &[
    account(Method::GET, "/compte", |r, p| r.route(p, get(compte::show))),
    account(Method::POST, "/compte/sessions/fermer", |r, p| r.route(p, post(compte::end_session))),
    account(Method::POST, "/compte/sessions/autres", |r, p| r.route(p, post(compte::end_others))),
    confirmed(Method::POST, "/compte/facteurs/retirer", |r, p| r.route(p, post(compte::remove_factor))),
    confirmed(Method::POST, "/compte/codes-de-secours", |r, p| r.route(p, post(compte::new_codes))),
    account(Method::GET, "/compte/nom", |r, p| r.route(p, get(compte::profil::name))),
    account(Method::POST, "/compte/nom", |r, p| r.route(p, post(compte::profil::rename))),
    confirmed(Method::GET, "/compte/courriel", |r, p| r.route(p, get(compte::profil::email))),
    confirmed(Method::POST, "/compte/courriel", |r, p| r.route(p, post(compte::profil::ask_email))),
    account(Method::GET, "/compte/courriel/{jeton}", |r, p| r.route(p, get(compte::profil::show_email_link))),
    account(Method::POST, "/compte/courriel/{jeton}", |r, p| r.route(p, post(compte::profil::confirm_email))),
    confirmed(Method::GET, "/compte/mot-de-passe", |r, p| r.route(p, get(compte::profil::password))),
    confirmed(Method::POST, "/compte/mot-de-passe", |r, p| r.route(p, post(compte::profil::change_password))),
    account(Method::GET, "/compte/roles/{role}/fin", |r, p| r.route(p, get(compte::roles::confirm))),
    confirmed(Method::POST, "/compte/roles/{role}/fin", |r, p| r.route(p, post(compte::roles::leave))),
    account(Method::POST, "/session/prolonger", |r, p| r.route(p, post(connexion::session::prolong))),
    account(Method::GET, "/compte/identites", |r, p| r.route(p, get(connexion::identites::list))),
    confirmed(Method::POST, "/compte/identites/relier", |r, p| {
        r.route(p, post(connexion::identites::attach))
    }),
    confirmed(Method::POST, "/compte/identites/detacher", |r, p| {
        r.route(p, post(connexion::identites::detach))
    }),
    account(Method::GET, "/compte/donnees", |r, p| r.route(p, get(rgpd_compte::show))),
    confirmed(Method::GET, "/compte/donnees.csv", |r, p| r.route(p, get(rgpd_compte::csv))),
    confirmed(Method::GET, "/compte/donnees.json", |r, p| r.route(p, get(rgpd_compte::json))),
    account(Method::POST, "/compte/donnees/demande", |r, p| r.route(p, post(rgpd_compte::request))),
    account(Method::GET, "/compte/effacement", |r, p| r.route(p, get(rgpd_compte::confirm_erase))),
    confirmed(Method::POST, "/compte/effacement", |r, p| r.route(p, post(rgpd_compte::erase))),
    account(Method::GET, "/organisations", |r, p| r.route(p, get(home::organisations))),
];
