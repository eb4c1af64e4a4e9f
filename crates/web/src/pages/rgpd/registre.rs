//! The register of processing and the notice that is made from it.

use app::rgpd::{LineContent, Registre, RegistreLine};
use axum::extract::State;
use axum::response::Response;
use documents::RegistreEntry;
use domain::authz::{Allowed, EditTraitements, ReadTraitements};
use domain::ids::CptsId;
use serde::Deserialize;
use uuid::Uuid;

use super::{done, page, refused, written};
use crate::access::{Can, May, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, Place, file, go, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::rgpd::donnees::DONNEES;
use crate::views::rgpd::{notice, registre};
use crate::views::{self, SheetView};

const DONE: &[(&str, &str)] = &[
    ("enregistre", "Le traitement est enregistré."),
    ("retire", "Le traitement est déclaré sans objet."),
    ("repris", "Le traitement est repris."),
];

/// `…/traitements/{cle}`.
#[derive(Deserialize)]
pub(crate) struct LinePath {
    cle: String,
}

/// `/notice/{cpts}`.
#[derive(Deserialize)]
pub(crate) struct NoticePath {
    cpts: Uuid,
}

/// GET `…/organisation/traitements`.
pub(crate) async fn list(
    State(web): State<Web>,
    Can(proof): Can<ReadTraitements>,
    may: May<EditTraitements>,
    query: Query,
) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let found = web.app.registre(&proof).await?;
    let base = place.urls.organisation();
    let view =
        registre::view(page(&place, "Registre des traitements"), &base, (&place.name, &found), may.yes());
    Ok(done(view, &query, DONE))
}

fn under(place: &Place, title: &str) -> views::Page {
    page(place, title).under("Registre des traitements", place.urls.under("organisation/traitements"))
}

fn form(place: &Place, line: Option<&RegistreLine>) -> SheetView {
    let title = line.map_or("Ajouter un traitement", |_| "Modifier un traitement");
    registre::form(under(place, title), &place.urls.organisation(), line)
}

/// GET `…/organisation/traitements/nouveau`.
pub(crate) async fn new(State(web): State<Web>, Can(proof): Can<EditTraitements>) -> Page<SheetView> {
    Ok(form(&place(&web, &proof).await?, None))
}

/// POST `…/organisation/traitements/nouveau`.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(proof): Can<EditTraitements>,
    Can(read): Can<ReadTraitements>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    match web.app.save_traitement((&proof, &read), None, content(&fields)).await {
        Ok(_) => Ok(back(&place, "enregistre")),
        Err(error) => refused(form(&place, None), &fields, error),
    }
}

fn content(fields: &Fields) -> LineContent {
    let text = |name: &str| fields.text(name).replace("\r\n", "\n");
    LineContent {
        title: text("titre"),
        purpose: text("finalite"),
        ground: text("fondement"),
        data: text("donnees"),
        persons: text("personnes"),
        recipients: text("destinataires"),
        retention: text("duree"),
        measures: text("mesures"),
        reason: String::new(),
    }
}

fn back(place: &Place, what: &str) -> Response {
    go(&format!("{}?fait={what}", place.urls.under("organisation/traitements")))
}

async fn line(web: &Web, read: &Allowed<ReadTraitements>, key: &str) -> Page<RegistreLine> {
    let lines = web.app.registre(read).await?.lines;
    lines.into_iter().find(|line| line.key == key).ok_or(PageError::NotFound)
}

/// GET `…/organisation/traitements/{cle}`.
pub(crate) async fn edit(
    State(web): State<Web>,
    Can(proof): Can<EditTraitements>,
    Can(read): Can<ReadTraitements>,
    Path(path): Path<LinePath>,
) -> Page<SheetView> {
    let line = line(&web, &read, &path.cle).await?;
    Ok(form(&place(&web, &proof).await?, Some(&line)))
}

/// POST `…/organisation/traitements/{cle}`.
pub(crate) async fn save(
    State(web): State<Web>,
    Can(proof): Can<EditTraitements>,
    Can(read): Can<ReadTraitements>,
    Path(path): Path<LinePath>,
    fields: Fields,
) -> Page<Response> {
    let (place, line) = (place(&web, &proof).await?, line(&web, &read, &path.cle).await?);
    let content = LineContent { reason: line.content.reason.clone(), ..content(&fields) };
    match web.app.save_traitement((&proof, &read), Some(&path.cle), content).await {
        Ok(_) => Ok(back(&place, "enregistre")),
        Err(error) => refused(form(&place, Some(&line)), &fields, error),
    }
}

/// POST `…/organisation/traitements/{cle}/retirer`.
pub(crate) async fn remove(
    State(web): State<Web>,
    Can(proof): Can<EditTraitements>,
    Can(read): Can<ReadTraitements>,
    Path(path): Path<LinePath>,
    fields: Fields,
) -> Page<Response> {
    let (place, line) = (place(&web, &proof).await?, line(&web, &read, &path.cle).await?);
    match web.app.set_without_object((&proof, &read), &path.cle, Some(fields.text("motif"))).await {
        Ok(()) => Ok(back(&place, "retire")),
        Err(error) => refused(form(&place, Some(&line)), &fields, error),
    }
}

/// POST `…/organisation/traitements/{cle}/retablir`.
pub(crate) async fn restore(
    State(web): State<Web>,
    Can(proof): Can<EditTraitements>,
    Can(read): Can<ReadTraitements>,
    Path(path): Path<LinePath>,
) -> Page<Response> {
    web.app.set_without_object((&proof, &read), &path.cle, None).await?;
    Ok(back(&place(&web, &proof).await?, "repris"))
}

async fn document(web: &Web, proof: &Allowed<ReadTraitements>) -> Page<documents::Registre> {
    let (cpts, found) = (web.app.cpts(proof.cpts()).await?, web.app.registre(proof).await?);
    let preamble = registre::controller(&found.controller, &cpts.name);
    let entry = |line: &RegistreLine| RegistreEntry {
        title: line.content.title.clone(),
        texts: registre::texts(&line.content).map(str::to_owned).to_vec(),
    };
    Ok(documents::Registre {
        title: "Registre des traitements".into(),
        fictitious: cpts.fictitious,
        cpts: cpts.name,
        preamble: preamble.iter().map(|line| format!("{} : {}", line.term, line.text)).collect(),
        date: web.app.today(),
        labels: registre::LABELS.map(str::to_owned).to_vec(),
        entries: found.lines.iter().map(entry).collect(),
    })
}

/// GET `…/organisation/traitements.pdf`.
pub(crate) async fn pdf(State(web): State<Web>, Can(proof): Can<ReadTraitements>) -> Page<Response> {
    let document = document(&web, &proof).await?;
    let bytes = written(move || documents::registre_pdf(&document)).await?;
    Ok(file(bytes, "application/pdf", "registre-traitements.pdf"))
}

/// GET `…/organisation/traitements.xlsx`.
pub(crate) async fn xlsx(State(web): State<Web>, Can(proof): Can<ReadTraitements>) -> Page<Response> {
    let document = document(&web, &proof).await?;
    let bytes = written(move || documents::registre_xlsx(&document)).await?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(bytes, kind, "registre-traitements.xlsx"))
}

/// GET `…/organisation/traitements.csv`.
pub(crate) async fn csv(State(web): State<Web>, Can(proof): Can<ReadTraitements>) -> Page<Response> {
    let document = document(&web, &proof).await?;
    Ok(file(documents::registre_csv(&document), "text/csv; charset=utf-8", "registre-traitements.csv"))
}

/// GET `…/organisation/notice`.
pub(crate) async fn own_notice(State(web): State<Web>, Can(proof): Can<ReadTraitements>) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let found: Registre = web.app.registre(&proof).await?;
    Ok(notice::view(page(&place, "Notice d'information"), (&place.name, &found), Some(DONNEES)))
}

/// GET `/notice/{cpts}`: before an invitation is accepted, and for anyone.
pub(crate) async fn public_notice(State(web): State<Web>, Path(path): Path<NoticePath>) -> Page<SheetView> {
    let (cpts, found) = web.app.public_notice(CptsId(path.cpts)).await?;
    let page = views::Page::apart("Notice d'information").fictitious(cpts.fictitious);
    Ok(notice::view(page, (&cpts.name, &found), None))
}
