//! Mobilisation: campaigns, the table and the history of the letter of intent; answering by a link.

use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{EditMobilisation, ReadMobilisation};

use super::{Route, public, route};
use crate::pages::mobilisation::{self, appels, campagnes, kit, publique, sollicites, tableau};

macro_rules! mobilisation {
    ($rest:literal) => {
        concat!("/c/{cpts}/mobilisation", $rest)
    };
}

macro_rules! campagne {
    ($rest:literal) => {
        concat!("/c/{cpts}/mobilisation/campagnes/{campagne}", $rest)
    };
}

macro_rules! reads {
    ($path:expr, $handler:path) => {
        route::<ReadMobilisation>(Method::GET, $path, |r, p| r.route(p, get($handler)))
    };
}

macro_rules! edits {
    ($method:ident, $path:expr, $way:ident, $handler:path) => {
        route::<EditMobilisation>(Method::$method, $path, |r, p| r.route(p, $way($handler)))
    };
}

pub(super) const ROUTES: &[Route] = &[
    reads!(mobilisation!(""), mobilisation::hub),
    reads!(mobilisation!("/tableau"), tableau::show),
    reads!(mobilisation!("/tableau/personnes"), tableau::people),
    reads!(mobilisation!("/tableau.csv"), tableau::csv),
    reads!(mobilisation!("/tableau.xlsx"), tableau::xlsx),
    reads!(mobilisation!("/tableau.docx"), tableau::docx),
    reads!(mobilisation!("/historique"), tableau::history),
    reads!(mobilisation!("/historique.docx"), tableau::history_docx),
    edits!(GET, mobilisation!("/campagnes/nouvelle"), get, campagnes::new),
    edits!(POST, mobilisation!("/campagnes/nouvelle"), post, campagnes::create),
    reads!(campagne!(""), campagnes::show),
    edits!(GET, campagne!("/modifier"), get, campagnes::edit),
    edits!(POST, campagne!("/modifier"), post, campagnes::save),
    reads!(campagne!("/lancer"), campagnes::confirm),
    edits!(POST, campagne!("/lancer"), post, campagnes::launch),
    edits!(POST, campagne!("/relancer"), post, campagnes::remind),
    edits!(POST, campagne!("/clore"), post, campagnes::close),
    edits!(POST, campagne!("/supprimer"), post, campagnes::remove),
    edits!(POST, campagne!("/courriers"), post, campagnes::letters),
    reads!(campagne!("/personnes"), sollicites::list),
    reads!(campagne!("/personnes/{sollicitation}"), sollicites::show),
    edits!(POST, campagne!("/personnes/{sollicitation}"), post, sollicites::note),
    edits!(POST, campagne!("/personnes/{sollicitation}/retour"), post, sollicites::bounce),
    reads!(campagne!("/appels"), appels::list),
    reads!(campagne!("/appels/{sollicitation}"), appels::show),
    edits!(POST, campagne!("/appels/{sollicitation}"), post, appels::note),
    reads!(campagne!("/kit"), kit::show),
    edits!(POST, campagne!("/kit"), post, kit::declare),
    edits!(POST, campagne!("/kit/retirer"), post, kit::withdraw),
    reads!(campagne!("/kit/affiche.pdf"), kit::poster),
    reads!(campagne!("/kit/message.txt"), kit::message),
    public(Method::GET, "/campagne/{token}", |r, p| r.route(p, get(publique::show))),
    public(Method::POST, "/campagne/{token}", |r, p| r.route(p, post(publique::answer))),
    public(Method::GET, "/campagne/{token}/opposition", |r, p| r.route(p, get(publique::objection))),
    public(Method::POST, "/campagne/{token}/opposition", |r, p| r.route(p, post(publique::object))),
];
