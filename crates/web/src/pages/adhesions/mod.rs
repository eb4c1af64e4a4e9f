//! Memberships: list, requests, decisions, dues, renewal, leaving.

pub(crate) mod bareme;
pub(crate) mod demande;
pub(crate) mod lien;
pub(crate) mod liste;
pub(crate) mod renouveler;
pub(crate) mod une;

use domain::ids::AdhesionId;
use jiff::civil::Date;
use serde::Deserialize;
use uuid::Uuid;

use super::Place;
use crate::fields::Fields;
use crate::state::Web;
use crate::views::{self, Section};
use crate::wording::organisation::NOT_A_DAY;

/// `…/adhesions/{adhesion}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct AdhesionPath {
    adhesion: Uuid,
}

impl AdhesionPath {
    fn id(self) -> AdhesionId {
        AdhesionId(self.adhesion)
    }
}

const DONE: &[(&str, &str)] = &[
    ("demande", "La demande est enregistrée. Le bureau la décide."),
    ("acceptee", "La décision est enregistrée. Les personnes la reçoivent par e-mail."),
    ("verifications", "Les vérifications sont enregistrées."),
    ("paiement", "Le paiement est enregistré."),
    ("categorie", "La catégorie est changée."),
    ("depart", "Le départ est enregistré."),
    ("retabli", "Le départ est annulé. La personne est de nouveau membre."),
    ("mandats", "Les mandats sont mis à jour."),
    ("bareme", "Les montants sont enregistrés."),
    ("renouvele", "Votre adhésion est renouvelée. Merci."),
    ("envoyee", "Votre demande est envoyée. Le bureau vous répondra."),
];

/// Where memberships live.
fn base(place: &Place) -> String {
    place.urls.under("adhesions")
}

fn page(place: &Place, title: impl Into<String>) -> views::Page {
    views::Page::of_cpts(&place.key, &place.name, Section::Communaute, title)
        .under("Communauté", place.urls.under("communaute"))
}

fn under(place: &Place, title: impl Into<String>) -> views::Page {
    page(place, title).under("Adhésions", base(place))
}

/// The year of the address; this one when it says none.
fn year(web: &Web, fields: &Fields) -> i16 {
    fields
        .text("annee")
        .parse()
        .ok()
        .filter(|year| (2000..=2100).contains(year))
        .unwrap_or(web.app.today().year())
}

/// A day of a form; today when nothing was typed.
fn day(web: &Web, fields: &Fields, name: &'static str) -> Result<Date, (&'static str, String)> {
    let typed = fields.day(name).map_err(|_| (name, NOT_A_DAY.to_owned()))?;
    Ok(typed.unwrap_or(web.app.today()))
}

/// The label of a profession; empty for none.
fn profession(code: Option<&str>) -> String {
    let table = domain::professions::professions().ok();
    table.and_then(|table| table.label(code?)).unwrap_or_default().to_owned()
}
