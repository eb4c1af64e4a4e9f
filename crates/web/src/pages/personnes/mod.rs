//! People of the community.

pub(crate) mod actions;
pub(crate) mod alertes;
pub(crate) mod doublons;
pub(crate) mod droits;
pub(crate) mod etapes;
pub(crate) mod liste;
pub(crate) mod saisie;

use std::collections::BTreeMap;
use std::sync::Arc;

use app::reference::Reference;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::{Allowed, Permission, ReadCommunaute};
use domain::communaute::Structure;
use domain::ids::{PersonneId, StructureId};
use serde::Deserialize;
use uuid::Uuid;

use super::{Page, Place, place};
use crate::fields::Fields;
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::{self, Section, SheetView};

/// `…/personnes/{personne}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct PersonnePath {
    personne: Uuid,
}

impl PersonnePath {
    fn id(self) -> PersonneId {
        PersonneId(self.personne)
    }
}

const DONE: &[(&str, &str)] = &[
    ("ajoutee", "La personne est ajoutée."),
    ("enregistree", "La fiche est enregistrée."),
    ("etape", "L'étape est ajoutée au parcours."),
    ("etape-corrigee", "Le parcours est corrigé."),
    ("statut", "Le statut est changé pour les personnes choisies."),
    ("retablie", "La fiche est rétablie."),
    ("opposition", "L'opposition est enregistrée. Plus aucun message ne sera adressé à cette personne."),
    ("levee", "L'opposition est levée. Corrigez l'accord de chaque coordonnée que la personne accepte."),
    ("effacee", "La fiche est effacée. Les présences restent comptées, sans nom."),
    ("compte", "La fiche est reliée au compte."),
    ("detache", "La fiche n'est plus reliée à un compte."),
    ("reunies", "Les deux fiches sont réunies. Vous pouvez annuler depuis la page des doublons."),
    ("separees", "Les deux fiches sont de nouveau séparées."),
    ("ecartees", "C'est noté\u{a0}: ce sont deux personnes différentes."),
];

/// A page under « Communauté », and the steps between.
pub(in crate::pages) fn titled(
    place: &Place,
    title: impl Into<String>,
    steps: &[(&str, &str)],
) -> views::Page {
    let page = views::Page::of_cpts(&place.key, &place.name, Section::Communaute, title)
        .under("Communauté", place.urls.under("communaute"));
    steps.iter().fold(page, |page, (label, path)| page.under(*label, under(place, path)))
}

/// An address under `…/communaute`.
pub(in crate::pages) fn under(place: &Place, path: &str) -> String {
    place.urls.under(&format!("communaute/{path}"))
}

/// Says what the address says was just done.
pub(in crate::pages) fn done(page: views::Page, query: &Fields, sentences: &[(&str, &str)]) -> views::Page {
    let key = query.text("fait");
    match sentences.iter().find(|(one, _)| *one == key) {
        Some((_, sentence)) => page.with_notice(Notice::new(Tone::Success, *sentence)),
        None => page,
    }
}

/// The same page, refused.
pub(in crate::pages) fn unprocessable(view: SheetView) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, view).into_response()
}

/// The same page, because somebody else was faster.
pub(in crate::pages) fn conflict(view: SheetView) -> Response {
    (StatusCode::CONFLICT, view).into_response()
}

/// What is said when somebody else was faster.
pub(in crate::pages) const CHANGED: &str = "Une autre personne a modifié cette fiche pendant votre saisie. Vos réponses sont gardées ci-dessous. Relisez-les, puis enregistrez de nouveau pour les appliquer.";

/// Names of places and structures.
pub(in crate::pages) struct Noms {
    pub(in crate::pages) reference: Arc<Reference>,
    pub(in crate::pages) structures: BTreeMap<StructureId, String>,
}

impl Noms {
    pub(in crate::pages) fn of(web: &Web, structures: &[Structure]) -> Self {
        let structures = structures.iter().map(|one| (one.id, one.nom.clone())).collect();
        Self { reference: web.app.reference(), structures }
    }

    pub(in crate::pages) fn commune(&self, code: territory::CommuneCode) -> String {
        self.reference.atlas.unit_name(territory::UnitCode::Commune(code))
    }

    pub(in crate::pages) fn structure(&self, id: StructureId) -> Option<String> {
        self.structures.get(&id).cloned()
    }
}

async fn here<P: Permission>(web: &Web, proof: &Allowed<P>) -> Page<Place> {
    place(web, proof).await
}

async fn noms(web: &Web, read: &Allowed<ReadCommunaute>) -> Page<Noms> {
    Ok(Noms::of(web, &web.app.structures(read).await?))
}
