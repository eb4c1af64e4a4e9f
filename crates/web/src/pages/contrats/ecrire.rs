//! Writing the terms of a contract and its amounts.

use app::contrats::ContratError;
use axum::extract::State;
use axum::response::Response;
use domain::aci::contrat::{ContratLu, Termes, TermesTapes};
use domain::aci::missions::missions;
use domain::aci::regles::regles;
use domain::aci::taille::Taille;
use domain::aci::tarif::tarifs;
use domain::authz::{EditContrat, ReadTerritoire};
use domain::nombres::date;

use super::{Asked, Bureau, ContratPath, bureau, unprocessable, version};
use crate::access::{Can, Path};
use crate::fields::Fields;
use crate::pages::{Page, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{Notice, Tone};
use crate::views::contrats::termes::{Tables, corriger, montants, neuf, nouveau, tapes};
use crate::views::sheet::{Item, Part};
use crate::wording::contrats::{refus, terme};

fn tables() -> Page<Tables> {
    let wrong = |error: &'static domain::source::RulesError| PageError::internal(error);
    Ok(Tables {
        missions: missions().map_err(wrong)?,
        regles: regles().map_err(wrong)?,
        tarifs: tarifs().map_err(wrong)?,
    })
}

/// The fields of the terms, by the names that the form gives.
fn typed(tables: Tables, fields: &Fields) -> TermesTapes {
    let mut names: Vec<String> =
        ["signature", "tarif", "reference", "base_jours", "dernier_jour", "demarrage"]
            .map(str::to_owned)
            .into();
    names.push("variable_premiere_annee".into());
    for key in ["cpts", "cpam", "ars"] {
        names.extend([format!("partie_{key}"), format!("signataire_{key}")]);
    }
    names.extend((1..=tables.regles.annees()).map(|numero| format!("taille_{numero}")));
    for one in &tables.missions.missions {
        names.extend([format!("debut_{}", one.cle), format!("deploiement_{}", one.cle)]);
    }
    let value = |name: String| {
        let text = fields.text(&name).to_owned();
        (name, text)
    };
    TermesTapes {
        champs: names.into_iter().map(value).collect(),
        missions: fields.all("missions").map(str::to_owned).collect(),
    }
}

/// Says what is wrong with each field; with the whole, at the top.
fn refused(mut view: SheetView, error: ContratError) -> Page<SheetView> {
    match error {
        ContratError::Refused(all) => {
            for (name, what) in all {
                view = view.refusing(&name, terme(what));
            }
            Ok(view)
        }
        error => match refus(&error) {
            Some(text) => {
                view.page = view.page.with_notice(Notice::new(Tone::Attention, text));
                Ok(view)
            }
            None => Err(error.into()),
        },
    }
}

/// The size class of the reference territory, when one says it.
async fn size(web: &Web, held: Result<Can<ReadTerritoire>, PageError>) -> Page<Option<Taille>> {
    let Ok(Can(proof)) = held else { return Ok(None) };
    let reference = web.app.reference();
    for one in web.app.territoires(&proof).await? {
        let Some(variante) = one.reference() else { continue };
        let people = reference.atlas.diagnose(&variante.perimeter).population.measure.value;
        let rules = domain::aci::taille::rules().map_err(|error| PageError::internal(error))?;
        if let Some(people) = people {
            return Ok(Some(rules.assess(people.round() as u32, false).taille));
        }
    }
    Ok(None)
}

/// GET `…/contrats/nouveau`.
pub(crate) async fn new(
    State(web): State<Web>,
    Can(proof): Can<EditContrat>,
    held: Result<Can<ReadTerritoire>, PageError>,
) -> Page<SheetView> {
    let (bureau, tables) = (bureau(&web, &proof).await?, tables()?);
    let tapes = neuf(tables, (&bureau.place.name, size(&web, held).await?));
    let page = bureau.page("Préparer un contrat").under("Contrats", bureau.base.clone());
    let mut view = nouveau(page, &bureau.base, tables, ("", &tapes));
    if !web.app.may_contract(&proof).await? {
        let text = refus(&ContratError::Association).unwrap_or_default();
        let url = bureau.place.urls.under("organisation/association");
        let link = crate::views::components::Link::new("Compléter la fiche de l'association", url);
        view.page = view.page.with_notice(Notice::new(Tone::Attention, text).with_link(link));
    }
    Ok(view)
}

/// POST `…/contrats/nouveau`.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(proof): Can<EditContrat>,
    fields: Fields,
) -> Page<Response> {
    let (bureau, tables) = (bureau(&web, &proof).await?, tables()?);
    let tapes = typed(tables, &fields);
    match web.app.begin_contrat(&proof, fields.text("titre"), &tapes).await {
        Ok(id) => Ok(go(&format!("{}?fait=commence", bureau.url(id)))),
        Err(error) => {
            let page = bureau.page("Préparer un contrat").under("Contrats", bureau.base.clone());
            let view = nouveau(page, &bureau.base, tables, (fields.text("titre"), &tapes));
            Ok(unprocessable(refused(view, error)?))
        }
    }
}

fn draft(one: &ContratLu) -> Page<&Termes> {
    one.contrat.fiche.brouillon.as_ref().ok_or(PageError::NotFound)
}

/// GET `…/contrats/{contrat}/termes`.
pub(crate) async fn terms(
    State(web): State<Web>,
    asked: Asked,
    Can(_proof): Can<EditContrat>,
    Path(path): Path<ContratPath>,
) -> Page<SheetView> {
    let one = web.app.contrat(&asked.read, path.id()).await?;
    let bureau = bureau(&web, &asked.read).await?;
    let shown = tapes(draft(&one)?);
    let page = bureau.inside(&one, "Corriger les termes");
    Ok(corriger(page, &bureau.url(path.id()), &one, (tables()?, &shown)))
}

/// POST `…/contrats/{contrat}/termes`.
pub(crate) async fn save_terms(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditContrat>,
    Path(path): Path<ContratPath>,
    fields: Fields,
) -> Page<Response> {
    let (bureau, tables) = (bureau(&web, &proof).await?, tables()?);
    let url = bureau.url(path.id());
    let tapes = typed(tables, &fields);
    match web.app.write_termes(&proof, (path.id(), version(&fields)), &tapes).await {
        Ok(()) => Ok(go(&format!("{url}?fait=termes"))),
        Err(error) => {
            let one = web.app.contrat(&asked.read, path.id()).await?;
            draft(&one)?;
            let view = corriger(bureau.inside(&one, "Corriger les termes"), &url, &one, (tables, &tapes));
            Ok(unprocessable(refused(view, error)?))
        }
    }
}

fn amounts(
    bureau: &Bureau,
    (one, numero): (&ContratLu, u8),
    typed: &dyn Fn(&str) -> Option<String>,
) -> Page<SheetView> {
    let terms = draft(one)?;
    let year = terms.calendrier().into_iter().find(|year| year.numero == numero);
    let year = year.ok_or(PageError::NotFound)?;
    let title = format!("Montants de l'année {numero}, à partir du {}", date(year.du));
    let page = bureau.inside(one, title);
    Ok(montants(page, &bureau.url(one.contrat.id), (one, terms), (numero, typed)))
}

/// GET `…/contrats/{contrat}/montants/{annee}`.
pub(crate) async fn show_amounts(
    State(web): State<Web>,
    asked: Asked,
    Can(_proof): Can<EditContrat>,
    Path(path): Path<ContratPath>,
) -> Page<SheetView> {
    let one = web.app.contrat(&asked.read, path.id()).await?;
    let numero = path.annee.ok_or(PageError::NotFound)?;
    amounts(&bureau(&web, &asked.read).await?, (&one, numero), &|_| None)
}

/// POST `…/contrats/{contrat}/montants/{annee}`.
pub(crate) async fn save_amounts(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditContrat>,
    Path(path): Path<ContratPath>,
    fields: Fields,
) -> Page<Response> {
    let numero = path.annee.ok_or(PageError::NotFound)?;
    let onwards = fields.text("suite") == "oui";
    let text = |name: &str| fields.text(name).to_owned();
    let at = (path.id(), version(&fields));
    let bureau = bureau(&web, &proof).await?;
    match web.app.write_montants(&proof, at, (numero, onwards), text).await {
        Ok(()) => Ok(go(&format!("{}?fait=montants", bureau.url(path.id())))),
        Err(error) => {
            let one = web.app.contrat(&asked.read, path.id()).await?;
            let mut view = amounts(&bureau, (&one, numero), &|name| fields.raw(name).map(str::to_owned))?;
            tick(&mut view, onwards);
            Ok(unprocessable(refused(view, error)?))
        }
    }
}

/// A box that was ticked stays so.
fn tick(view: &mut SheetView, ticked: bool) {
    let forms = view.parts.iter_mut().filter_map(|part| match part {
        Part::Form(form) => Some(form),
        _ => None,
    });
    for item in forms.flat_map(|form| form.items.iter_mut()) {
        if let Item::Boxes(choice) = item {
            choice.options.iter_mut().for_each(|one| one.selected = ticked);
        }
    }
}
