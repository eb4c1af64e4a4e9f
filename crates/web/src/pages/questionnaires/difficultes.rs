//! Difficulties: list, page, what is done with them.

use std::collections::BTreeSet;

use app::communaute::questionnaires::{DifficulteLue, Facts, NewDifficulte};
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::Response;
use documents::rapport::{Rapport, Tableau, tableau_csv};
use domain::authz::{Allowed, EditQuestionnaires, ReadCommunaute, ReadQuestionnaires};
use domain::communaute::questionnaires::{EtatDifficulte, Theme};
use domain::ids::DifficulteId;
use serde::Deserialize;
use uuid::Uuid;

use super::{done, page, rapport, refused, unprocessable};
use crate::access::{Can, May, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, Place, file, go, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::liste::{Choix, Etat, trouver};
use crate::views::questionnaires::difficultes::{self, Autour, Lues};
use crate::views::questionnaires::noter;
use crate::views::{self, SheetView};
use crate::wording::organisation::CHOOSE;

const DONE: &[(&str, &str)] = &[
    ("notee", "La difficulté est notée."),
    ("etat", "L'état est enregistré."),
    ("themes", "Les thèmes sont enregistrés."),
    ("dite", "L'auteur est prévenu, et la date est gardée."),
    ("regroupees", "Les difficultés sont regroupées. Chacune garde son auteur."),
    ("separee", "La difficulté est de nouveau seule."),
];

/// `…/difficultes/{difficulte}/…`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct DifficultePath {
    difficulte: Uuid,
}

/// What every page of the difficulties asks first.
pub(crate) struct Asked {
    read: Allowed<ReadQuestionnaires>,
    names: bool,
    may_edit: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let Can(read) = Can::<ReadQuestionnaires>::from_request_parts(parts, state).await?;
        let names = May::<ReadCommunaute>::from_request_parts(parts, state).await?;
        let edits = May::<EditQuestionnaires>::from_request_parts(parts, state).await?;
        Ok(Self { read, names: names.yes(), may_edit: edits.yes() })
    }
}

/// What is known when a page of the difficulties is shown.
struct Bureau {
    place: Place,
    base: String,
    all: Vec<DifficulteLue>,
    themes: Vec<Theme>,
    names: bool,
    may_edit: bool,
}

async fn bureau(web: &Web, asked: &Asked) -> Page<Bureau> {
    let place = place(web, &asked.read).await?;
    Ok(Bureau {
        base: place.urls.under("difficultes"),
        all: web.app.difficultes(&asked.read).await?,
        themes: web.app.themes(&asked.read).await?,
        names: asked.names,
        may_edit: asked.may_edit,
        place,
    })
}

impl Bureau {
    fn lues(&self) -> Lues<'_> {
        Lues { base: &self.base, themes: &self.themes, names: self.names }
    }

    fn liste(&self) -> views::liste::Liste {
        difficultes::liste_of(&self.base, (&self.all, &self.themes), self.may_edit)
    }

    fn list(&self, liste: views::liste::Liste, etat: Etat) -> SheetView {
        let title = page(&self.place, "Difficultés");
        difficultes::page(title, (liste, etat), (&self.all, &self.lues()), self.may_edit)
    }

    fn under(&self, title: impl Into<String>) -> views::Page {
        page(&self.place, title).under("Difficultés", self.base.clone())
    }

    fn one(&self, id: DifficulteId) -> Page<&DifficulteLue> {
        self.all.iter().find(|one| one.difficulte.id == id).ok_or(PageError::NotFound)
    }

    fn url(&self, id: DifficulteId, what: &str) -> String {
        format!("{}/{id}?fait={what}", self.base)
    }
}

/// GET `…/difficultes`.
pub(crate) async fn list(State(web): State<Web>, asked: Asked, query: Query) -> Page<SheetView> {
    let bureau = bureau(&web, &asked).await?;
    let liste = bureau.liste();
    let etat = Etat::of(&query.0, &liste);
    Ok(done(bureau.list(liste, etat), &query, DONE))
}

fn found(bureau: &Bureau, query: &Query) -> Tableau {
    let etat = Etat::of(&query.0, &bureau.liste());
    rapport::difficulties(&trouver(&etat, &bureau.all, &bureau.lues()), &bureau.themes, bureau.names)
}

/// GET `…/difficultes.csv`.
pub(crate) async fn csv(State(web): State<Web>, asked: Asked, query: Query) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    Ok(file(tableau_csv(&found(&bureau, &query)), "text/csv; charset=utf-8", "difficultes.csv"))
}

/// GET `…/difficultes.xlsx`.
pub(crate) async fn xlsx(State(web): State<Web>, asked: Asked, query: Query) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let report = Rapport {
        nature: "Difficultés exprimées".into(),
        titre: bureau.place.name.clone(),
        auteur: bureau.place.name.clone(),
        jour: web.app.today(),
        faits: Vec::new(),
        tableaux: vec![found(&bureau, &query)],
    };
    let made = tokio::task::spawn_blocking(move || report.xlsx()).await;
    let bytes = made.map_err(|error| PageError::internal(&error))?;
    let bytes = bytes.map_err(|error| PageError::internal(&error))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(bytes, kind, "difficultes.xlsx"))
}

fn typed(fields: &Fields) -> NewDifficulte {
    NewDifficulte {
        texte: fields.raw("texte").unwrap_or_default().to_owned(),
        source: fields.text("source").to_owned(),
        profession: fields.text("profession").to_owned(),
        personne: fields.text("personne").parse().ok(),
        themes: fields.all("theme").map(str::to_owned).collect(),
    }
}

async fn form(web: &Web, asked: &Asked, typed: &NewDifficulte) -> Page<SheetView> {
    let bureau = bureau(web, asked).await?;
    // Who may not read the community chooses nobody in it.
    let people = if asked.names { web.app.people_to_choose(&asked.read).await? } else { Vec::new() };
    let people: Vec<(String, String)> = people.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let title = bureau.under("Noter une difficulté");
    Ok(noter::nouvelle(title, &bureau.base, (typed, &bureau.themes), &people))
}

/// GET `…/difficultes/nouvelle`.
pub(crate) async fn new(
    State(web): State<Web>,
    Can(_): Can<EditQuestionnaires>,
    asked: Asked,
) -> Page<SheetView> {
    form(&web, &asked, &NewDifficulte::default()).await
}

/// POST `…/difficultes/nouvelle`.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let typed = typed(&fields);
    match web.app.add_difficulte((&proof, &asked.read), &typed).await {
        Ok(id) => Ok(go(&bureau(&web, &asked).await?.url(id, "notee"))),
        Err(error) => refused(form(&web, &asked, &typed).await?, &fields, error),
    }
}

async fn shown(web: &Web, bureau: &Bureau, (asked, id): (&Asked, DifficulteId)) -> Page<SheetView> {
    let one = bureau.one(id)?;
    let authors = one.difficulte.fiche.histoire.iter().map(|event| &event.by);
    let names = web.app.names(&asked.read, authors).await?;
    let who = |author: &domain::authz::Author| crate::wording::author(&names, author);
    let autour = Autour {
        base: &bureau.base,
        themes: &bureau.themes,
        names: bureau.names,
        may_edit: bureau.may_edit,
        membres: bureau.all.iter().filter(|other| other.difficulte.groupe == Some(id)).collect(),
        principale: one.difficulte.groupe.and_then(|lead| bureau.one(lead).ok()),
        who: &who,
    };
    let title = bureau.under("Difficulté");
    Ok(difficultes::show(title, one, &autour))
}

/// GET `…/difficultes/{difficulte}`.
pub(crate) async fn show(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<DifficultePath>,
    query: Query,
) -> Page<SheetView> {
    let bureau = bureau(&web, &asked).await?;
    let view = shown(&web, &bureau, (&asked, DifficulteId(path.difficulte))).await?;
    Ok(done(view, &query, DONE))
}

/// POST `…/difficultes/{difficulte}/etat`.
pub(crate) async fn settle(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
    Path(path): Path<DifficultePath>,
    fields: Fields,
) -> Page<Response> {
    let (bureau, id) = (bureau(&web, &asked).await?, DifficulteId(path.difficulte));
    let view = shown(&web, &bureau, (&asked, id)).await?;
    let Some(etat) = EtatDifficulte::from_key(fields.text("etat")) else {
        return Ok(unprocessable(view.refusing("etat", CHOOSE)));
    };
    let facts = Facts { etat, motif: fields.text("motif").to_owned() };
    match web.app.settle_difficulte(&proof, id, &facts).await {
        Ok(()) => Ok(go(&bureau.url(id, "etat"))),
        Err(error) => refused(view, &fields, error),
    }
}

/// POST `…/difficultes/{difficulte}/themes`.
pub(crate) async fn sort(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
    Path(path): Path<DifficultePath>,
    fields: Fields,
) -> Page<Response> {
    let (bureau, id) = (bureau(&web, &asked).await?, DifficulteId(path.difficulte));
    let themes: Vec<String> = fields.all("theme").map(str::to_owned).collect();
    web.app.sort_one((&proof, &asked.read), id, &themes).await?;
    Ok(go(&bureau.url(id, "themes")))
}

/// POST `…/difficultes/{difficulte}/dire`.
pub(crate) async fn tell(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
    Path(path): Path<DifficultePath>,
    fields: Fields,
) -> Page<Response> {
    let (bureau, id) = (bureau(&web, &asked).await?, DifficulteId(path.difficulte));
    let view = shown(&web, &bureau, (&asked, id)).await?;
    let text = fields.raw("nouvelle").unwrap_or_default();
    match web.app.tell_author(&proof, id, (text, fields.text("moyen") != "vive_voix")).await {
        Ok(_) => Ok(go(&bureau.url(id, "dite"))),
        Err(error) => refused(view, &fields, error),
    }
}

/// POST `…/difficultes/{difficulte}/separer`.
pub(crate) async fn separate(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
    Path(path): Path<DifficultePath>,
) -> Page<Response> {
    let (bureau, id) = (bureau(&web, &asked).await?, DifficulteId(path.difficulte));
    web.app.separate_difficulte(&proof, id).await?;
    Ok(go(&bureau.url(id, "separee")))
}

/// POST `…/difficultes/regrouper`: asks whose words stand for all, then gathers.
pub(crate) async fn gather(
    State(web): State<Web>,
    Can(proof): Can<EditQuestionnaires>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let liste = bureau.liste();
    let choix = Choix::of(&fields, &liste);
    let ticked: BTreeSet<DifficulteId> = match choix.tout {
        true => {
            let all = trouver(&choix.etat, &bureau.all, &bureau.lues());
            all.into_iter().map(|one| one.difficulte.id).collect()
        }
        false => choix.ids.iter().filter_map(|id| id.parse().ok()).collect(),
    };
    let chosen: Vec<DifficulteLue> =
        bureau.all.iter().filter(|one| ticked.contains(&one.difficulte.id)).cloned().collect();
    if chosen.len() < 2 {
        let liste = liste.erreur("Cochez au moins deux difficultés qui disent la même chose.");
        return Ok(unprocessable(bureau.list(liste, choix.etat)));
    }
    let lead = fields.text("principale").parse::<DifficulteId>().ok().filter(|id| ticked.contains(id));
    let Some(lead) = lead else {
        let view = noter::regrouper(bureau.under("Regrouper des difficultés"), &bureau.base, &chosen);
        // Nothing was refused: the second page of the same form asks whose words stand for all.
        return Ok(axum::response::IntoResponse::into_response(view));
    };
    web.app.gather_difficultes(&proof, (&ticked, lead)).await?;
    Ok(go(&bureau.url(lead, "regroupees")))
}
