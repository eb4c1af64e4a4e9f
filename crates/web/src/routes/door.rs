//! Signing in, second factor, confirmation, invitations, forgotten password.

use axum::http::Method;
use axum::routing::{get, post};

use super::{Route, account, public};
use crate::pages::connexion;

pub(super) const ROUTES: &[Route] = &[
    public(Method::GET, "/connexion", |r, p| r.route(p, get(connexion::signin::show))),
    public(Method::POST, "/connexion", |r, p| r.route(p, post(connexion::signin::enter))),
    public(Method::POST, "/connexion/cle-acces", |r, p| r.route(p, post(connexion::passkey::sign_in))),
    public(Method::POST, "/connexion/cle-acces/reponse", |r, p| {
        r.route(p, post(connexion::passkey::sign_in_answer))
    }),
    public(Method::GET, "/invitation", |r, p| r.route(p, get(connexion::invitation::ask))),
    public(Method::POST, "/invitation", |r, p| r.route(p, post(connexion::invitation::open))),
    public(Method::GET, "/invitation/{jeton}", |r, p| r.route(p, get(connexion::invitation::show))),
    public(Method::POST, "/invitation/{jeton}", |r, p| r.route(p, post(connexion::invitation::join))),
    account(Method::POST, "/invitation/{jeton}/accepter", |r, p| {
        r.route(p, post(connexion::invitation::accept))
    }),
    public(Method::GET, "/mot-de-passe-oublie", |r, p| r.route(p, get(connexion::password::ask))),
    public(Method::POST, "/mot-de-passe-oublie", |r, p| r.route(p, post(connexion::password::send))),
    public(Method::GET, "/mot-de-passe/{jeton}", |r, p| r.route(p, get(connexion::password::show))),
    public(Method::POST, "/mot-de-passe/{jeton}", |r, p| r.route(p, post(connexion::password::choose))),
    public(Method::POST, "/deconnexion", |r, p| r.route(p, post(connexion::signin::leave))),
    public(Method::POST, "/demo/entrer", |r, p| r.route(p, post(connexion::signin::demo))),
    public(Method::POST, "/connexion/{fournisseur}", |r, p| r.route(p, post(connexion::externe::start))),
    public(Method::GET, "/connexion/{fournisseur}/retour", |r, p| r.route(p, get(connexion::externe::back))),
    public(Method::GET, "/connexion/{fournisseur}/activite", |r, p| {
        r.route(p, get(connexion::externe::practices))
    }),
    public(Method::POST, "/connexion/{fournisseur}/activite", |r, p| {
        r.route(p, post(connexion::externe::choose))
    }),
    account(Method::GET, "/second-facteur", |r, p| r.route(p, get(connexion::factor::show))),
    account(Method::POST, "/second-facteur", |r, p| r.route(p, post(connexion::factor::give))),
    account(Method::POST, "/second-facteur/cle-acces", |r, p| r.route(p, post(connexion::passkey::factor))),
    account(Method::POST, "/second-facteur/cle-acces/reponse", |r, p| {
        r.route(p, post(connexion::passkey::answer))
    }),
    account(Method::POST, "/second-facteur/application", |r, p| r.route(p, post(connexion::setup::totp))),
    account(Method::POST, "/second-facteur/application/code", |r, p| {
        r.route(p, post(connexion::setup::totp_code))
    }),
    account(Method::POST, "/second-facteur/cle", |r, p| r.route(p, post(connexion::setup::passkey))),
    account(Method::POST, "/second-facteur/cle/reponse", |r, p| {
        r.route(p, post(connexion::setup::passkey_answer))
    }),
    account(Method::GET, "/confirmer", |r, p| r.route(p, get(connexion::confirm::show))),
    account(Method::POST, "/confirmer", |r, p| r.route(p, post(connexion::confirm::confirm))),
    account(Method::POST, "/confirmer/cle-acces", |r, p| r.route(p, post(connexion::passkey::confirm))),
    account(Method::POST, "/confirmer/cle-acces/reponse", |r, p| {
        r.route(p, post(connexion::passkey::answer))
    }),
];
