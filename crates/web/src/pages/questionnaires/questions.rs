//! What a questionnaire asks.

use app::AppError;
use app::communaute::questionnaires::{Asked as Demande, Change};
use axum::extract::State;
use axum::response::Response;
use domain::authz::EditQuestionnaires;
use domain::communaute::questionnaires::{Question, QuestionTapee, banque};

use super::{Asked, Bureau, bureau, refused, unprocessable};
use crate::access::Can;
use crate::fields::Fields;
use crate::pages::{Page, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::questionnaires::{questions, repondre};
use crate::wording::organisation::CHOOSE;

fn typed(fields: &Fields) -> QuestionTapee {
    let text = |name: &str| fields.text(name).to_owned();
    QuestionTapee {
        texte: text("texte"),
        aide: text("aide"),
        nature: text("nature"),
        // Its lines are its answers: they are not joined.
        options: fields.raw("options").unwrap_or_default().to_owned(),
        min: text("min"),
        max: text("max"),
        bas: text("bas"),
        haut: text("haut"),
        unite: text("unite"),
        obligatoire: fields.text("obligatoire") == "oui",
        difficulte: fields.text("difficulte") == "oui",
    }
}

fn saved(bureau: &Bureau) -> Response {
    go(&format!("{}?fait=question", bureau.url))
}

/// POST `…/{questionnaire}/questions`: a question of the bank.
pub(crate) async fn add(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let key = fields.text("question");
    let banque = banque().map_err(AppError::from)?;
    if banque.question(key).is_none() {
        let view =
            crate::views::questionnaires::show(bureau.page(), &bureau.base, &bureau.one, (banque, true));
        return Ok(unprocessable(view.refusing("question", CHOOSE)));
    }
    web.app.change_questions(&proof, asked.id(), Change::Bank(key.to_owned())).await?;
    Ok(saved(&bureau))
}

fn new_form(bureau: &Bureau, typed: &QuestionTapee) -> SheetView {
    questions::nouvelle(bureau.under("Écrire une question"), &bureau.url, typed)
}

/// GET `…/{questionnaire}/questions/nouvelle`.
pub(crate) async fn new(
    State(web): State<Web>,
    Can(_): Can<EditQuestionnaires>,
    asked: Asked,
) -> Page<SheetView> {
    let typed = QuestionTapee { nature: "choix".into(), ..QuestionTapee::default() };
    Ok(new_form(&bureau(&web, &asked).await?, &typed))
}

/// POST `…/{questionnaire}/questions/nouvelle`.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let typed = typed(&fields);
    match web.app.change_questions(&proof, asked.id(), Change::Own(typed.clone())).await {
        Ok(()) => Ok(saved(&bureau)),
        Err(error) => refused(new_form(&bureau, &typed), &fields, error),
    }
}

fn wanted<'a>(bureau: &'a Bureau, asked: &Asked) -> Page<&'a Question> {
    let key = asked.path.question.as_deref().unwrap_or_default();
    let mut all = bureau.one.questionnaire.questions().iter();
    all.find(|one| one.cle == key).ok_or(PageError::NotFound)
}

fn form(bureau: &Bureau, question: &Question, typed: &QuestionTapee) -> SheetView {
    let answered = bureau.one.reponses > 0;
    questions::une(bureau.under("Modifier une question"), &bureau.url, (question, typed), answered)
}

/// GET `…/{questionnaire}/questions/{question}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(_): Can<EditQuestionnaires>,
    asked: Asked,
) -> Page<SheetView> {
    let bureau = bureau(&web, &asked).await?;
    let question = wanted(&bureau, &asked)?;
    Ok(form(&bureau, question, &QuestionTapee::of(question)))
}

/// POST `…/{questionnaire}/questions/{question}`.
pub(crate) async fn save(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let question = wanted(&bureau, &asked)?;
    let typed = typed(&fields);
    let change = Change::Replace(question.cle.clone(), typed.clone());
    match web.app.change_questions(&proof, asked.id(), change).await {
        Ok(()) => Ok(saved(&bureau)),
        Err(error) => refused(form(&bureau, question, &typed), &fields, error),
    }
}

async fn changed(
    (web, asked): (&Web, &Asked),
    proof: &domain::authz::Allowed<EditQuestionnaires>,
    change: fn(String) -> Change,
) -> Page<Response> {
    let bureau = bureau(web, asked).await?;
    let key = wanted(&bureau, asked)?.cle.clone();
    web.app.change_questions(proof, asked.id(), change(key)).await?;
    Ok(saved(&bureau))
}

/// POST `…/questions/{question}/monter`.
pub(crate) async fn up(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
) -> Page<Response> {
    changed((&web, &asked), &proof, Change::Up).await
}

/// POST `…/questions/{question}/descendre`.
pub(crate) async fn down(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
) -> Page<Response> {
    changed((&web, &asked), &proof, Change::Down).await
}

/// POST `…/questions/{question}/retirer`.
pub(crate) async fn remove(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
) -> Page<Response> {
    changed((&web, &asked), &proof, Change::Remove).await
}

/// GET `…/{questionnaire}/apercu`.
pub(crate) async fn preview(State(web): State<Web>, asked: Asked) -> Page<SheetView> {
    let bureau = bureau(&web, &asked).await?;
    let one = &bureau.one.questionnaire;
    let shown = Demande { questions: one.questions().to_vec(), version: one.numero(), ..Demande::default() };
    let title = bureau.under("Aperçu du questionnaire");
    Ok(repondre::preview(title, &shown, &one.fiche.introduction, &bureau.url))
}
