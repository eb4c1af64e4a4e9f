//! Asking people for answers.

use app::communaute::questionnaires::{Destinataire, QuestionnaireError};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::authz::EditQuestionnaires;
use domain::communaute::questionnaires::EnvoiKind;
use domain::ids::PersonneId;

use super::{Asked, Bureau, bureau, done, unprocessable};
use crate::access::Can;
use crate::fields::{Fields, Query};
use crate::pages::{Page, file, go};
use crate::state::Web;
use crate::views::SheetView;
use crate::views::liste::{Choix, Etat, Liste, trouver};
use crate::views::questionnaires::envoi::{self, Autour, Lues};
use crate::wording::questionnaires::sentence;

const DONE: &[(&str, &str)] = &[
    ("envoye", "Les messages partent. Chaque personne reçoit son propre lien."),
    ("relance", "Les relances partent."),
    ("retire", "Les liens communs ne fonctionnent plus."),
];

async fn view(
    web: &Web,
    (asked, bureau): (&Asked, &Bureau),
    (liste, etat, all): (Liste, Etat, &[Destinataire]),
) -> Page<SheetView> {
    let liens = web.app.common_links(&asked.read, asked.id()).await?;
    let autour = Autour { one: &bureau.one, url: &bureau.url, liens: &liens };
    Ok(envoi::page(bureau.under("Demander des réponses"), &autour, (liste, etat, all)))
}

/// GET `…/{questionnaire}/envoyer`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(_): Can<EditQuestionnaires>,
    asked: Asked,
    query: Query,
) -> Page<SheetView> {
    let bureau = bureau(&web, &asked).await?;
    let all = web.app.recipients(&asked.read, asked.id()).await?;
    let liste = envoi::liste_of(&bureau.url, &all);
    let etat = Etat::of(&query.0, &liste);
    Ok(done(view(&web, (&asked, &bureau), (liste, etat, &all)).await?, &query, DONE))
}

/// POST `…/{questionnaire}/envoyer`: to the ticked people, or to all that the search found.
pub(crate) async fn send(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let all = web.app.recipients(&asked.read, asked.id()).await?;
    let liste = envoi::liste_of(&bureau.url, &all);
    let choix = Choix::of(&fields, &liste);
    let ids: Vec<PersonneId> = match choix.tout {
        true => trouver(&choix.etat, &all, &Lues).into_iter().map(|one| one.personne).collect(),
        false => choix.ids.iter().filter_map(|id| id.parse().ok()).collect(),
    };
    let sent = web.app.send_questionnaire(&proof, asked.id(), (EnvoiKind::Invitation, &ids)).await;
    match sent {
        Ok(_) => Ok(go(&choix.retour(&format!("{}/envoyer", bureau.url), ("fait", "envoye")))),
        Err(QuestionnaireError::Refused(wrong)) => {
            let said = wrong.first().map(|(_, refus)| sentence(*refus)).unwrap_or_default();
            let etat = choix.etat.clone();
            let view = view(&web, (&asked, &bureau), (liste.erreur(said), etat, &all)).await?;
            Ok(unprocessable(view))
        }
        Err(error) => Err(error.into()),
    }
}

/// POST `…/{questionnaire}/relancer`.
pub(crate) async fn remind(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    web.app.send_questionnaire(&proof, asked.id(), (EnvoiKind::Relance, &[])).await?;
    Ok(go(&format!("{}/envoyer?fait=relance", bureau.url)))
}

/// POST `…/{questionnaire}/lien`: the address shows once, so its page is the answer itself.
pub(crate) async fn link(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let address = web.app.common_link(&proof, asked.id()).await?;
    let qr = web.app.link_qr(&address)?;
    let view = envoi::lien(bureau.under("Lien commun"), &bureau.url, (&address, qr));
    Ok(([("cache-control", "no-store")], view).into_response())
}

/// POST `…/{questionnaire}/lien/affiche.pdf`: the token comes in the form, so that no address that is kept holds it.
pub(crate) async fn poster(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bytes = web.app.common_link_poster(&proof, asked.id(), fields.text("lien")).await?;
    let sheet = file(bytes, "application/pdf", "affiche-questionnaire.pdf");
    Ok(([("cache-control", "no-store")], sheet).into_response())
}

/// POST `…/{questionnaire}/lien/retirer`.
pub(crate) async fn unlink(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    web.app.revoke_common_links(&proof, asked.id()).await?;
    Ok(go(&format!("{}/envoyer?fait=retire", bureau.url)))
}
