//! Putting free texts under themes, one after the other.

use app::communaute::questionnaires::ToSort;
use axum::extract::State;
use axum::response::Response;
use domain::authz::EditQuestionnaires;
use domain::ids::ReponseId;

use super::{Asked, Bureau, bureau, refused};
use crate::access::Can;
use crate::fields::{Fields, Query};
use crate::pages::{Page, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{ActionForm, Notice, Tone};
use crate::views::questionnaires::classer::{self, Place};

/// Stands for a text that nobody had read, in an address.
const UNREAD: &str = "-";

fn key(typed: &str) -> Option<(ReponseId, String)> {
    let (reponse, cle) = typed.split_once('.')?;
    Some((reponse.parse().ok()?, cle.to_owned()))
}

fn is(text: &ToSort, wanted: &(ReponseId, String)) -> bool {
    text.texte.reponse == wanted.0 && text.texte.cle == wanted.1
}

async fn view(web: &Web, (asked, bureau): (&Asked, &Bureau), query: &Fields) -> Page<SheetView> {
    let texts = web.app.texts_to_sort(&asked.read, asked.id()).await?;
    let themes = web.app.themes(&asked.read).await?;
    let done = texts.iter().filter(|text| text.texte.themes.is_some()).count();
    let wanted = key(query.text("texte"));
    let after = key(query.text("apres"));
    let from =
        after.and_then(|after| texts.iter().position(|text| is(text, &after))).map_or(0, |rank| rank + 1);
    let unread = |text: &&ToSort| text.texte.themes.is_none();
    let text = wanted.and_then(|wanted| texts.iter().find(|text| is(text, &wanted)));
    let text = text.or_else(|| texts[from..].iter().find(unread)).or_else(|| texts.iter().find(unread));
    let place = Place { url: &bureau.url, done: (done, texts.len()), themes: &themes };
    Ok(classer::page(bureau.under("Classer les réponses libres"), &place, text))
}

/// GET `…/{questionnaire}/classer`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(_): Can<EditQuestionnaires>,
    asked: Asked,
    query: Query,
) -> Page<SheetView> {
    let bureau = bureau(&web, &asked).await?;
    let mut view = view(&web, (&asked, &bureau), &query.0).await?;
    let undo = query.0.text("defaire");
    if key(undo).is_some() {
        let action = ActionForm::new("Annuler ce classement", format!("{}/classer/defaire", bureau.url));
        let action = action.with("texte", undo).with("avant", query.0.text("avant"));
        let notice = Notice::new(Tone::Success, "Le texte est classé. Voici le suivant.");
        view.page = view.page.with_notice(notice.with_action(action));
    }
    Ok(view)
}

/// POST `…/{questionnaire}/classer`.
pub(crate) async fn sort(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let (reponse, cle) = key(fields.text("texte")).ok_or(PageError::NotFound)?;
    let themes = fields.all("theme").map(str::to_owned).collect();
    let proofs = (&proof, &asked.read);
    let before = web.app.sort_text(proofs, asked.id(), (reponse, &cle), Some(themes)).await?;
    let before = before.map_or_else(|| UNREAD.to_owned(), |themes| themes.join(","));
    let text = format!("{reponse}.{cle}");
    Ok(go(&format!("{}/classer?apres={text}&defaire={text}&avant={before}", bureau.url)))
}

/// POST `…/{questionnaire}/classer/defaire`.
pub(crate) async fn undo(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let (reponse, cle) = key(fields.text("texte")).ok_or(PageError::NotFound)?;
    let themes = match fields.text("avant") {
        UNREAD => None,
        said => Some(said.split(',').filter(|key| !key.is_empty()).map(str::to_owned).collect()),
    };
    web.app.sort_text((&proof, &asked.read), asked.id(), (reponse, &cle), themes).await?;
    Ok(go(&format!("{}/classer?texte={reponse}.{cle}", bureau.url)))
}

/// POST `…/{questionnaire}/themes`.
pub(crate) async fn add_theme(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let suite = fields.text("suite");
    match web.app.add_theme(&proof, fields.text("libelle")).await {
        Ok(_) if key(suite).is_some() => Ok(go(&format!("{}/classer?texte={suite}", bureau.url))),
        Ok(_) => Ok(go(&format!("{}/classer", bureau.url))),
        Err(error) => refused(view(&web, (&asked, &bureau), &Fields::default()).await?, &fields, error),
    }
}
