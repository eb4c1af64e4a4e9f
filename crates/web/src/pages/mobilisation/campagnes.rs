//! Campaigns: prepare, correct, launch, remind, close.

use app::AppError;
use app::communaute::mobilisation::{CampagneError, CampagneInput};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::{Allowed, Author, EditMobilisation, ReadMobilisation};
use domain::communaute::mobilisation::{CampagneCanal, regles};

use super::{CampagnePath, answer, base, done, here, titled, under};
use crate::access::{Can, May, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, file, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{Notice, Tone};
use crate::views::mobilisation::campagne;
use crate::views::mobilisation::form::{self, Typed};
use crate::wording;
use crate::wording::mobilisation::refusal;

/// GET `…/campagnes/{campagne}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadMobilisation>,
    may: May<EditMobilisation>,
    Path(path): Path<CampagnePath>,
    Query(query): Query,
) -> Page<SheetView> {
    let place = here(&web, &proof).await?;
    let lue = web.app.campagne(&proof, path.id()).await?;
    let author = lue.campagne.fiche.lancee_par.as_deref().map(Author::from);
    let who = match &author {
        Some(author) => wording::author(&web.app.names(&proof, [author]).await?, author),
        None => String::new(),
    };
    let rules = regles().map_err(AppError::from)?;
    let page = done(titled(&place, lue.campagne.nom.clone()), &query);
    Ok(campagne::show(page, &base(&place, path.id()), (&lue, &who, rules), may.yes()))
}

async fn new_form(web: &Web, proof: &Allowed<EditMobilisation>, typed: &Typed) -> Page<SheetView> {
    let place = here(web, proof).await?;
    let choices = web.app.campagne_choices(proof).await?;
    let action = under(&place, "campagnes/nouvelle");
    Ok(form::show(titled(&place, "Préparer une campagne"), (&action, &under(&place, "")), &choices, typed))
}

/// GET `…/campagnes/nouvelle`.
pub(crate) async fn new(State(web): State<Web>, Can(proof): Can<EditMobilisation>) -> Page<SheetView> {
    let canal = CampagneCanal::Courriel.key().to_owned();
    new_form(&web, &proof, &Typed { canal, ..Typed::default() }).await
}

/// What was typed, or what is wrong with it.
fn read(typed: &mut Typed) -> Option<CampagneInput> {
    if let Err(error) = domain::territoire::checked_name(&typed.nom) {
        typed.errors.push(("nom", wording::name(error)));
    }
    let canal = CampagneCanal::from_key(&typed.canal);
    if canal.is_none() {
        typed.errors.push(("canal", wording::organisation::CHOOSE.to_owned()));
    }
    canal.filter(|_| typed.errors.is_empty()).map(|canal| CampagneInput {
        nom: typed.nom.clone(),
        canal,
        but: typed.but.clone(),
        objet: typed.objet.clone(),
        message: typed.message.clone(),
        selection: typed.selection.clone(),
        reunion: typed.reunion.parse().ok(),
    })
}

/// A text that cannot be kept is said beside the message, the longest of them.
fn refuse(typed: &mut Typed, error: AppError) -> Result<(), PageError> {
    match error {
        AppError::Name(error) => typed.errors.push(("nom", wording::name(error))),
        AppError::Text(error) => typed.errors.push(("message", wording::organisation::text(error))),
        other => return Err(other.into()),
    }
    Ok(())
}

/// POST `…/campagnes/nouvelle`.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(proof): Can<EditMobilisation>,
    fields: Fields,
) -> Page<Response> {
    let mut typed = Typed::of(&fields);
    let Some(input) = read(&mut typed) else { return Ok(answer(new_form(&web, &proof, &typed).await?)) };
    match web.app.create_campagne(&proof, &input).await {
        Ok(id) => Ok(go(&format!("{}/lancer", base(&here(&web, &proof).await?, id)))),
        Err(error) => {
            refuse(&mut typed, error)?;
            Ok(answer(new_form(&web, &proof, &typed).await?))
        }
    }
}

async fn edit_form(
    web: &Web,
    proof: &Allowed<EditMobilisation>,
    (path, nom): (CampagnePath, &str),
    typed: &Typed,
) -> Page<SheetView> {
    let place = here(web, proof).await?;
    let choices = web.app.campagne_choices(proof).await?;
    let back = base(&place, path.id());
    let page = titled(&place, "Modifier la campagne").under(nom, back.clone());
    Ok(form::show(page, (&format!("{back}/modifier"), &back), &choices, typed))
}

/// GET `…/campagnes/{campagne}/modifier`.
pub(crate) async fn edit(
    State(web): State<Web>,
    Can(proof): Can<EditMobilisation>,
    Can(reads): Can<ReadMobilisation>,
    Path(path): Path<CampagnePath>,
) -> Page<SheetView> {
    let one = web.app.campagne(&reads, path.id()).await?.campagne;
    if !one.is_open() {
        return Err(CampagneError::Frozen.into());
    }
    edit_form(&web, &proof, (path, &one.nom), &Typed::from_campagne(&one)).await
}

/// POST `…/campagnes/{campagne}/modifier`.
pub(crate) async fn save(
    State(web): State<Web>,
    (Can(reads), Can(proof)): (Can<ReadMobilisation>, Can<EditMobilisation>),
    Path(path): Path<CampagnePath>,
    fields: Fields,
) -> Page<Response> {
    // The campaign of another CPTS is not there, whatever is typed.
    web.app.campagne(&reads, path.id()).await?;
    let mut typed = Typed::of(&fields);
    let input = read(&mut typed);
    let saved = match &input {
        Some(input) => web.app.edit_campagne(&proof, (path.id(), typed.version), input).await,
        None => Ok(()),
    };
    if let Err(error) = saved {
        match error {
            CampagneError::App(error) => refuse(&mut typed, error)?,
            other => return Err(other.into()),
        }
    }
    if typed.errors.is_empty() {
        return Ok(go(&base(&here(&web, &proof).await?, path.id())));
    }
    let nom = typed.nom.clone();
    Ok(answer(edit_form(&web, &proof, (path, &nom), &typed).await?))
}

/// GET `…/campagnes/{campagne}/lancer`.
pub(crate) async fn confirm(
    State(web): State<Web>,
    Can(proof): Can<ReadMobilisation>,
    may: May<EditMobilisation>,
    Path(path): Path<CampagnePath>,
) -> Page<SheetView> {
    preview(&web, &proof, (path, may.yes()), None).await
}

async fn preview(
    web: &Web,
    proof: &Allowed<ReadMobilisation>,
    (path, may_edit): (CampagnePath, bool),
    refused: Option<&'static str>,
) -> Page<SheetView> {
    let place = here(web, proof).await?;
    let (one, choix, annuaire) = web.app.campagne_choix(proof, path.id()).await?;
    if !one.is_open() {
        return Err(CampagneError::Frozen.into());
    }
    let base = base(&place, path.id());
    let mut page = titled(&place, "Vérifier la liste").under(one.nom.clone(), base.clone());
    if let Some(sentence) = refused {
        page = page.with_notice(Notice::new(Tone::Attention, sentence));
    }
    Ok(campagne::launch(page, &base, (&one, &choix, &annuaire), may_edit))
}

/// POST `…/campagnes/{campagne}/lancer`.
pub(crate) async fn launch(
    State(web): State<Web>,
    Can(proof): Can<EditMobilisation>,
    Can(reads): Can<ReadMobilisation>,
    Path(path): Path<CampagnePath>,
) -> Page<Response> {
    match web.app.launch_campagne(&proof, path.id()).await {
        Ok(_) => Ok(go(&format!("{}?fait=lancee", base(&here(&web, &proof).await?, path.id())))),
        Err(error @ (CampagneError::NoText | CampagneError::Nobody)) => {
            let view = preview(&web, &reads, (path, true), refusal(&error)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// POST `…/campagnes/{campagne}/relancer`.
pub(crate) async fn remind(
    State(web): State<Web>,
    Can(proof): Can<EditMobilisation>,
    Path(path): Path<CampagnePath>,
) -> Page<Response> {
    web.app.remind_campagne(&proof, path.id()).await?;
    Ok(go(&format!("{}?fait=relance", base(&here(&web, &proof).await?, path.id()))))
}

/// POST `…/campagnes/{campagne}/clore`.
pub(crate) async fn close(
    State(web): State<Web>,
    Can(proof): Can<EditMobilisation>,
    Path(path): Path<CampagnePath>,
) -> Page<Response> {
    web.app.close_campagne(&proof, path.id()).await?;
    Ok(go(&format!("{}?fait=close", base(&here(&web, &proof).await?, path.id()))))
}

/// POST `…/campagnes/{campagne}/supprimer`.
pub(crate) async fn remove(
    State(web): State<Web>,
    Can(proof): Can<EditMobilisation>,
    Path(path): Path<CampagnePath>,
) -> Page<Response> {
    web.app.remove_campagne(&proof, path.id()).await?;
    Ok(go(&format!("{}?fait=supprimee", under(&here(&web, &proof).await?, ""))))
}

/// POST `…/campagnes/{campagne}/courriers`: the letters, which count as sent from then on.
pub(crate) async fn letters(
    State(web): State<Web>,
    Can(proof): Can<EditMobilisation>,
    Path(path): Path<CampagnePath>,
) -> Page<Response> {
    let bytes = web.app.print_letters(&proof, path.id()).await?;
    Ok(file(bytes, "application/pdf", "lettres.pdf"))
}
