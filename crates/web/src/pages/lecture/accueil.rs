//! `/c/{cpts}/communaute`.

use axum::extract::State;
use domain::authz::{
    Actor, Allowed, EditCommunaute, Participer, ReadAdhesions, ReadCommunaute, ReadGouvernance, ReadGroupes,
    ReadMobilisation, ReadObjectifs, ReadOutils, ReadParticipation, ReadQuestionnaires,
};
use domain::ids::CptsId;
use domain::nombres::compte;

use crate::access::{Can, Signed};
use crate::pages::{Page, place};
use crate::state::Web;
use crate::views::components::Link;
use crate::views::lecture::accueil::{self, CommunauteView, Waiting};
use crate::views::organisation::HubCard;
use crate::views::{self, CptsUrls, Section};

/// Title, address under the CPTS, what one does there, whether the person may.
type Door = (&'static str, &'static str, &'static str, fn(&Actor, CptsId) -> bool);

fn holds<P: domain::authz::Permission>(actor: &Actor, cpts: CptsId) -> bool {
    actor.holds::<P>(cpts)
}

const DOORS: [Door; 13] = [
    (
        "Personnes",
        "communaute/personnes",
        "Chercher une personne, suivre où elle en est.",
        holds::<ReadCommunaute>,
    ),
    (
        "Structures",
        "communaute/structures",
        "Cabinets, maisons de santé, partenaires, conventions.",
        holds::<ReadCommunaute>,
    ),
    ("Doublons", "communaute/doublons", "Réunir deux fiches d'une même personne.", holds::<EditCommunaute>),
    ("Imports", "communaute/importer", "Reprendre un tableur, ligne par ligne.", holds::<EditCommunaute>),
    (
        "Mobilisation",
        "mobilisation",
        "Écrire aux professionnels, suivre leurs réponses.",
        holds::<ReadMobilisation>,
    ),
    (
        "Questionnaires",
        "questionnaires",
        "Demander ce qui manque, lire les réponses.",
        holds::<ReadQuestionnaires>,
    ),
    (
        "Difficultés",
        "difficultes",
        "Ce que les professionnels ont dit rencontrer.",
        holds::<ReadQuestionnaires>,
    ),
    ("Groupes", "groupes", "Bureau, conseil, groupes de travail et leurs membres.", holds::<ReadGroupes>),
    ("Réunions", "reunions", "Convoquer, tenir, rendre compte.", holds::<ReadGroupes>),
    ("Gouvernance", "gouvernance", "Collèges, mandats, quorum et votes.", holds::<ReadGouvernance>),
    ("Adhésions", "adhesions", "Demandes, cotisations et certificats.", holds::<ReadAdhesions>),
    (
        "Participation",
        "participation",
        "Qui prend part, et combien de temps on lui demande.",
        holds::<ReadParticipation>,
    ),
    (
        "Qui manque",
        "participation/communaute",
        "La communauté et l'effectif officiel, sur une carte.",
        holds::<ReadParticipation>,
    ),
];

fn doors(actor: &Actor, cpts: CptsId, urls: &CptsUrls) -> Vec<HubCard> {
    let may = DOORS.iter().filter(|(.., holds)| holds(actor, cpts));
    may.map(|(title, path, text, _)| HubCard {
        title: (*title).to_owned(),
        url: urls.under(path),
        text: (*text).to_owned(),
        badge: None,
    })
    .collect()
}

/// What the home of the CPTS leads to.
pub(in crate::pages) fn links(actor: &Actor, cpts: CptsId, urls: &CptsUrls) -> Vec<HubCard> {
    let card = |title: &str, path, text: &str| HubCard {
        title: title.to_owned(),
        url: urls.under(path),
        text: text.to_owned(),
        badge: None,
    };
    let community = card("Communauté", "communaute", "Les personnes, les groupes, les réunions.");
    let own = card("Mon espace", "moi", "Mes réunions, mes groupes, ma carte.");
    let mut links = Vec::new();
    links.extend(Some(community).filter(|_| actor.holds::<ReadCommunaute>(cpts)));
    links.extend(Some(own).filter(|_| actor.holds::<Participer>(cpts)));
    if actor.holds::<ReadObjectifs>(cpts) {
        links.push(card("Objectifs", "objectifs", "Ce que la CPTS veut changer, et ses premières actions."));
    }
    if actor.holds::<ReadOutils>(cpts) {
        links.push(card("Boîte à outils", "boite-a-outils", "Modèles et guides de la région."));
        links.push(card("Fiches d'expérience", "experiences", "Ce que d'autres CPTS ont essayé."));
    }
    links
}

/// What waits for somebody who looks after the sheets.
async fn waiting(web: &Web, proof: &Allowed<ReadCommunaute>, urls: &CptsUrls) -> Page<Vec<Waiting>> {
    let mut waiting = Vec::new();
    let pairs = web.app.doublons_count(proof).await?;
    if pairs > 0 {
        let text = format!("{} à examiner.", compte(pairs, "doublon possible", "doublons possibles"));
        waiting.push((text, Link::new("Comparer les doublons", urls.under("communaute/doublons"))));
    }
    let ending = web.app.conventions_to_renew(proof).await?.len();
    if ending > 0 {
        let verb = if ending == 1 { "finit ou a fini" } else { "finissent ou ont fini" };
        let text = format!("{} {verb}.", compte(ending, "convention", "conventions"));
        waiting.push((text, Link::new("Ouvrir les structures", urls.under("communaute/structures"))));
    }
    Ok(waiting)
}

/// GET `/c/{cpts}/communaute`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadCommunaute>,
    Signed(visitor): Signed,
) -> Page<CommunauteView> {
    let place = place(&web, &proof).await?;
    let found = web.app.communaute_accueil(&proof).await?;
    let page = views::Page::of_cpts(&place.key, &place.name, Section::Communaute, "Communauté")
        .under("Accueil", place.urls.accueil());
    let waiting = waiting(&web, &proof, &place.urls).await?;
    let cards = doors(&visitor.actor, proof.cpts(), &place.urls);
    let zone = web.app.zone(&proof).await?;
    Ok(accueil::show(page, &place.urls, &found, (cards, waiting, &zone)))
}
