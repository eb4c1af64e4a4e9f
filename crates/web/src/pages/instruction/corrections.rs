//! Corrections, on the side of the desk.

use app::dossier::instruction::{Jugement, NewCorrection};
use axum::extract::State;
use axum::response::Response;
use domain::authz::InstructDepots;
use domain::ids::DepotId;

use super::{Asked, Bureau, bureau, refused};
use crate::access::CanIn;
use crate::fields::{Fields, Query};
use crate::pages::Page;
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::instruction::dossier::dits;
use crate::views::instruction::formulaires;

/// The version that the correction is about: the one of the form, or the current one when it names none.
fn asked_on(bureau: &Bureau, fields: &Fields) -> Page<DepotId> {
    match fields.text("depot") {
        "" => bureau.vue.courante().map(|one| one.id).ok_or(PageError::NotFound),
        typed => typed.parse().map_err(|_| PageError::NotFound),
    }
}

async fn form(web: &Web, (asked, bureau): (&Asked, &Bureau), fields: &Fields) -> Page<SheetView> {
    let depot = asked_on(bureau, fields)?;
    let version = web.app.desk_version(&asked.read, (asked.path.id(), depot)).await?;
    let numbered = (&*depot.to_string(), version.depot.numero);
    let about = (version.lettre.as_ref(), fields.text("champ"));
    let page = bureau.under("Demander une correction");
    Ok(formulaires::correction(page, &bureau.base, numbered, about))
}

/// GET `…/corrections/nouvelle?depot=&champ=`.
pub(crate) async fn new(
    State(web): State<Web>,
    CanIn(_): CanIn<InstructDepots>,
    asked: Asked,
    Query(query): Query,
) -> Page<SheetView> {
    let bureau = bureau(&web, &asked).await?;
    form(&web, (&asked, &bureau), &query).await
}

/// POST `…/corrections/nouvelle`.
pub(crate) async fn create(
    State(web): State<Web>,
    CanIn(proof): CanIn<InstructDepots>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let view = form(&web, (&asked, &bureau), &fields).await?;
    let depot = asked_on(&bureau, &fields)?;
    let new = NewCorrection {
        champ: fields.text("champ").to_owned(),
        extrait: fields.text("extrait").to_owned(),
        texte: fields.raw("texte").unwrap_or_default().to_owned(),
    };
    match web.app.prepare_correction(&proof, (asked.path.id(), depot), &new).await {
        Ok(_) => Ok(bureau.done("notee")),
        Err(error) => refused(view, &fields, error),
    }
}

/// POST `…/corrections/envoyer`.
pub(crate) async fn send(
    State(web): State<Web>,
    CanIn(proof): CanIn<InstructDepots>,
    asked: Asked,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    web.app.send_corrections(&proof, asked.path.id()).await?;
    Ok(bureau.done("envoyees"))
}

/// POST `…/corrections/{correction}/retirer`.
pub(crate) async fn drop(
    State(web): State<Web>,
    CanIn(proof): CanIn<InstructDepots>,
    asked: Asked,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    web.app.drop_correction(&proof, asked.path.id(), asked.path.correction()?).await?;
    Ok(bureau.done("retiree"))
}

/// POST `…/corrections/{correction}/lever`.
pub(crate) async fn lift(
    State(web): State<Web>,
    CanIn(proof): CanIn<InstructDepots>,
    asked: Asked,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let which = (asked.path.id(), asked.path.correction()?);
    web.app.judge_correction(&proof, which, Jugement::Lever).await?;
    Ok(bureau.done("levee"))
}

fn keep_form(asked: &Asked, bureau: &Bureau) -> Page<SheetView> {
    let id = asked.path.correction()?;
    let one = bureau.vue.corrections.iter().find(|one| one.id == id).ok_or(PageError::NotFound)?;
    let numero = bureau.vue.depots.iter().find(|depot| depot.id == one.depot).map(|depot| depot.numero);
    let url = format!("{}/corrections/{id}/maintenir", bureau.base);
    let page = bureau.under("Maintenir une correction");
    Ok(formulaires::maintenir(page, &bureau.base, (&url, dits(one, numero))))
}

/// GET `…/corrections/{correction}/maintenir`.
pub(crate) async fn maintain_form(
    State(web): State<Web>,
    CanIn(_): CanIn<InstructDepots>,
    asked: Asked,
) -> Page<SheetView> {
    keep_form(&asked, &bureau(&web, &asked).await?)
}

/// POST `…/corrections/{correction}/maintenir`.
pub(crate) async fn maintain(
    State(web): State<Web>,
    CanIn(proof): CanIn<InstructDepots>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let view = keep_form(&asked, &bureau)?;
    let which = (asked.path.id(), asked.path.correction()?);
    let why = fields.raw("mot").unwrap_or_default();
    match web.app.judge_correction(&proof, which, Jugement::Maintenir(why)).await {
        Ok(()) => Ok(bureau.done("maintenue")),
        Err(error) => refused(view, &fields, error),
    }
}
