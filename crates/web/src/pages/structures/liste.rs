//! The list of structures, a sheet, removal.

use std::collections::BTreeSet;

use app::communaute::StructureError;
use app::communaute::imports::Selection;
use axum::extract::State;
use axum::response::Response;
use domain::authz::{Allowed, EditCommunaute, ReadCommunaute};
use domain::communaute::regles::regles;
use domain::communaute::{Annuaire, Structure};
use domain::ids::{PersonneId, StructureId};
use jiff::civil::Date;

use super::{DONE, StructurePath};
use crate::access::{Can, May, Path};
use crate::fields::{Fields, Query};
use crate::pages::personnes::actions::changed;
use crate::pages::personnes::alertes::announced;
use crate::pages::personnes::liste::selected;
use crate::pages::personnes::{done, titled, under, unprocessable};
use crate::pages::{Page, Place, go, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{ActionForm, Link, Notice, Tone};
use crate::views::liste::{Choix, Etat, page as list_page, trouver};
use crate::views::sheet::Part;
use crate::views::structures::fiche::{self, Autour};
use crate::views::structures::liste::{self as vue, Lues};

/// From that day on, the end of an agreement is near.
fn soon(today: Date) -> Page<Date> {
    let days = regles().map_err(app::AppError::from)?.convention_alerte_days;
    Ok(today.saturating_add(jiff::Span::new().days(days)))
}

/// Every structure that stands, and how the list reads them.
struct Salle {
    place: Place,
    base: String,
    all: Vec<Structure>,
    soon: Date,
    may_edit: bool,
}

impl Salle {
    async fn open(web: &Web, read: &Allowed<ReadCommunaute>, may_edit: bool) -> Page<Self> {
        let place = place(web, read).await?;
        let mut all = web.app.structures(read).await?;
        all.retain(|one| one.removed_at.is_none());
        Ok(Self { base: under(&place, "structures"), soon: soon(web.app.today())?, place, all, may_edit })
    }

    fn view(&self, web: &Web, fields: &Fields, error: Option<&str>) -> SheetView {
        let base = &self.base;
        let reference = web.app.reference();
        let lues = Lues { today: web.app.today(), soon: self.soon, base, atlas: &reference.atlas };
        let mut liste = vue::liste(base, self.may_edit);
        let etat = Etat::of(fields, &liste);
        if let Some(error) = error {
            liste = liste.erreur(error);
        }
        let mut page = done(titled(&self.place, "Structures", &[]), fields, DONE);
        if let Ok(removed) = fields.text("retiree").parse::<StructureId>() {
            let back = ActionForm::new("Rétablir la structure", format!("{base}/{removed}/retablir"));
            page =
                page.with_notice(Notice::new(Tone::Success, "La structure est retirée.").with_action(back));
        }
        let mut parts = Vec::new();
        if self.may_edit {
            parts.push(Part::Buttons(vec![Link::new("Ajouter une structure", format!("{base}/nouvelle"))]));
        }
        parts.push(Part::Liste(Box::new(list_page(liste, &etat, &self.all, &lues))));
        SheetView::new(page, parts)
    }

    /// The ticked structures, or all that the search found.
    fn ticked(&self, web: &Web, choix: &Choix) -> BTreeSet<StructureId> {
        if !choix.tout {
            return choix.ids.iter().filter_map(|id| id.parse().ok()).collect();
        }
        let reference = web.app.reference();
        let today = web.app.today();
        let lues = Lues { today, soon: self.soon, base: &self.base, atlas: &reference.atlas };
        trouver(&choix.etat, &self.all, &lues).into_iter().map(|one| one.id).collect()
    }
}

/// GET `…/communaute/structures`.
pub(crate) async fn list(
    State(web): State<Web>,
    Can(read): Can<ReadCommunaute>,
    may: May<EditCommunaute>,
    Query(query): Query,
) -> Page<SheetView> {
    Ok(Salle::open(&web, &read, may.yes()).await?.view(&web, &query, None))
}

/// POST `…/communaute/structures/exporter`: a file of the ticked structures.
pub(crate) async fn export(
    State(web): State<Web>,
    Can(read): Can<ReadCommunaute>,
    may: May<EditCommunaute>,
    fields: Fields,
) -> Page<Response> {
    let salle = Salle::open(&web, &read, may.yes()).await?;
    let choix = Choix::of(&fields, &vue::liste(&salle.base, may.yes()));
    if choix.is_empty() {
        let asked = Fields::parse(fields.text("retour").as_bytes());
        let view = salle.view(&web, &asked, Some("Cochez au moins une structure à exporter."));
        return Ok(unprocessable(view));
    }
    let chosen = Selection::Structures(salle.ticked(&web, &choix));
    selected(&web, &read, (&chosen, fields.text("format")), "structures").await
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
    let page = announced(done(page, &query, DONE), &query, |_| None);
    Ok(fiche::show(page, &one, &autour))
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
