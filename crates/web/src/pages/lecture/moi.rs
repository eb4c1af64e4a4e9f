//! `/c/{cpts}/moi…`: one's own page.

use app::communaute::lecture::{OwnContact, OwnContactError};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::Participer;
use domain::ids::QuestionnaireId;
use domain::nombres::compte;
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Can, Path, Signed};
use crate::fields::{Fields, Query};
use crate::pages::{Page, Place, go, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::components::{Link, Notice, Tone};
use crate::views::lecture::moi;
use crate::views::{self, Section, SheetView};

/// Said beside a channel that the person gave.
const SOURCE: &str = "Donné par la personne";

fn titled(place: &Place, title: &str) -> views::Page {
    views::Page::of_cpts(&place.key, &place.name, Section::Moi, title)
}

/// What other parts of the site ask of a member.
fn others(place: &Place, tasks: usize) -> Vec<Link> {
    let link = |label: &str, path| Link::new(label, place.urls.under(path));
    let waiting = match tasks {
        0 => "Voir les tâches".to_owned(),
        count => format!("Voir mes tâches\u{a0}: {}", compte(count, "tâche m'attend", "tâches m'attendent")),
    };
    vec![
        link(&waiting, "reunions/taches"),
        link("Voter", "gouvernance/voter"),
        link("Mettre mes réunions dans mon agenda", "reunions/agenda"),
    ]
}

/// GET `…/moi`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<Participer>,
    Signed(visitor): Signed,
    Query(query): Query,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let mut page = titled(&place, "Mon espace");
    if query.text("fait") == "coordonnees" {
        page = page.with_notice(Notice::new(Tone::Success, "Vos coordonnées sont enregistrées."));
    }
    Ok(match web.app.moi(&proof).await? {
        Some(found) => {
            let now = web.app.clock().now();
            let attendus = web.app.attendus(&proof).await?;
            let todo = others(&place, found.taches.len());
            moi::show(page, &place.urls, (&found, &attendus, todo), now).into_response()
        }
        None => moi::without_sheet(page, &place.urls, &visitor.account.name).into_response(),
    })
}

fn under(place: &Place, title: &str) -> views::Page {
    titled(place, title).under("Mon espace", place.urls.under("moi"))
}

/// `…/moi/questionnaires/{questionnaire}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct QuestionnairePath {
    questionnaire: Uuid,
}

/// POST `…/moi/questionnaires/{questionnaire}`: to the questions at once, by a personal link made for that.
pub(crate) async fn answer(
    State(web): State<Web>,
    Can(proof): Can<Participer>,
    Path(path): Path<QuestionnairePath>,
) -> Page<Response> {
    let id = QuestionnaireId(path.questionnaire);
    let address = web.app.own_questionnaire_link(&proof, id).await?;
    let token = address.rsplit('/').next().unwrap_or_default();
    Ok(go(&format!("/questionnaire/{token}")))
}

/// GET `…/moi/carte`.
pub(crate) async fn card(State(web): State<Web>, Can(proof): Can<Participer>) -> Page<moi::CarteView> {
    let place = place(&web, &proof).await?;
    let found = web.app.moi(&proof).await?.ok_or(PageError::NotFound)?;
    let page = under(&place, "Ma carte");
    Ok(moi::carte(page, &place.urls, (&place.name, &found.personne), web.app.today()))
}

/// GET `…/moi/coordonnees`.
pub(crate) async fn contact(State(web): State<Web>, Can(proof): Can<Participer>) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let found = web.app.moi(&proof).await?.ok_or(PageError::NotFound)?;
    Ok(moi::contact_form(under(&place, "Mes coordonnées"), &place.urls, &found.personne))
}

/// POST `…/moi/coordonnees`.
pub(crate) async fn correct(
    State(web): State<Web>,
    Can(proof): Can<Participer>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let typed = OwnContact {
        courriel: fields.text("courriel").to_owned(),
        telephone: fields.text("telephone").to_owned(),
        opposition: fields.text("opposition") == "oui",
    };
    match web.app.correct_own_contact(&proof, &typed, SOURCE).await {
        Ok(()) => Ok(go(&place.urls.under("moi?fait=coordonnees"))),
        Err(OwnContactError::App(error)) => Err(error.into()),
        Err(OwnContactError::Wrong(courriel, telephone)) => {
            let found = web.app.moi(&proof).await?.ok_or(PageError::NotFound)?;
            let mut view = moi::contact_form(under(&place, "Mes coordonnées"), &place.urls, &found.personne)
                .keeping(|name| fields.raw(name).map(str::to_owned));
            if courriel.is_some() {
                view = view.refusing(
                    "courriel",
                    "Cette adresse n'est pas complète. Écrivez-la par exemple nom@exemple.fr.",
                );
            }
            if telephone.is_some() {
                view = view.refusing(
                    "telephone",
                    "Ce numéro n'a pas dix chiffres. Écrivez-le par exemple 06 12 34 56 78.",
                );
            }
            Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response())
        }
    }
}
