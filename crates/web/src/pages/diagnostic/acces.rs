//! « Et si… »: access to general practitioners under a set of hypotheses that the address holds.

use app::diagnostic::Acces;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::diagnostic::acces::Hypothese;

use super::{Asked, Page, layout, place};
use crate::fields::{Fields, Query};
use crate::pages::go;
use crate::state::Web;
use crate::views::acces::{AccesView, Added, Asked as Imagined, address};

/// Title of the page.
const TITLE: &str = "Et si…";

/// GET `…/diagnostic/acces`: `h` for each change; `quoi`, `commune`, `nombre`, `actes` to add one.
pub(crate) async fn show(State(web): State<Web>, asked: Asked, Query(query): Query) -> Page<Response> {
    let (kept, unreadable) = imagined(&query);
    if query.all("quoi").next().is_some() {
        return add(&web, &asked, (kept, unreadable), &added(&query)).await;
    }
    let acces = web.app.acces(&asked.proof, asked.path.ids(), &kept).await?;
    Ok(view(&web, &asked, &acces, unreadable).await?.into_response())
}

/// Adds what was typed: then the address of the whole set of hypotheses, or the same page with what is wrong.
async fn add(
    web: &Web,
    asked: &Asked,
    (kept, unreadable): (Vec<Hypothese>, Vec<String>),
    added: &Added,
) -> Page<Response> {
    let ids = asked.path.ids();
    let acces = web.app.acces(&asked.proof, ids, &kept).await?;
    let mut shown = view(web, asked, &acces, unreadable).await?;
    match added.read() {
        Err(wrong) => shown.form.refuse(added, wrong),
        Ok(change) => {
            let all: Vec<Hypothese> = kept.iter().copied().chain([change]).collect();
            let tried = web.app.acces(&asked.proof, ids, &all).await?;
            match tried.simulation.changes.last().map(|last| (last.effect, &last.name)) {
                Some((Err(refus), name)) => shown.form.refuse_change(added, refus, name),
                _ => {
                    let texts: Vec<String> = all.iter().map(ToString::to_string).collect();
                    return Ok(go(&address(&shown.url, &texts)));
                }
            }
        }
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}

/// The changes of the address, and what is no change.
fn imagined(query: &Fields) -> (Vec<Hypothese>, Vec<String>) {
    let (mut kept, mut unreadable) = (Vec::new(), Vec::new());
    for text in query.all("h") {
        match text.parse() {
            Ok(change) => kept.push(change),
            Err(_) => unreadable.push(text.to_owned()),
        }
    }
    (kept, unreadable)
}

fn added(query: &Fields) -> Added {
    let text = |name| query.text(name).to_owned();
    Added { quoi: text("quoi"), commune: text("commune"), nombre: text("nombre"), actes: text("actes") }
}

async fn view(web: &Web, asked: &Asked, acces: &Acces, unreadable: Vec<String>) -> Page<AccesView> {
    let place = place(web, &asked.proof).await?;
    let urls = asked.path.urls(&place.urls);
    let names = (acces.titles.territoire.as_str(), acces.titles.variante.as_str());
    let page = layout((&place, names), asked, TITLE).under("Diagnostic", urls.show());
    let imagined = Imagined { url: urls.acces(), unreadable, donnees: "/donnees".to_owned() };
    Ok(AccesView::new(page, acces, &imagined))
}
