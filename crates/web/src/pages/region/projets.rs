//! Projects of a region: written down, corrected, moved, removed.

use app::region::{Choosable, LigneSuivi, TypedSuivi};
use axum::extract::State;
use axum::response::Response;
use domain::authz::{EditRegion, ReadInstitution};
use domain::ids::SuiviId;
use domain::region::etapes;

use super::{Asked, Bureau, SuiviPath, done, refused, shown, stopped};
use crate::access::{CanIn, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, go};
use crate::state::Web;
use crate::views::SheetView;
use crate::views::region::projet::{self, Autour, Formulaire};

const DONE: &[(&str, &str)] = &[
    ("ajoute", "Le projet est ajouté au tableau."),
    ("corrige", "La fiche est enregistrée."),
    ("etape", "L'étape est notée."),
    ("annule", "La dernière étape est annulée."),
    ("retabli", "Le projet est revenu sur le tableau."),
];

fn typed(fields: &Fields) -> TypedSuivi {
    let text = |name: &str| fields.raw(name).unwrap_or_default().to_owned();
    let (kind, etape) = fields.text("etape").split_once('.').unwrap_or_default();
    TypedSuivi {
        nom: text("nom"),
        kind: kind.to_owned(),
        etape: etape.to_owned(),
        le: text("le"),
        cpts: fields.text("cpts").parse().ok(),
        unites: text("unites"),
        population: text("population"),
        annee: text("annee"),
        source: text("source"),
        departements: text("departements"),
        contact: text("contact"),
        note: text("note"),
    }
}

fn codes<T: ToString>(all: impl Iterator<Item = T>) -> String {
    all.map(|one| one.to_string()).collect::<Vec<_>>().join(" ")
}

/// A project as its form shows it.
fn known(one: &LigneSuivi) -> TypedSuivi {
    let fiche = &one.suivi.fiche;
    let population = fiche.population.as_ref();
    TypedSuivi {
        nom: one.suivi.nom.clone(),
        kind: one.suivi.kind.clone(),
        etape: one.suivi.etape.clone(),
        le: String::new(),
        cpts: one.suivi.cpts,
        unites: codes(fiche.unites.units()),
        population: population.map(|one| one.nombre.to_string()).unwrap_or_default(),
        annee: population.and_then(|one| one.annee).map(|year| year.to_string()).unwrap_or_default(),
        source: population.map(|one| one.source.clone()).unwrap_or_default(),
        departements: codes(fiche.departements.iter()),
        contact: fiche.contact.clone(),
        note: fiche.note.clone(),
    }
}

fn new_form(bureau: &Bureau, typed: &TypedSuivi, cpts: &[Choosable]) -> Page<SheetView> {
    let base = bureau.base();
    let asked = Formulaire {
        urls: (format!("{base}/nouveau"), base),
        typed,
        version: None,
        etapes: etapes().map_err(app::AppError::from)?,
        cpts,
    };
    Ok(projet::form(bureau.under("Ajouter un projet"), &asked))
}

/// GET `…/region/nouveau`.
pub(crate) async fn new(
    State(web): State<Web>,
    CanIn(proof): CanIn<EditRegion>,
    CanIn(home): CanIn<ReadInstitution>,
    asked: Asked,
) -> Page<SheetView> {
    let bureau = Bureau::of(&web, &asked).await?;
    let cpts = web.app.choosable_cpts((&proof, &home)).await?;
    new_form(&bureau, &TypedSuivi::default(), &cpts)
}

/// POST `…/region/nouveau`.
pub(crate) async fn create(
    State(web): State<Web>,
    CanIn(proof): CanIn<EditRegion>,
    CanIn(home): CanIn<ReadInstitution>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bureau = Bureau::of(&web, &asked).await?;
    let typed = typed(&fields);
    match web.app.add_region_project((&proof, &home), &typed).await {
        Ok(id) => Ok(go(&format!("{}/projets/{id}?fait=ajoute", bureau.base()))),
        Err(error) => {
            let cpts = web.app.choosable_cpts((&proof, &home)).await?;
            refused(new_form(&bureau, &typed, &cpts)?, error)
        }
    }
}

async fn page(web: &Web, (asked, bureau): (&Asked, &Bureau), id: SuiviId) -> Page<SheetView> {
    let one = web.app.region_project(&asked.read, id).await?;
    let base = bureau.base();
    let cpts = match one.suivi.cpts {
        Some(cpts) => Some(web.app.cpts(cpts).await?.name),
        None => None,
    };
    let reference = web.app.reference();
    let autour = Autour {
        url: &format!("{base}/projets/{id}"),
        base: &base,
        cpts: cpts.as_deref(),
        atlas: &reference.atlas,
        may_edit: asked.may_edit(),
    };
    Ok(projet::show(bureau.under(one.suivi.nom.clone()), &one, &autour))
}

/// GET `…/region/projets/{suivi}`.
pub(crate) async fn show(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<SuiviPath>,
    query: Query,
) -> Page<SheetView> {
    let bureau = Bureau::of(&web, &asked).await?;
    let view = page(&web, (&asked, &bureau), SuiviId(path.suivi)).await?;
    Ok(done(view, &query.0, DONE))
}

fn edit_form(
    bureau: &Bureau,
    (one, typed): (&LigneSuivi, &TypedSuivi),
    cpts: &[Choosable],
) -> Page<SheetView> {
    let url = format!("{}/projets/{}", bureau.base(), one.suivi.id);
    let asked = Formulaire {
        urls: (format!("{url}/modifier"), url.clone()),
        typed,
        version: Some(one.suivi.version),
        etapes: etapes().map_err(app::AppError::from)?,
        cpts,
    };
    let page = bureau.under("Corriger la fiche").under(one.suivi.nom.clone(), url);
    Ok(projet::form(page, &asked))
}

/// GET `…/region/projets/{suivi}/modifier`.
pub(crate) async fn edit(
    State(web): State<Web>,
    CanIn(proof): CanIn<EditRegion>,
    CanIn(home): CanIn<ReadInstitution>,
    asked: Asked,
    Path(path): Path<SuiviPath>,
) -> Page<SheetView> {
    let bureau = Bureau::of(&web, &asked).await?;
    let one = web.app.region_project(&asked.read, SuiviId(path.suivi)).await?;
    let cpts = web.app.choosable_cpts((&proof, &home)).await?;
    edit_form(&bureau, (&one, &known(&one)), &cpts)
}

/// POST `…/region/projets/{suivi}/modifier`.
pub(crate) async fn save(
    State(web): State<Web>,
    CanIn(proof): CanIn<EditRegion>,
    CanIn(home): CanIn<ReadInstitution>,
    (asked, Path(path)): (Asked, Path<SuiviPath>),
    fields: Fields,
) -> Page<Response> {
    let bureau = Bureau::of(&web, &asked).await?;
    let id = SuiviId(path.suivi);
    // Somebody else's project is not there, whatever was typed.
    let one = web.app.region_project(&asked.read, id).await?;
    let typed = typed(&fields);
    // A form without its version is refused as one that shows an older one.
    let version = fields.text("version").parse().unwrap_or(0);
    match web.app.correct_region_project((&proof, &home), (id, version), &typed).await {
        Ok(()) => Ok(go(&format!("{}/projets/{id}?fait=corrige", bureau.base()))),
        Err(error) => {
            let cpts = web.app.choosable_cpts((&proof, &home)).await?;
            refused(edit_form(&bureau, (&one, &typed), &cpts)?, error)
        }
    }
}

/// POST `…/region/projets/{suivi}/etape`.
pub(crate) async fn advance(
    State(web): State<Web>,
    CanIn(proof): CanIn<EditRegion>,
    asked: Asked,
    Path(path): Path<SuiviPath>,
    fields: Fields,
) -> Page<Response> {
    let (bureau, id) = (Bureau::of(&web, &asked).await?, SuiviId(path.suivi));
    let view = page(&web, (&asked, &bureau), id).await?;
    let to = (fields.text("etape"), fields.text("le"));
    match web.app.move_region_project(&proof, (id, shown(&fields)?), to).await {
        Ok(()) => Ok(go(&format!("{}/projets/{id}?fait=etape", bureau.base()))),
        Err(app::region::RegionError::Replaced) => Err(stopped(app::region::RegionError::Replaced)),
        Err(error) => {
            let kept = |name: &str| fields.raw(name).filter(|_| name != "version").map(str::to_owned);
            refused(view.keeping(kept), error)
        }
    }
}

/// POST `…/region/projets/{suivi}/etape/annuler`.
pub(crate) async fn take_back(
    State(web): State<Web>,
    CanIn(proof): CanIn<EditRegion>,
    asked: Asked,
    Path(path): Path<SuiviPath>,
    fields: Fields,
) -> Page<Response> {
    let (bureau, id) = (Bureau::of(&web, &asked).await?, SuiviId(path.suivi));
    web.app.region_project(&asked.read, id).await?;
    web.app.take_back_region_move(&proof, (id, shown(&fields)?)).await.map_err(stopped)?;
    Ok(go(&format!("{}/projets/{id}?fait=annule", bureau.base())))
}

/// POST `…/region/projets/{suivi}/retirer`.
pub(crate) async fn remove(
    State(web): State<Web>,
    CanIn(proof): CanIn<EditRegion>,
    asked: Asked,
    Path(path): Path<SuiviPath>,
    fields: Fields,
) -> Page<Response> {
    let (bureau, id) = (Bureau::of(&web, &asked).await?, SuiviId(path.suivi));
    web.app.region_project(&asked.read, id).await?;
    web.app.remove_region_project(&proof, (id, shown(&fields)?)).await.map_err(stopped)?;
    Ok(go(&format!("{}?fait=retire", bureau.base())))
}

/// POST `…/region/projets/{suivi}/retablir`.
pub(crate) async fn restore(
    State(web): State<Web>,
    CanIn(proof): CanIn<EditRegion>,
    asked: Asked,
    Path(path): Path<SuiviPath>,
) -> Page<Response> {
    let (bureau, id) = (Bureau::of(&web, &asked).await?, SuiviId(path.suivi));
    web.app.restore_region_project(&proof, id).await.map_err(stopped)?;
    Ok(go(&format!("{}?fait=retabli", bureau.base())))
}
