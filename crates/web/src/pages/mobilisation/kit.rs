//! The relay kit.

use app::AppError;
use app::communaute::mobilisation::{CampagneError, DeclarationInput};
use axum::extract::State;
use axum::response::Response;
use domain::authz::{Allowed, EditMobilisation, ReadMobilisation};

use super::{CampagnePath, answer, base, done, here, titled};
use crate::access::{Can, May, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, file, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::mobilisation::kit::{self, Typed};
use crate::wording;
use crate::wording::organisation::NOT_A_DAY;

async fn page(
    web: &Web,
    proof: &Allowed<ReadMobilisation>,
    (path, query): (CampagnePath, &Fields),
    (typed, may_edit): (&Typed, bool),
) -> Page<SheetView> {
    let place = here(web, proof).await?;
    let own = web.app.campagne_kit(proof, path.id()).await?;
    let base = base(&place, path.id());
    let page = titled(&place, "Kit de relais").under(own.campagne.nom.clone(), base.clone());
    Ok(kit::show(done(page, query), &base, &own, (typed, may_edit)))
}

/// GET `…/campagnes/{campagne}/kit`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadMobilisation>,
    may: May<EditMobilisation>,
    Path(path): Path<CampagnePath>,
    Query(query): Query,
) -> Page<SheetView> {
    page(&web, &proof, (path, &query), (&Typed::default(), may.yes())).await
}

/// GET `…/campagnes/{campagne}/kit/affiche.pdf`.
pub(crate) async fn poster(
    State(web): State<Web>,
    Can(proof): Can<ReadMobilisation>,
    Path(path): Path<CampagnePath>,
) -> Page<Response> {
    let bytes = web.app.campagne_affiche(&proof, path.id()).await?;
    Ok(file(bytes, "application/pdf", "affiche.pdf"))
}

/// GET `…/campagnes/{campagne}/kit/message.txt`.
pub(crate) async fn message(
    State(web): State<Web>,
    Can(proof): Can<ReadMobilisation>,
    Path(path): Path<CampagnePath>,
) -> Page<Response> {
    let own = web.app.campagne_kit(&proof, path.id()).await?;
    let text = format!("{}\n\n{}", own.courriel.subject, own.courriel.text);
    Ok(file(text, "text/plain; charset=utf-8", "message.txt"))
}

fn read(fields: &Fields, typed: &mut Typed) -> Option<DeclarationInput> {
    if let Err(error) = domain::territoire::checked_name(&typed.relais) {
        typed.errors.push(("relais", wording::name(error)));
    }
    let day = fields.day("date").ok().flatten();
    if day.is_none() {
        typed.errors.push(("date", NOT_A_DAY.to_owned()));
    }
    let nombre = fields.whole_number("nombre");
    if nombre.is_none() {
        let sentence = "Écrivez un nombre entier, par exemple 207.";
        typed.errors.push(("nombre", sentence.to_owned()));
    }
    if typed.source.is_empty() {
        typed.errors.push(("source", "Dites d'où vient ce nombre.".to_owned()));
    }
    let (date, nombre) = (day?, nombre?);
    let ligne = Some(typed.ligne.clone()).filter(|code| !code.is_empty());
    typed.errors.is_empty().then(|| DeclarationInput {
        relais: typed.relais.clone(),
        date,
        source: typed.source.clone(),
        ligne,
        nombre,
    })
}

/// POST `…/campagnes/{campagne}/kit`: a number that a relay declares.
pub(crate) async fn declare(
    State(web): State<Web>,
    Can(proof): Can<EditMobilisation>,
    Can(reads): Can<ReadMobilisation>,
    Path(path): Path<CampagnePath>,
    fields: Fields,
) -> Page<Response> {
    let mut typed = Typed::of(&fields);
    if let Some(input) = read(&fields, &mut typed) {
        match web.app.declare_relay(&proof, path.id(), &input).await {
            Ok(()) => {
                let base = base(&here(&web, &proof).await?, path.id());
                return Ok(go(&format!("{base}/kit?fait=nombre")));
            }
            Err(CampagneError::App(AppError::PastDate)) => {
                typed.errors.push(("date", "Cette date est à venir. Notez la date de l'envoi.".to_owned()));
            }
            Err(CampagneError::App(AppError::Text(error))) => {
                typed.errors.push(("source", wording::organisation::text(error)));
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(answer(page(&web, &reads, (path, &Fields::default()), (&typed, true)).await?))
}

/// POST `…/campagnes/{campagne}/kit/retirer` `rang`.
pub(crate) async fn withdraw(
    State(web): State<Web>,
    Can(proof): Can<EditMobilisation>,
    Path(path): Path<CampagnePath>,
    fields: Fields,
) -> Page<Response> {
    let rank = fields.text("rang").parse().map_err(|_| PageError::NotFound)?;
    web.app.withdraw_declaration(&proof, (path.id(), rank)).await?;
    let base = base(&here(&web, &proof).await?, path.id());
    Ok(go(&format!("{base}/kit?fait=nombre-retire")))
}
