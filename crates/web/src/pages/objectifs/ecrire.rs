//! Writing objectives, moving them, removing them.

use app::objectifs::{NewObjectif, ObjectifError, ObjectifLu, Under};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::aci::missions::{Missions, missions};
use domain::authz::EditObjectifs;
use domain::ids::{GroupeId, ObjectifId};
use domain::objectifs::{Noeud, Saisie};

use super::{Asked, Bureau, ObjectifPath, bureau, done};
use crate::access::{Can, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{Notice, Tone};
use crate::views::objectifs::court;
use crate::views::objectifs::un::{self, Choix, Place};
use crate::wording::objectifs::{REPLACED, sentence};

fn table() -> Page<&'static Missions> {
    missions().map_err(|error| PageError::internal(error))
}

fn typed(fields: &Fields) -> Saisie {
    Saisie {
        texte: fields.raw("texte").unwrap_or_default().to_owned(),
        difficultes: fields.all("difficulte").filter_map(|id| id.parse().ok()).collect(),
        cible: fields.text("cible").to_owned(),
        groupe: fields.text("groupe").parse().ok(),
        du: fields.text("du").to_owned(),
        au: fields.text("au").to_owned(),
        indicateur: fields.text("indicateur").to_owned(),
        origine: None,
    }
}

/// What is kept, as its form shows it.
fn kept(lu: &ObjectifLu) -> Saisie {
    let (one, fiche) = (&lu.objectif, &lu.objectif.fiche);
    let month =
        |month: Option<domain::objectifs::Mois>| month.map(|month| month.to_string()).unwrap_or_default();
    Saisie {
        texte: one.texte.clone(),
        difficultes: fiche.difficultes.clone(),
        cible: fiche.cible.clone(),
        groupe: fiche.groupe,
        du: month(fiche.du),
        au: month(fiche.au),
        indicateur: fiche.indicateur.clone(),
        origine: fiche.origine,
    }
}

async fn groupes(web: &Web, asked: &Asked) -> Page<Vec<(GroupeId, String)>> {
    Ok(web.app.groupes_pilotes(&asked.read).await?)
}

fn unprocessable(view: SheetView) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, view).into_response()
}

fn refused(mut view: SheetView, error: ObjectifError) -> Page<Response> {
    let ObjectifError::Refused(all) = error else { return Err(error.into()) };
    for (field, refus) in all {
        view = view.refusing(field, sentence(refus));
    }
    Ok(unprocessable(view))
}

async fn form(web: &Web, asked: &Asked, (fields, saisie): (&Fields, &Saisie)) -> Page<SheetView> {
    let (bureau, groupes) = (bureau(web, asked).await?, groupes(web, asked).await?);
    let choix = Choix { missions: table()?, fil: &bureau.fil, groupes: &groupes };
    let parent = match fields.text("sous") {
        "" => None,
        id => {
            let id: ObjectifId = id.parse().map_err(|_| PageError::NotFound)?;
            Some(web.app.objectif(&asked.read, id).await?.objectif)
        }
    };
    let chosen = Some(fields.text("mission")).filter(|cle| choix.missions.mission(cle).is_some());
    let place = parent.as_ref().map_or(Place::Mission(chosen), Place::Sous);
    let below = parent.as_ref().map(|parent| parent.niveau.below().ok_or(PageError::NotFound)).transpose()?;
    let title = below.map_or("Nouvel objectif général".to_owned(), |niveau| {
        if niveau == domain::objectifs::Niveau::Action {
            "Nouvelle première action".into()
        } else {
            format!("Nouvel {}", niveau.label().to_lowercase())
        }
    });
    Ok(un::nouveau(bureau.under(title), &bureau.base, (&choix, saisie), &place))
}

/// GET `…/objectifs/nouveau`.
pub(crate) async fn new(
    State(web): State<Web>,
    Can(_): Can<EditObjectifs>,
    asked: Asked,
    query: Query,
) -> Page<SheetView> {
    let saisie = typed(&query.0);
    form(&web, &asked, (&query.0, &saisie)).await
}

/// POST `…/objectifs/nouveau`.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(proof): Can<EditObjectifs>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let saisie = typed(&fields);
    let view = form(&web, &asked, (&fields, &saisie)).await?;
    let under = match fields.text("sous").parse() {
        Ok(id) => Under::Objectif(id),
        Err(_) => Under::Mission(fields.text("mission").to_owned()),
    };
    match web.app.add_objectif(&proof, &NewObjectif { under, saisie }).await {
        Ok(id) => Ok(go(&format!("{}?fait=ajoute#o-{id}", bureau(&web, &asked).await?.base))),
        Err(error) => refused(view, error),
    }
}

fn noeud(bureau: &Bureau, id: ObjectifId) -> Page<&Noeud> {
    let all = bureau.fil.missions.iter().flat_map(|mission| mission.lignes());
    all.into_iter().find(|one| one.id == id).ok_or(PageError::NotFound)
}

async fn one(web: &Web, asked: &Asked, (id, typed): (ObjectifId, Option<&Saisie>)) -> Page<SheetView> {
    let lu = web.app.objectif(&asked.read, id).await?;
    let (bureau, groupes) = (bureau(web, asked).await?, groupes(web, asked).await?);
    let choix = Choix { missions: table()?, fil: &bureau.fil, groupes: &groupes };
    let kept = kept(&lu);
    let saisie = typed.unwrap_or(&kept);
    let title = bureau.under(court(&lu.objectif.texte));
    let edit = asked.may_edit.then_some((&choix, saisie));
    Ok(un::un(title, &bureau.base, (&lu, noeud(&bureau, id)?), edit))
}

/// GET `…/objectifs/{objectif}`.
pub(crate) async fn show(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<ObjectifPath>,
    query: Query,
) -> Page<SheetView> {
    Ok(done(one(&web, &asked, (path.id(), None)).await?, &query))
}

/// POST `…/objectifs/{objectif}`.
pub(crate) async fn save(
    State(web): State<Web>,
    Can(proof): Can<EditObjectifs>,
    asked: Asked,
    Path(path): Path<ObjectifPath>,
    fields: Fields,
) -> Page<Response> {
    let (id, saisie) = (path.id(), typed(&fields));
    let seen = fields.text("version").parse().unwrap_or_default();
    let Err(error) = web.app.save_objectif(&proof, (id, seen), &saisie).await else {
        return Ok(go(&format!("{}/{id}?fait=enregistre", bureau(&web, &asked).await?.base)));
    };
    let mut view = one(&web, &asked, (id, Some(&saisie))).await?;
    if !matches!(error, ObjectifError::Replaced) {
        return refused(view, error);
    }
    // What the other person wrote stands beside what was typed; the form now holds the version that was read.
    let theirs = web.app.objectif(&asked.read, id).await?.objectif.texte;
    let notice = Notice::new(Tone::Attention, REPLACED);
    view.page = view.page.with_notice(notice.with_details(vec![format!("Texte enregistré\u{a0}: {theirs}")]));
    Ok(unprocessable(view))
}

/// POST `…/objectifs/{objectif}/deplacer`.
pub(crate) async fn place(
    State(web): State<Web>,
    Can(proof): Can<EditObjectifs>,
    asked: Asked,
    Path(path): Path<ObjectifPath>,
    fields: Fields,
) -> Page<Response> {
    let id = path.id();
    let view = one(&web, &asked, (id, None)).await?;
    let under = match fields.text("place").parse() {
        Ok(parent) => Under::Objectif(parent),
        Err(_) => Under::Mission(fields.text("place").to_owned()),
    };
    match web.app.place_objectif(&proof, id, &under).await {
        Ok(()) => Ok(go(&format!("{}?fait=deplace#o-{id}", bureau(&web, &asked).await?.base))),
        Err(error) => refused(view, error),
    }
}

async fn shift(
    web: &Web,
    (proof, asked): (&Can<EditObjectifs>, &Asked),
    (id, after): (ObjectifId, bool),
) -> Page<Response> {
    web.app.shift_objectif(&proof.0, id, after).await?;
    Ok(go(&format!("{}?fait=deplace#o-{id}", bureau(web, asked).await?.base)))
}

/// POST `…/objectifs/{objectif}/monter`.
pub(crate) async fn up(
    State(web): State<Web>,
    proof: Can<EditObjectifs>,
    asked: Asked,
    Path(path): Path<ObjectifPath>,
) -> Page<Response> {
    shift(&web, (&proof, &asked), (path.id(), false)).await
}

/// POST `…/objectifs/{objectif}/descendre`.
pub(crate) async fn down(
    State(web): State<Web>,
    proof: Can<EditObjectifs>,
    asked: Asked,
    Path(path): Path<ObjectifPath>,
) -> Page<Response> {
    shift(&web, (&proof, &asked), (path.id(), true)).await
}

/// POST `…/objectifs/{objectif}/retirer`.
pub(crate) async fn remove(
    State(web): State<Web>,
    Can(proof): Can<EditObjectifs>,
    asked: Asked,
    Path(path): Path<ObjectifPath>,
) -> Page<Response> {
    web.app.remove_objectif(&proof, path.id()).await?;
    Ok(go(&format!("{}?fait=retire", bureau(&web, &asked).await?.base)))
}

/// POST `…/objectifs/{objectif}/retablir`.
pub(crate) async fn restore(
    State(web): State<Web>,
    Can(proof): Can<EditObjectifs>,
    asked: Asked,
    Path(path): Path<ObjectifPath>,
) -> Page<Response> {
    web.app.restore_objectif(&proof, path.id()).await?;
    Ok(go(&format!("{}?fait=retabli#o-{}", bureau(&web, &asked).await?.base, path.id())))
}
