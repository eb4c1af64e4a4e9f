//! Handlers: read the request, call a use case, fill a view. No rule lives here.

pub(crate) mod accueil;
pub(crate) mod adhesions;
pub(crate) mod argent;
pub(crate) mod composer;
pub(crate) mod compte;
pub(crate) mod connexion;
pub(crate) mod contrats;
pub(crate) mod datasets;
pub(crate) mod diagnostic;
pub(crate) mod dialogues;
pub(crate) mod dossiers;
pub(crate) mod downloads;
pub(crate) mod exploitation;
pub(crate) mod geo;
pub(crate) mod gouvernance;
pub(crate) mod groupes;
pub(crate) mod guide;
pub(crate) mod home;
pub(crate) mod imports;
pub(crate) mod indicateurs;
pub(crate) mod instance;
pub(crate) mod institution;
pub(crate) mod instruction;
pub(crate) mod journal;
pub(crate) mod lecture;
pub(crate) mod mobilisation;
pub(crate) mod objectifs;
pub(crate) mod organisation;
pub(crate) mod partage;
pub(crate) mod personnes;
pub(crate) mod pieces;
mod places;
pub(crate) mod presences;
pub(crate) mod preuves;
pub(crate) mod preview;
pub(crate) mod questionnaires;
pub(crate) mod region;
pub(crate) mod reunions;
pub(crate) mod rgpd;
pub(crate) mod rules;
pub(crate) mod structures;
pub(crate) mod subventions;
pub(crate) mod territoire;
pub(crate) mod territoires;
pub(crate) mod valeurs;
pub(crate) mod variante;

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use domain::authz::{Allowed, ReadTerritoire};
use domain::nombres::{compte, habitants, liste};
use domain::territoire::{Territoire, Variante};
use territory::{Atlas, DepartementCode, Perimeter};

use crate::shell::PageError;
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::{CptsUrls, TerritoireCard, VarianteUrls};

type Page<T> = Result<T, PageError>;

/// What a page under a secret address says of itself: search engines, other sites and caches learn nothing of it.
const PRIVATE: [(&str, &str); 3] = [
    ("x-robots-tag", "noindex, nofollow"),
    ("referrer-policy", "no-referrer"),
    ("cache-control", "no-store"),
];

/// Goes to a page after a change: a reload does not send the form again.
fn go(url: &str) -> Response {
    Redirect::to(url).into_response()
}

/// A file to keep.
fn file(bytes: impl IntoResponse, kind: &'static str, name: &str) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)], bytes).into_response()
}

/// A CPTS as addresses and headings name it.
pub(crate) struct Place {
    key: String,
    name: String,
    urls: CptsUrls,
}

async fn place<P: domain::authz::Permission>(web: &Web, proof: &Allowed<P>) -> Page<Place> {
    let cpts = web.app.cpts(proof.cpts()).await?;
    let key = cpts.id.to_string();
    Ok(Place { urls: CptsUrls::new(&key), name: cpts.name, key })
}

fn variante_urls(urls: &CptsUrls, territoire: &Territoire, variante: &Variante) -> VarianteUrls {
    urls.territoire(&territoire.id.to_string()).variante(&variante.id.to_string())
}

/// The cards of all territories of a CPTS; with their diagnoses for those who may read them.
async fn cards(
    web: &Web,
    proof: &Allowed<ReadTerritoire>,
    urls: &CptsUrls,
    diagnostics: bool,
) -> Page<Vec<TerritoireCard>> {
    let reference = web.app.reference();
    let mut cards = Vec::new();
    for territoire in web.app.territoires(proof).await? {
        let Some(variante) = territoire.reference().or(territoire.variantes.first()) else { continue };
        let revisions = web.app.revisions(proof, (territoire.id, variante.id)).await?;
        cards.push(TerritoireCard {
            name: territoire.name.clone(),
            url: urls.territoire(&territoire.id.to_string()).show().to_owned(),
            reference: variante.name.clone(),
            variantes: compte(territoire.variantes.len(), "variante", "variantes"),
            summary: summary(&reference.atlas, &variante.perimeter),
            diagnostic: (diagnostics && !variante.perimeter.is_empty())
                .then(|| variante_urls(urls, &territoire, variante).diagnostic().show().to_owned()),
            changed: revisions.last().map(|last| format!("modifié le {}", day(last.at))).unwrap_or_default(),
        });
    }
    Ok(cards)
}

/// `47 366 habitants en 2016, T2, 4 communes`.
fn summary(atlas: &Atlas, perimeter: &Perimeter) -> String {
    if perimeter.is_empty() {
        return "Ce territoire est vide.".into();
    }
    let diagnosis = atlas.diagnose(perimeter);
    let figure = &diagnosis.population;
    let mut parts = Vec::new();
    if let Some(people) = figure.measure.value {
        let years: Vec<String> = figure.years.iter().map(ToString::to_string).collect();
        parts.push(format!("{} habitants en {}", habitants(people), liste(&years)));
        if let Ok(rules) = domain::aci::taille::rules() {
            parts.push(
                rules.assess(people.round() as u32, figure.measure.is_partial()).taille.code().to_owned(),
            );
        }
    }
    parts.push(compte(diagnosis.distinct_communes, "commune", "communes"));
    parts.join(", ")
}

/// A day in France, `18/04/2023`.
fn day(at: jiff::Timestamp) -> String {
    domain::nombres::date(in_france(at).date())
}

/// `18/04/2023 à 14 h 30`.
fn moment(at: jiff::Timestamp) -> String {
    let local = in_france(at);
    format!("{} à {}\u{a0}h\u{a0}{:02}", domain::nombres::date(local.date()), local.hour(), local.minute())
}

fn in_france(at: jiff::Timestamp) -> jiff::Zoned {
    at.to_zoned(app::paris())
}

/// The départements of a perimeter, sorted.
fn departements(perimeter: &Perimeter) -> Vec<DepartementCode> {
    let mut codes: Vec<DepartementCode> =
        perimeter.units().map(|unit| unit.commune().departement()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// What is missing for départements, and the command that gets it.
fn missing_notices(web: &Web, departements: &[DepartementCode]) -> Vec<Notice> {
    let reference = web.app.reference();
    let missing = reference.missing(departements);
    let mut notices = Vec::new();
    for departement in departements {
        let kinds: Vec<&str> = missing
            .iter()
            .filter(|one| one.departement == *departement)
            .map(|one| one.kind.label())
            .collect();
        if !kinds.is_empty() {
            let name = reference.atlas.departement_name(*departement);
            let text = format!(
                "Données absentes pour {name} ({departement})\u{a0}: {}. Un administrateur peut les obtenir avec la commande «\u{a0}maillage fetch --departement {departement}\u{a0}».",
                liste(&kinds),
            );
            notices.push(Notice::new(Tone::Info, text));
        }
    }
    notices
}
