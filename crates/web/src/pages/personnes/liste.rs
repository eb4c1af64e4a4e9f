//! The list of people, its file, a sheet.

use app::communaute::imports::{ExportFormat, Selection};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use documents::{CsvTable, csv_table};
use domain::authz::{Actor, Allowed, EditCommunaute, ReadCommunaute, ReadPersonnes, ReadQuestionnaires};
use domain::communaute::{Etape, Personne, Statut};
use domain::ids::PersonneId;

use super::alertes::announced;
use super::{DONE, Noms, PersonnePath, done, here, noms, titled, under, unprocessable};
use crate::access::{Can, May, Path, Signed};
use crate::fields::{Fields, Query};
use crate::pages::{Page, Place, file, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{ActionForm, Link, Notice, Tone};
use crate::views::liste::{CSV, Choix, Etat, XLSX, trouver};
use crate::views::personnes::fiche::{self, Autour};
use crate::views::personnes::liste::{self as vue, COLUMNS, Lues};
use crate::views::sheet::Part;

/// Everybody and what names them.
struct Salle {
    place: Place,
    base: String,
    people: Vec<Personne>,
    noms: Noms,
    may_edit: bool,
}

impl Salle {
    async fn open(web: &Web, read: &Allowed<ReadCommunaute>, may_edit: bool) -> Page<Self> {
        let place = here(web, read).await?;
        let mut people: Vec<Personne> = web.app.annuaire(read).await?.iter().cloned().collect();
        people.sort_by_cached_key(Personne::search_key);
        let (base, noms) = (under(&place, "personnes"), noms(web, read).await?);
        Ok(Self { place, base, people, noms, may_edit })
    }

    fn lues(&self, web: &Web) -> Lues<'_> {
        Lues {
            today: web.app.today(),
            base: &self.base,
            atlas: &self.noms.reference.atlas,
            structures: &self.noms.structures,
        }
    }

    /// The ticked people, or all that the search found.
    fn ticked<C: FromIterator<PersonneId>>(&self, web: &Web, choix: &Choix) -> C {
        if choix.tout {
            trouver(&choix.etat, &self.people, &self.lues(web)).into_iter().map(|one| one.id).collect()
        } else {
            choix.ids.iter().filter_map(|id| id.parse().ok()).collect()
        }
    }

    fn view(&self, web: &Web, fields: &Fields, error: Option<&str>) -> SheetView {
        let lues = self.lues(web);
        let mut liste = vue::liste(&self.people, &lues, self.may_edit);
        let etat = Etat::of(fields, &liste);
        if let Some(error) = error {
            liste = liste.erreur(error);
        }
        let mut page = done(titled(&self.place, "Personnes", &[]), fields, DONE);
        if let Ok(removed) = fields.text("retiree").parse::<PersonneId>() {
            let back = ActionForm::new("Rétablir la fiche", format!("{}/{removed}/retablir", self.base));
            page = page.with_notice(Notice::new(Tone::Success, "La fiche est retirée.").with_action(back));
        }
        let mut links = Vec::new();
        if self.may_edit {
            links.push(Link::new("Ajouter une personne", format!("{}/nouvelle", self.base)));
        }
        links.push(Link::new("Voir les doublons", under(&self.place, "doublons")));
        let list = crate::views::liste::page(liste, &etat, &self.people, &lues);
        SheetView::new(page, vec![Part::Buttons(links), Part::Liste(Box::new(list))])
    }
}

/// POST `…/communaute/personnes/exporter`: a file of the ticked people.
pub(crate) async fn export(
    State(web): State<Web>,
    Can(read): Can<ReadCommunaute>,
    may: May<EditCommunaute>,
    fields: Fields,
) -> Page<Response> {
    let salle = Salle::open(&web, &read, may.yes()).await?;
    let choix = Choix::of(&fields, &vue::liste(&salle.people, &salle.lues(&web), may.yes()));
    if choix.is_empty() {
        let asked = Fields::parse(fields.text("retour").as_bytes());
        let view = salle.view(&web, &asked, Some("Cochez au moins une personne à exporter."));
        return Ok(unprocessable(view));
    }
    let chosen = Selection::Personnes(salle.ticked(&web, &choix));
    selected(&web, &read, (&chosen, fields.text("format")), "personnes").await
}

/// The file of chosen sheets, as a workbook unless CSV is asked for.
pub(crate) async fn selected(
    web: &Web,
    read: &Allowed<ReadCommunaute>,
    (chosen, format): (&Selection, &str),
    key: &'static str,
) -> Page<Response> {
    let (format, kind, extension) = match format {
        CSV => (ExportFormat::Csv(key), "text/csv; charset=utf-8", CSV),
        _ => (ExportFormat::Xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", XLSX),
    };
    let content = web.app.export_selection(read, chosen, format).await?;
    Ok(file(content, kind, &format!("{key}-choisies.{extension}")))
}

/// GET `…/communaute/personnes`.
pub(crate) async fn list(
    State(web): State<Web>,
    Can(read): Can<ReadCommunaute>,
    may: May<EditCommunaute>,
    Query(query): Query,
) -> Page<SheetView> {
    Ok(Salle::open(&web, &read, may.yes()).await?.view(&web, &query, None))
}

/// GET `…/communaute/personnes.csv`: what the address asks for.
pub(crate) async fn csv(
    State(web): State<Web>,
    Can(read): Can<ReadCommunaute>,
    Signed(visitor): Signed,
    Query(query): Query,
) -> Page<Response> {
    let limit = domain::securite::rules().map_err(app::AppError::from)?.exports.clone();
    web.app.within_limit(limit, &visitor.account.id.to_string()).await?;
    let salle = Salle::open(&web, &read, false).await?;
    let lues = salle.lues(&web);
    let etat = Etat::of(&query, &vue::liste(&salle.people, &lues, false));
    let found = trouver(&etat, &salle.people, &lues);
    let mut header = vec!["Nom".to_owned(), "Prénom".to_owned()];
    header.extend(COLUMNS.map(|(_, label)| label.to_owned()));
    let line = |one: &&Personne| {
        let mut cells = vec![one.nom.clone(), one.prenom.clone()];
        cells.extend(COLUMNS.map(|(key, _)| lues.text(one, key)));
        cells
    };
    let rows: Vec<Vec<String>> = found.iter().map(line).collect();
    web.app.note_list_export(&read, rows.len()).await?;
    let bytes = csv_table(&CsvTable { header, rows });
    Ok(file(bytes, "text/csv; charset=utf-8", "personnes-de-la-communaute.csv"))
}

/// POST `…/communaute/personnes/statut`: the same step for the ticked people.
pub(crate) async fn change_status(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Can(read): Can<ReadCommunaute>,
    fields: Fields,
) -> Page<Response> {
    let salle = Salle::open(&web, &read, true).await?;
    let choix = Choix::of(&fields, &vue::liste(&salle.people, &salle.lues(&web), true));
    let statut = Statut::from_key(fields.text("statut"));
    let (Some(statut), false) = (statut, choix.is_empty()) else {
        let asked = Fields::parse(fields.text("retour").as_bytes());
        return Ok(unprocessable(salle.view(
            &web,
            &asked,
            Some("Cochez au moins une personne, puis choisissez un statut."),
        )));
    };
    let ids: Vec<PersonneId> = salle.ticked(&web, &choix);
    let etape = Etape { statut, depuis: web.app.today(), motif: None };
    web.app.step_people(&proof, &ids, &etape).await?;
    Ok(go(&choix.retour(&salle.base, ("fait", "statut"))))
}

type NameOfCommune<'a> = dyn Fn(territory::CommuneCode) -> String + Sync + 'a;
type NameOfStructure<'a> = dyn Fn(domain::ids::StructureId) -> Option<String> + Sync + 'a;

/// What stands around a sheet.
pub(super) async fn around<'a>(
    web: &Web,
    (read, actor): (&Allowed<ReadCommunaute>, &Actor),
    (place, one): (&Place, &Personne),
    (commune, structure): (&'a NameOfCommune<'a>, &'a NameOfStructure<'a>),
) -> Page<Autour<'a>> {
    let accounts = match actor.authorize::<ReadPersonnes>(read.cpts()) {
        Ok(people) => Some(web.app.accounts_for(&people, one).await?),
        Err(_) => None,
    };
    let difficultes = match actor.authorize::<ReadQuestionnaires>(read.cpts()) {
        Ok(proof) => Some(web.app.difficultes_of(&proof, one.id).await?),
        Err(_) => None,
    };
    Ok(Autour {
        base: under(place, &format!("personnes/{}", one.id)),
        urls: place.urls.clone(),
        today: web.app.today(),
        may_edit: actor.holds::<EditCommunaute>(read.cpts()),
        commune,
        structure,
        life: web.app.life(read, one.id).await?,
        difficultes,
        accounts,
    })
}

/// GET `…/communaute/personnes/{personne}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(read): Can<ReadCommunaute>,
    Signed(visitor): Signed,
    Path(path): Path<PersonnePath>,
    Query(query): Query,
) -> Page<Response> {
    let one = web.app.personne(&read, path.id()).await?;
    let place = here(&web, &read).await?;
    if one.id != path.id() {
        return Ok(go(&under(&place, &format!("personnes/{}", one.id))));
    }
    let noms = noms(&web, &read).await?;
    let (commune, structure) = (|code| noms.commune(code), |id| noms.structure(id));
    let autour = around(&web, (&read, &visitor.actor), (&place, &one), (&commune, &structure)).await?;
    let page = titled(&place, one.nom_liste(), &[("Personnes", "personnes")]);
    let compared = |other| under(&place, &format!("doublons/{}/{other}", one.id));
    let page = announced(done(page, &query, DONE), &query, |other| autour.may_edit.then(|| compared(other)));
    Ok(fiche::show(page, &one, &autour).into_response())
}

/// A person whose sheet may still change.
pub(super) fn standing(one: Personne) -> Page<Personne> {
    if one.removed_at.is_none() { Ok(one) } else { Err(PageError::NotFound) }
}
