//! People, rights, guests and the record of a CPTS.

pub(crate) mod association;
pub(crate) mod autorisations;
pub(crate) mod droits;
pub(crate) mod facteurs;
pub(crate) mod invitations;
pub(crate) mod partages;
pub(crate) mod personnes;
pub(crate) mod plusieurs;
pub(crate) mod roles;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::{
    Actor, Allowed, ManageDemandes, ManagePartages, ManageViolations, Permission, ReadAccueil,
    ReadAssociation, ReadAutorisations, ReadBanque, ReadDroits, ReadJournal, ReadPersonnes, ReadTraitements,
};
use domain::ids::CptsId;
use jiff::Timestamp;

use super::{Page, Place, place};
use crate::access::{Can, Signed};
use crate::fields::Fields;
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::organisation::{HubCard, HubView};
use crate::views::{self, CptsUrls, Section, SheetView};
use crate::wording::organisation::NOT_A_DAY;

/// GET `…/organisation`: what this person may open.
pub(crate) async fn hub(
    State(web): State<Web>,
    Can(proof): Can<ReadAccueil>,
    Signed(visitor): Signed,
) -> Page<HubView> {
    let place = place(&web, &proof).await?;
    let page = views::Page::of_cpts(&place.key, &place.name, Section::Organisation, "Organisation")
        .under("Accueil", place.urls.accueil());
    Ok(HubView { page, cards: cards(&visitor.actor, proof.cpts(), &place.urls) })
}

/// Title, address under the CPTS, what one does there, whether the person may.
type Entry = (&'static str, &'static str, &'static str, fn(&Actor, CptsId) -> bool);

const ENTRIES: [Entry; 11] = [
    (
        "Personnes et rôles",
        "personnes",
        "Voir qui tient quel rôle, donner ou retirer un rôle.",
        holds::<ReadPersonnes>,
    ),
    ("Invitations", "invitations", "Inviter une personne, suivre les réponses.", holds::<ReadPersonnes>),
    (
        "Autorisations",
        "autorisations",
        "Choisir ce que les institutions peuvent lire.",
        holds::<ReadAutorisations>,
    ),
    (
        "Partages",
        "partages",
        "Donner le lien d'une fiche à une personne sans compte.",
        holds::<ManagePartages>,
    ),
    (
        "Fiche de l'association",
        "association",
        "Nom, SIRET, adresse, délégué à la protection des données.",
        holds::<ReadAssociation>,
    ),
    ("Coordonnées bancaires", "banque", "IBAN de l'association, chiffré.", holds::<ReadBanque>),
    ("Qui peut quoi", "droits", "Lire les droits de chaque rôle.", holds::<ReadDroits>),
    ("Journal", "journal", "Lire ce qui a été fait, par qui et quand.", holds::<ReadJournal>),
    (
        "Registre des traitements",
        "traitements",
        "Lire ce que la CPTS fait des données.",
        holds::<ReadTraitements>,
    ),
    (
        "Demandes des personnes",
        "demandes",
        "Répondre à une demande d'accès ou d'effacement.",
        holds::<ManageDemandes>,
    ),
    ("Violations de données", "violations", "Tenir le registre et ses délais.", holds::<ManageViolations>),
];

fn holds<P: Permission>(actor: &Actor, cpts: CptsId) -> bool {
    actor.holds::<P>(cpts)
}

pub(in crate::pages) fn cards(actor: &Actor, cpts: CptsId, urls: &CptsUrls) -> Vec<HubCard> {
    let may = ENTRIES.iter().filter(|(.., holds)| holds(actor, cpts));
    may.map(|(title, path, text, _)| HubCard {
        title: (*title).to_owned(),
        url: urls.under(&format!("organisation/{path}")),
        text: (*text).to_owned(),
        badge: None,
    })
    .collect()
}

/// A page under « Organisation », and the steps between.
fn titled(place: &Place, title: impl Into<String>, steps: &[(&str, &str)]) -> views::Page {
    let page = views::Page::of_cpts(&place.key, &place.name, Section::Organisation, title)
        .under("Organisation", place.urls.organisation());
    steps.iter().fold(page, |page, (label, path)| page.under(*label, under(place, path)))
}

/// An address under `…/organisation`.
fn under(place: &Place, path: &str) -> String {
    place.urls.under(&format!("organisation/{path}"))
}

async fn here<P: Permission>(web: &Web, proof: &Allowed<P>) -> Page<Place> {
    place(web, proof).await
}

/// The page, with status 422 when something is to be corrected.
fn answer(view: SheetView) -> Response {
    let status = if view.errors().is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, view).into_response()
}

/// Says what the address says was just done.
fn done(page: views::Page, query: &Fields, sentences: &[(&str, &str)]) -> views::Page {
    let key = query.text("fait");
    match sentences.iter().find(|(one, _)| *one == key) {
        Some((_, sentence)) => page.with_notice(Notice::new(Tone::Success, *sentence)),
        None => page,
    }
}

/// The end of the day typed in a field; `None` when nothing was typed.
fn until(fields: &Fields, name: &str) -> Result<Option<Timestamp>, String> {
    let day = fields.day(name).map_err(|_| NOT_A_DAY.to_owned())?;
    let end = |day| domain::organisation::end_of_day(day, &app::paris()).ok_or_else(|| NOT_A_DAY.to_owned());
    day.map(end).transpose()
}
