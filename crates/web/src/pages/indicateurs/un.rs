//! One indicator: added, corrected, moved, removed.

use app::indicateurs::IndicateurError;
use axum::extract::State;
use axum::response::Response;
use domain::aci::indicateur::{Indicateur, IndicateurTape, PALIERS, tape};
use domain::aci::missions::missions;
use domain::authz::EditContrat;

use super::{AnneePath, Asked, Ici, ici, refused};
use crate::access::{Can, Path};
use crate::fields::Fields;
use crate::pages::contrats::{unprocessable, version};
use crate::pages::{Page, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{Notice, Tone};
use crate::views::indicateurs::un::{self as vue, page};
use crate::wording::indicateurs::{champ, refus};

fn typed(fields: &Fields) -> IndicateurTape {
    let text = |name: &str| fields.text(name).to_owned();
    let tier = |rank: usize| (text(&format!("borne-{rank}")), text(&format!("montant-{rank}")));
    IndicateurTape {
        mission: text("mission"),
        objectif: text("objectif"),
        intitule: text("intitule"),
        nature: text("nature"),
        forme: text("forme"),
        sens: text("sens"),
        cible: text("cible"),
        paliers: (1..=PALIERS).map(tier).collect(),
        unite: text("unite"),
        initiale: text("initiale"),
        variation: text("variation"),
        montant: text("montant"),
        preuves: text("preuves"),
        source: text("source"),
    }
}

/// What is being written: what was typed; a known one, with the version that was shown.
fn view(ici: &Ici, typed: &IndicateurTape, known: Option<(&Indicateur, i64)>) -> Page<SheetView> {
    let table = missions().map_err(|error| PageError::internal(error))?;
    let (title, form) = match known {
        None => ("Ajouter un indicateur", "nouveau".to_owned()),
        Some((one, _)) => ("Corriger un indicateur", one.id.to_string()),
    };
    let place = vue::Ici { url: &ici.url, form, version: known.map(|(_, version)| version) };
    Ok(page(ici.under(title), &place, (table, typed)))
}

fn wrong(mut view: SheetView, error: IndicateurError) -> Page<Response> {
    match error {
        IndicateurError::Refused(all) => {
            for (name, what) in all {
                view = view.refusing(&name, champ(&what));
            }
        }
        error => {
            let Some(text) = refus(&error) else { return Err(error.into()) };
            view.page = view.page.with_notice(Notice::new(Tone::Attention, text));
        }
    }
    Ok(unprocessable(view))
}

/// GET `…/annees/{annee}/indicateurs/nouveau`.
pub(crate) async fn new(
    State(web): State<Web>,
    asked: Asked,
    Can(_proof): Can<EditContrat>,
    Path(path): Path<AnneePath>,
) -> Page<SheetView> {
    let empty = IndicateurTape {
        mission: "acces".into(),
        nature: "action".into(),
        forme: "oui_non".into(),
        source: "saisie".into(),
        ..IndicateurTape::default()
    };
    view(&ici(&web, &asked, &path).await?, &empty, None)
}

/// POST `…/annees/{annee}/indicateurs/nouveau`.
pub(crate) async fn create(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditContrat>,
    Path(path): Path<AnneePath>,
    fields: Fields,
) -> Page<Response> {
    let typed = typed(&fields);
    match web.app.add_indicateur(&proof, path.at(), &typed).await {
        Ok(_) => Ok(go(&format!("{}?fait=ajoute", ici(&web, &asked, &path).await?.url))),
        Err(error) => wrong(view(&ici(&web, &asked, &path).await?, &typed, None)?, error),
    }
}

fn own<'a>(ici: &'a Ici, path: &AnneePath) -> Page<&'a Indicateur> {
    let id = path.indicateur()?;
    ici.lue.indicateurs.iter().find(|one| one.id == id).ok_or(PageError::NotFound)
}

/// GET `…/annees/{annee}/indicateurs/{indicateur}`.
pub(crate) async fn show(
    State(web): State<Web>,
    asked: Asked,
    Can(_proof): Can<EditContrat>,
    Path(path): Path<AnneePath>,
) -> Page<SheetView> {
    let ici = ici(&web, &asked, &path).await?;
    let one = own(&ici, &path)?;
    view(&ici, &tape(one), Some((one, one.version)))
}

/// POST `…/annees/{annee}/indicateurs/{indicateur}`.
pub(crate) async fn correct(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditContrat>,
    Path(path): Path<AnneePath>,
    fields: Fields,
) -> Page<Response> {
    let (typed, seen) = (typed(&fields), version(&fields));
    let at = (path.at().0, path.indicateur()?, seen);
    match web.app.correct_indicateur(&proof, at, &typed).await {
        Ok(()) => Ok(go(&format!("{}?fait=corrige", ici(&web, &asked, &path).await?.url))),
        Err(error) => {
            let ici = ici(&web, &asked, &path).await?;
            let one = own(&ici, &path)?;
            // Who was overtaken sees what was typed, over the version that is there now.
            wrong(view(&ici, &typed, Some((one, one.version)))?, error)
        }
    }
}

async fn after(
    web: &Web,
    (asked, path): (&Asked, &AnneePath),
    result: Result<(), IndicateurError>,
    said: &str,
) -> Page<Response> {
    match result {
        Ok(()) => Ok(go(&format!("{}?fait={said}", ici(web, asked, path).await?.url))),
        Err(error) => refused(web, (asked, path), error).await,
    }
}

/// POST `…/indicateurs/{indicateur}/monter`.
pub(crate) async fn up(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditContrat>,
    Path(path): Path<AnneePath>,
) -> Page<Response> {
    let result = web.app.move_indicateur(&proof, (path.at().0, path.indicateur()?), true).await;
    after(&web, (&asked, &path), result, "deplace").await
}

/// POST `…/indicateurs/{indicateur}/descendre`.
pub(crate) async fn down(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditContrat>,
    Path(path): Path<AnneePath>,
) -> Page<Response> {
    let result = web.app.move_indicateur(&proof, (path.at().0, path.indicateur()?), false).await;
    after(&web, (&asked, &path), result, "deplace").await
}

/// POST `…/indicateurs/{indicateur}/supprimer`.
pub(crate) async fn remove(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditContrat>,
    Path(path): Path<AnneePath>,
) -> Page<Response> {
    let result = web.app.remove_indicateur(&proof, (path.at().0, path.indicateur()?), true).await;
    after(&web, (&asked, &path), result, "retire").await
}

/// POST `…/indicateurs/{indicateur}/retablir`.
pub(crate) async fn restore(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditContrat>,
    Path(path): Path<AnneePath>,
) -> Page<Response> {
    let result = web.app.remove_indicateur(&proof, (path.at().0, path.indicateur()?), false).await;
    after(&web, (&asked, &path), result, "retabli").await
}
