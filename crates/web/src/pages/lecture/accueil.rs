//! `/c/{cpts}/communaute`.

use axum::extract::State;
use domain::authz::{
    Actor, EditCommunaute, ReadAdhesions, ReadCommunaute, ReadGouvernance, ReadGroupes, ReadMobilisation,
    ReadParticipation, ReadQuestionnaires,
};
use domain::ids::CptsId;

use crate::access::{Can, Signed};
use crate::pages::{Page, place};
use crate::state::Web;
use crate::views::lecture::accueil::{self, CommunauteView};
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
    let cards = doors(&visitor.actor, proof.cpts(), &place.urls);
    Ok(accueil::show(page, &place.urls, &found, (cards, Vec::new())))
}
