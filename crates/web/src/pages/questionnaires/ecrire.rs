//! Writing a questionnaire: its list, one of them, its texts, its days.

use app::AppError;
use app::communaute::questionnaires::{Presentation, QuestionnaireError};
use axum::extract::State;
use axum::response::Response;
use domain::authz::{EditQuestionnaires, ReadQuestionnaires};
use domain::communaute::questionnaires::banque;
use jiff::ToSpan;
use jiff::civil::Date;

use super::{Asked, Bureau, bureau, done, page, refused, unprocessable};
use crate::access::{Can, May};
use crate::fields::{Fields, Query};
use crate::pages::{Page, go, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::questionnaires as views;
use crate::wording;
use crate::wording::organisation::NOT_A_DAY;

const DONE: &[(&str, &str)] = &[
    ("prepare", "Le questionnaire est prêt à relire. Choisissez ses dates pour l'ouvrir."),
    ("textes", "Les textes sont enregistrés."),
    ("question", "Les questions sont enregistrées."),
    ("ouvert", "Les dates sont enregistrées. Vous pouvez demander des réponses."),
    ("ferme", "Le questionnaire est fermé."),
    ("retabli", "Le questionnaire est rétabli."),
];

/// GET `…/questionnaires`.
pub(crate) async fn list(
    State(web): State<Web>,
    Can(proof): Can<ReadQuestionnaires>,
    may: May<EditQuestionnaires>,
    query: Query,
) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let base = place.urls.under("questionnaires");
    let all = web.app.questionnaires(&proof).await?;
    let mut view = views::liste(page(&place, "Questionnaires"), &base, (&all, may.yes()));
    let removed = query.0.text("supprime");
    if may.yes() && removed.parse::<uuid::Uuid>().is_ok() {
        view.page = view.page.with_notice(views::removed(&base, removed));
    }
    Ok(view)
}

async fn new_form(web: &Web, proof: &domain::authz::Allowed<EditQuestionnaires>) -> Page<SheetView> {
    let place = place(web, proof).await?;
    let base = place.urls.under("questionnaires");
    let title = page(&place, "Préparer un questionnaire").under("Questionnaires", base.clone());
    Ok(views::nouveau(title, &base, banque().map_err(AppError::from)?))
}

/// GET `…/questionnaires/nouveau`.
pub(crate) async fn new(State(web): State<Web>, Can(proof): Can<EditQuestionnaires>) -> Page<SheetView> {
    new_form(&web, &proof).await
}

/// POST `…/questionnaires/nouveau`.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    fields: Fields,
) -> Page<Response> {
    let base = place(&web, &proof).await?.urls.under("questionnaires");
    match web.app.create_questionnaire(&proof, (fields.text("modele"), fields.text("titre"))).await {
        Ok(id) => Ok(go(&format!("{base}/{id}?fait=prepare"))),
        Err(error) => titled(new_form(&web, &proof).await?, &fields, error),
    }
}

/// A title that cannot be used is said beside its field.
fn titled(view: SheetView, fields: &Fields, error: QuestionnaireError) -> Page<Response> {
    match error {
        QuestionnaireError::App(AppError::Name(error)) => {
            let view = view.keeping(|name| fields.raw(name).map(str::to_owned));
            Ok(unprocessable(view.refusing("titre", wording::name(error))))
        }
        other => refused(view, fields, other),
    }
}

fn shown(bureau: &Bureau, asked: &Asked) -> Page<SheetView> {
    let banque = banque().map_err(AppError::from)?;
    Ok(views::show(bureau.page(), &bureau.base, &bureau.one, (banque, asked.may_edit)))
}

/// GET `…/questionnaires/{questionnaire}`.
pub(crate) async fn show(State(web): State<Web>, asked: Asked, query: Query) -> Page<SheetView> {
    let bureau = bureau(&web, &asked).await?;
    let today = web.app.today();
    let days = banque().map_err(AppError::from)?.limites.duree_jours;
    let last = today.saturating_add(i64::from(days).days());
    let fiche = &bureau.one.questionnaire.fiche;
    let proposed = fiche.ouverture.is_none();
    // Three weeks from today, unless somebody chose.
    let view = shown(&bureau, &asked)?.keeping(|name| match name {
        "ouverture" if proposed => Some(domain::nombres::date(today)),
        "fermeture" if proposed => Some(domain::nombres::date(last)),
        _ => None,
    });
    Ok(done(view, &query, DONE))
}

fn texts(bureau: &Bureau) -> SheetView {
    let one = &bureau.one.questionnaire;
    let typed = Presentation {
        titre: one.titre.clone(),
        introduction: one.fiche.introduction.clone(),
        remerciement: one.fiche.remerciement.clone(),
    };
    views::presentation(bureau.under("Modifier les textes"), &bureau.url, (one, &typed))
}

/// GET `…/questionnaires/{questionnaire}/modifier`.
pub(crate) async fn edit(
    State(web): State<Web>,
    Can(_): Can<EditQuestionnaires>,
    asked: Asked,
) -> Page<SheetView> {
    Ok(texts(&bureau(&web, &asked).await?))
}

/// POST `…/questionnaires/{questionnaire}/modifier`.
pub(crate) async fn save(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let typed = Presentation {
        titre: fields.text("titre").to_owned(),
        introduction: fields.text("introduction").to_owned(),
        remerciement: fields.text("remerciement").to_owned(),
    };
    let version = fields.text("version").parse().unwrap_or(bureau.one.questionnaire.version);
    match web.app.present_questionnaire(&proof, (asked.id(), version), &typed).await {
        Ok(()) => Ok(go(&format!("{}?fait=textes", bureau.url))),
        Err(error) => titled(texts(&bureau), &fields, error),
    }
}

fn days(fields: &Fields) -> Result<(Date, Date), &'static str> {
    let day = |name: &'static str| fields.day(name).ok().flatten().ok_or(name);
    Ok((day("ouverture")?, day("fermeture")?))
}

/// POST `…/questionnaires/{questionnaire}/ouvrir`.
pub(crate) async fn open(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    match days(&fields) {
        Ok(days) => match web.app.open_questionnaire(&proof, asked.id(), days).await {
            Ok(()) => Ok(go(&format!("{}?fait=ouvert", bureau.url))),
            Err(error) => refused(shown(&bureau, &asked)?, &fields, error),
        },
        Err(field) => {
            let view = shown(&bureau, &asked)?.keeping(|name| fields.raw(name).map(str::to_owned));
            Ok(unprocessable(view.refusing(field, NOT_A_DAY)))
        }
    }
}

/// POST `…/questionnaires/{questionnaire}/fermer`.
pub(crate) async fn close(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    web.app.close_questionnaire(&proof, asked.id()).await?;
    Ok(go(&format!("{}?fait=ferme", bureau.url)))
}

/// POST `…/questionnaires/{questionnaire}/supprimer`.
pub(crate) async fn remove(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    web.app.remove_questionnaire(&proof, (asked.id(), true)).await?;
    Ok(go(&format!("{}?supprime={}", bureau.base, asked.id())))
}

/// POST `…/questionnaires/{questionnaire}/retablir`.
pub(crate) async fn restore(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
) -> Page<Response> {
    web.app.remove_questionnaire(&proof, (asked.id(), false)).await?;
    let bureau = bureau(&web, &asked).await?;
    Ok(go(&format!("{}?fait=retabli", bureau.url)))
}

impl From<QuestionnaireError> for PageError {
    fn from(error: QuestionnaireError) -> Self {
        match error {
            QuestionnaireError::App(error) => error.into(),
            QuestionnaireError::Replaced => {
                PageError::Conflict("Une autre personne a fait un changement au même moment.".into())
            }
            QuestionnaireError::Closed => PageError::Conflict("Ce questionnaire n'est pas ouvert.".into()),
            QuestionnaireError::Refused(all) => {
                let first = all.first().map(|(_, refus)| wording::questionnaires::sentence(*refus));
                PageError::Unprocessable(first.unwrap_or_default())
            }
        }
    }
}
