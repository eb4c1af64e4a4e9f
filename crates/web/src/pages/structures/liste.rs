//! The list of structures, a sheet, removal.

use app::communaute::StructureError;
use axum::extract::State;
use axum::response::Response;
use domain::authz::{EditCommunaute, ReadCommunaute};
use domain::communaute::regles::regles;
use domain::communaute::{Annuaire, Structure};
use domain::ids::{PersonneId, StructureId};
use jiff::civil::Date;

use super::{DONE, StructurePath};
use crate::access::{Can, May, Path};
use crate::fields::Query;
use crate::pages::personnes::actions::changed;
use crate::pages::personnes::{done, titled, under};
use crate::pages::{Page, Place, go, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{ActionForm, Link, Notice, Tone};
use crate::views::liste::{Etat, page as list_page};
use crate::views::sheet::Part;
use crate::views::structures::fiche::{self, Autour};
use crate::views::structures::liste::{self as vue, Lues};

/// From that day on, the end of an agreement is near.
fn soon(today: Date) -> Page<Date> {
    let days = regles().map_err(app::AppError::from)?.convention_alerte_days;
    Ok(today.saturating_add(jiff::Span::new().days(days)))
}

/// GET `…/communaute/structures`.
pub(crate) async fn list(
    State(web): State<Web>,
    Can(read): Can<ReadCommunaute>,
    may: May<EditCommunaute>,
    Query(query): Query,
) -> Page<SheetView> {
    let place = place(&web, &read).await?;
    let base = under(&place, "structures");
    let mut all = web.app.structures(&read).await?;
    all.retain(|one| one.removed_at.is_none());
    let (reference, today) = (web.app.reference(), web.app.today());
    let lues = Lues { today, soon: soon(today)?, base: &base, atlas: &reference.atlas };
    let liste = vue::liste(&base, may.yes());
    let etat = Etat::of(&query, &liste);
    let mut page = done(titled(&place, "Structures", &[]), &query, DONE);
    if let Ok(removed) = query.text("retiree").parse::<StructureId>() {
        let back = ActionForm::new("Rétablir la structure", format!("{base}/{removed}/retablir"));
        page = page.with_notice(Notice::new(Tone::Success, "La structure est retirée.").with_action(back));
    }
    let mut parts = Vec::new();
    if may.yes() {
        parts.push(Part::Buttons(vec![Link::new("Ajouter une structure", format!("{base}/nouvelle"))]));
    }
    parts.push(Part::Liste(Box::new(list_page(liste, &etat, &all, &lues))));
    Ok(SheetView::new(page, parts))
}

fn who_works_there(
    annuaire: &Annuaire,
    one: &Structure,
    place: &Place,
    today: Date,
) -> Vec<(String, String)> {
    let there = annuaire.iter().filter(|who| who.exercices(today).any(|lieu| lieu.structure == Some(one.id)));
    let mut people: Vec<_> =
        there.map(|who| (under(place, &format!("personnes/{}", who.id)), who.nom_liste())).collect();
    people.sort_by_key(|(_, name)| territory::text::search_key(name));
    people
}

/// GET `…/communaute/structures/{structure}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(read): Can<ReadCommunaute>,
    may: May<EditCommunaute>,
    Path(path): Path<StructurePath>,
    Query(query): Query,
) -> Page<SheetView> {
    let one = web.app.structure(&read, path.id()).await?;
    let place = place(&web, &read).await?;
    let annuaire = web.app.annuaire(&read).await?;
    let (reference, today) = (web.app.reference(), web.app.today());
    let person = |id: PersonneId| annuaire.nom(id);
    let autour = Autour {
        base: under(&place, &format!("structures/{}", one.id)),
        urls: place.urls.clone(),
        today,
        soon: soon(today)?,
        may_edit: may.yes(),
        commune: one.commune.map(|code| reference.atlas.unit_name(territory::UnitCode::Commune(code))),
        person: &person,
        people: who_works_there(&annuaire, &one, &place, today),
    };
    let page = titled(&place, one.nom.clone(), &[("Structures", "structures")]);
    Ok(fiche::show(done(page, &query, DONE), &one, &autour))
}

/// POST `…/communaute/structures/{structure}/retirer`.
pub(crate) async fn remove(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Path(path): Path<StructurePath>,
) -> Page<Response> {
    web.app.remove_structure(&proof, path.id()).await.map_err(changed)?;
    let place = place(&web, &proof).await?;
    Ok(go(&under(&place, &format!("structures?retiree={}", path.structure))))
}

/// POST `…/communaute/structures/{structure}/retablir`.
pub(crate) async fn restore(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Path(path): Path<StructurePath>,
) -> Page<Response> {
    match web.app.restore_structure(&proof, path.id()).await {
        Ok(()) => {}
        Err(StructureError::App(error)) => return Err(changed(error)),
        Err(_) => {
            return Err(PageError::Conflict(
                "Le numéro FINESS de cette structure a été donné à une autre. Corrigez d'abord cette autre structure.".into(),
            ));
        }
    }
    let place = place(&web, &proof).await?;
    Ok(go(&under(&place, &format!("structures/{}?fait=retablie", path.structure))))
}
