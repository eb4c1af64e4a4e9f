//! Sheets of experience: written and published by a CPTS, read by the others and by institutions.

use app::region::{ExperienceRefused, PublishedExperience};
use axum::extract::State;
use axum::response::Response;
use domain::authz::{EditExperiences, ReadOutils};
use domain::ids::ExperienceId;
use domain::region::{ExperienceFiche, TypedExperience};
use serde::Deserialize;
use uuid::Uuid;

use super::{Asked, Bureau, conflict, done, unprocessable};
use crate::access::{Can, May, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, Place, go, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::region::experiences::{self as vues, Droit, Vue};
use crate::views::{self, Section, SheetView};
use crate::wording::region as mots;

const DONE: &[(&str, &str)] = &[
    ("ecrite", "La fiche est enregistrée. Votre CPTS seule la lit."),
    ("corrigee", "La fiche est enregistrée."),
    ("publiee", "La fiche est publiée\u{a0}: les autres CPTS et les institutions la lisent."),
    ("retiree", "La fiche n'est plus publiée. Les copies restent."),
    ("supprimee", "La fiche est supprimée."),
    ("retablie", "La fiche est revenue, en brouillon."),
    ("reprise", "La fiche est copiée dans vos brouillons. Adaptez-la à votre CPTS."),
];

/// `…/experiences/{experience}/…`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct ExperiencePath {
    experience: Uuid,
}

impl ExperiencePath {
    fn id(self) -> ExperienceId {
        ExperienceId(self.experience)
    }
}

fn page(place: &Place, title: impl Into<String>) -> views::Page {
    views::Page::of_cpts(&place.key, &place.name, Section::Dossiers, title)
}

fn under(place: &Place, title: impl Into<String>) -> views::Page {
    page(place, title).under("Fiches d'expérience", place.urls.under("experiences"))
}

/// GET `/c/{cpts}/experiences`.
pub(crate) async fn list(
    State(web): State<Web>,
    Can(proof): Can<ReadOutils>,
    may: May<EditExperiences>,
    query: Query,
) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let (own, others) = web.app.experiences(&proof).await?;
    let base = place.urls.under("experiences");
    let vue = Vue { base: &base, siennes: Some(&own), autres: &others, may_edit: may.yes() };
    Ok(done(vues::liste(page(&place, "Fiches d'expérience"), &vue), &query.0, DONE))
}

/// GET `/i/{institution}/experiences`.
pub(crate) async fn list_for(State(web): State<Web>, asked: Asked) -> Page<SheetView> {
    let bureau = Bureau::of(&web, &asked).await?;
    let all = web.app.experiences_for(&asked.read).await?;
    let base = format!("{}/experiences", bureau.home);
    let vue = Vue { base: &base, siennes: None, autres: &all, may_edit: false };
    Ok(vues::liste(bureau.page("Fiches d'expérience des CPTS"), &vue))
}

/// GET `/i/{institution}/experiences/{experience}`.
pub(crate) async fn show_for(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<ExperiencePath>,
) -> Page<SheetView> {
    let bureau = Bureau::of(&web, &asked).await?;
    let one = web.app.experience_for(&asked.read, path.id()).await?;
    let base = format!("{}/experiences", bureau.home);
    let page = bureau.page(one.experience.titre.clone()).under("Fiches d'expérience", base.clone());
    Ok(vues::show(page, (&one, &base), Droit::Lire))
}

fn typed(fields: &Fields) -> TypedExperience {
    let text = |name: &str| fields.raw(name).unwrap_or_default().to_owned();
    TypedExperience {
        titre: text("titre"),
        fiche: ExperienceFiche {
            besoin: text("besoin"),
            action: text("action"),
            resultat: text("resultat"),
            moyens: text("moyens"),
            conseils: text("conseils"),
            mission: text("mission"),
            contact: text("contact"),
            source: None,
        },
    }
}

fn new_form(place: &Place, typed: &TypedExperience) -> SheetView {
    let base = place.urls.under("experiences");
    vues::form(under(place, "Écrire une fiche"), (format!("{base}/nouvelle"), base), typed, None)
}

/// GET `/c/{cpts}/experiences/nouvelle`.
pub(crate) async fn new(State(web): State<Web>, Can(proof): Can<EditExperiences>) -> Page<SheetView> {
    Ok(new_form(&place(&web, &proof).await?, &TypedExperience::default()))
}

/// What a form answers when it is refused: the same page with what was typed.
fn refused(view: SheetView, error: ExperienceRefused) -> Page<Response> {
    match error {
        ExperienceRefused::Field(error) => {
            let (field, said) = mots::experience(error);
            Ok(unprocessable(view.refusing(field, said)))
        }
        ExperienceRefused::Replaced => Ok(conflict(view, mots::REPLACED)),
        ExperienceRefused::App(error) => Err(error.into()),
    }
}

/// POST `/c/{cpts}/experiences/nouvelle`.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(proof): Can<EditExperiences>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let typed = typed(&fields);
    match web.app.add_experience(&proof, &typed).await {
        Ok(id) => Ok(go(&format!("{}/{id}?fait=ecrite", place.urls.under("experiences")))),
        Err(error) => refused(new_form(&place, &typed), error),
    }
}

/// GET `/c/{cpts}/experiences/{experience}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadOutils>,
    may: May<EditExperiences>,
    Path(path): Path<ExperiencePath>,
    query: Query,
) -> Page<SheetView> {
    let one = web.app.experience(&proof, path.id()).await?;
    let place = place(&web, &proof).await?;
    let droit = match (may.yes(), one.experience.cpts == proof.cpts()) {
        (false, _) => Droit::Lire,
        (true, true) => Droit::Ecrire,
        (true, false) => Droit::Reprendre,
    };
    let base = place.urls.under("experiences");
    let view = vues::show(under(&place, one.experience.titre.clone()), (&one, &base), droit);
    Ok(done(view, &query.0, DONE))
}

/// A sheet of the CPTS of the address, to change it; one that another CPTS published is not.
async fn own(
    web: &Web,
    read: &domain::authz::Allowed<ReadOutils>,
    path: ExperiencePath,
) -> Page<PublishedExperience> {
    let one = web.app.experience(read, path.id()).await?;
    if one.experience.cpts == read.cpts() { Ok(one) } else { Err(PageError::NotFound) }
}

fn edit_form(place: &Place, one: &PublishedExperience, typed: &TypedExperience) -> SheetView {
    let url = format!("{}/{}", place.urls.under("experiences"), one.experience.id);
    let page = under(place, "Corriger la fiche").under(one.experience.titre.clone(), url.clone());
    vues::form(page, (format!("{url}/modifier"), url), typed, Some(one.experience.version))
}

/// GET `/c/{cpts}/experiences/{experience}/modifier`.
pub(crate) async fn edit(
    State(web): State<Web>,
    Can(proof): Can<EditExperiences>,
    Can(read): Can<ReadOutils>,
    Path(path): Path<ExperiencePath>,
) -> Page<SheetView> {
    let one = own(&web, &read, path).await?;
    let typed = TypedExperience { titre: one.experience.titre.clone(), fiche: one.experience.fiche.clone() };
    Ok(edit_form(&place(&web, &proof).await?, &one, &typed))
}

/// POST `/c/{cpts}/experiences/{experience}/modifier`.
pub(crate) async fn save(
    State(web): State<Web>,
    Can(proof): Can<EditExperiences>,
    Can(read): Can<ReadOutils>,
    Path(path): Path<ExperiencePath>,
    fields: Fields,
) -> Page<Response> {
    let (one, place) = (own(&web, &read, path).await?, place(&web, &proof).await?);
    let typed = typed(&fields);
    let version = fields.text("version").parse().unwrap_or(0);
    match web.app.correct_experience(&proof, (path.id(), version), &typed).await {
        Ok(()) => Ok(go(&format!("{}/{}?fait=corrigee", place.urls.under("experiences"), path.id()))),
        Err(error) => refused(edit_form(&place, &one, &typed), error),
    }
}

/// What a button answers when it is refused.
fn stopped(error: ExperienceRefused) -> PageError {
    match error {
        ExperienceRefused::Field(error) => PageError::Unprocessable(mots::experience(error).1),
        ExperienceRefused::Replaced => PageError::Conflict(mots::MOVED.into()),
        ExperienceRefused::App(error) => error.into(),
    }
}

async fn back(web: &Web, proof: &domain::authz::Allowed<EditExperiences>, end: String) -> Page<Response> {
    Ok(go(&format!("{}{end}", place(web, proof).await?.urls.under("experiences"))))
}

/// POST `/c/{cpts}/experiences/{experience}/publier`.
pub(crate) async fn publish(
    State(web): State<Web>,
    Can(proof): Can<EditExperiences>,
    Can(read): Can<ReadOutils>,
    Path(path): Path<ExperiencePath>,
) -> Page<Response> {
    let one = own(&web, &read, path).await?;
    match web.app.publish_experience(&proof, path.id()).await {
        Ok(()) => back(&web, &proof, format!("/{}?fait=publiee", path.id())).await,
        Err(error @ ExperienceRefused::Field(_)) => {
            // The form opens on what lacks.
            let fiche = one.experience.fiche.clone();
            let typed = TypedExperience { titre: one.experience.titre.clone(), fiche };
            refused(edit_form(&place(&web, &proof).await?, &one, &typed), error)
        }
        Err(error) => Err(stopped(error)),
    }
}

/// POST `/c/{cpts}/experiences/{experience}/retrait`.
pub(crate) async fn withdraw(
    State(web): State<Web>,
    Can(proof): Can<EditExperiences>,
    Path(path): Path<ExperiencePath>,
) -> Page<Response> {
    web.app.withdraw_experience(&proof, path.id()).await.map_err(stopped)?;
    back(&web, &proof, format!("/{}?fait=retiree", path.id())).await
}

/// POST `/c/{cpts}/experiences/{experience}/supprimer`.
pub(crate) async fn remove(
    State(web): State<Web>,
    Can(proof): Can<EditExperiences>,
    Path(path): Path<ExperiencePath>,
) -> Page<Response> {
    web.app.remove_experience(&proof, (path.id(), true)).await.map_err(stopped)?;
    back(&web, &proof, format!("/{}?fait=supprimee", path.id())).await
}

/// POST `/c/{cpts}/experiences/{experience}/retablir`.
pub(crate) async fn restore(
    State(web): State<Web>,
    Can(proof): Can<EditExperiences>,
    Path(path): Path<ExperiencePath>,
) -> Page<Response> {
    web.app.remove_experience(&proof, (path.id(), false)).await.map_err(stopped)?;
    back(&web, &proof, format!("/{}?fait=retablie", path.id())).await
}

/// POST `/c/{cpts}/experiences/{experience}/reprendre`.
pub(crate) async fn take_up(
    State(web): State<Web>,
    Can(proof): Can<EditExperiences>,
    Path(path): Path<ExperiencePath>,
) -> Page<Response> {
    let id = web.app.take_up_experience(&proof, path.id()).await?;
    back(&web, &proof, format!("/{id}?fait=reprise")).await
}
