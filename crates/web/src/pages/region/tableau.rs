//! The board of a region, what its projects cover, and their files.

use app::region::{Board, LigneSuivi};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use documents::rapport::tableau_csv;
use domain::region::Couverture;
use territory::{Atlas, DepartementCode};

use super::{Asked, Bureau, board, done, rapport};
use crate::fields::Query;
use crate::pages::{Page, file};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::liste::{Etat, Liste, trouver};
use crate::views::region::couverture::{self, Vue};
use crate::views::region::liste::{Lues, liste_of};
use crate::views::region::tableau::{self, Autour};

const DONE: &[(&str, &str)] = &[
    ("objectif", "L'objectif est ajouté."),
    ("objectif-retire", "L'objectif est retiré."),
    ("retire", "Le projet est retiré du tableau. Il peut revenir, avec son histoire."),
    ("retabli", "Le projet est revenu sur le tableau."),
    ("liste", "Les projets de la liste sont ajoutés."),
];

/// Kind that is counted in the coverage when nobody chose.
const USUAL: &str = "cpts";

/// The board as the address asks for it.
pub(super) struct Lecture<'a> {
    pub(super) board: &'a Board,
    pub(super) liste: Liste,
    pub(super) etat: Etat,
    pub(super) trouves: Vec<&'a LigneSuivi>,
    /// The projects whose coverage is counted, and what is said of them.
    pub(super) comptes: (Vec<&'a LigneSuivi>, String),
    pub(super) couverture: Couverture,
}

impl<'a> Lecture<'a> {
    pub(super) fn of(board: &'a Board, atlas: &Atlas, (base, query): (&str, &Query)) -> Self {
        let liste = liste_of(base, board);
        let etat = Etat::of(&query.0, &liste);
        let trouves = trouver(&etat, &board.lignes, &Lues { base });
        let stage = etat.filtre("etape").and_then(|key| key.split_once('.')).map(|(kind, _)| kind);
        let kind = etat.filtre("type").or(stage).unwrap_or(USUAL);
        let counted: Vec<&LigneSuivi> =
            trouves.iter().copied().filter(|one| one.suivi.kind == kind).collect();
        let departement = Self::departement(&etat);
        let couverture = board.coverage(atlas, (&counted, departement));
        let plural = board.etapes.kind(kind).map_or("projets", |kind| kind.pluriel.as_str());
        let place = departement.map_or_else(|| board.nom.clone(), |code| atlas.departement_name(code));
        let asked = if etat.asked() { " de la recherche" } else { "" };
        let said = format!("{} {plural}{asked}, {place}.", counted.len());
        Self { board, liste, etat, trouves, comptes: (counted, said), couverture }
    }

    fn departement(etat: &Etat) -> Option<DepartementCode> {
        etat.filtre("departement").and_then(|code| code.parse().ok())
    }
}

/// GET `/i/{institution}/region`.
pub(crate) async fn show(State(web): State<Web>, asked: Asked, query: Query) -> Page<SheetView> {
    let bureau = Bureau::of(&web, &asked).await?;
    let board = match board(&web, &asked, &bureau).await? {
        Ok(board) => board,
        Err(none) => return Ok(*none),
    };
    let (base, reference) = (bureau.base(), web.app.reference());
    let read = Lecture::of(&board, &reference.atlas, (&base, &query));
    let autour = Autour {
        base: &base,
        etat: &read.etat,
        trouves: &read.trouves,
        couverture: (&read.couverture, &read.comptes.1),
        today: web.app.today(),
        may_edit: asked.may_edit(),
    };
    let view = tableau::show(bureau.page("Tableau régional"), &board, read.liste.clone(), &autour);
    Ok(done(view, &query.0, DONE))
}

/// GET `/i/{institution}/region/couverture`.
pub(crate) async fn coverage(State(web): State<Web>, asked: Asked, query: Query) -> Page<SheetView> {
    let bureau = Bureau::of(&web, &asked).await?;
    let board = match board(&web, &asked, &bureau).await? {
        Ok(board) => board,
        Err(none) => return Ok(*none),
    };
    let (base, reference) = (bureau.base(), web.app.reference());
    let read = Lecture::of(&board, &reference.atlas, (&base, &query));
    let all = board.departements.iter().map(|(code, _)| *code);
    let shown: Vec<DepartementCode> = match Lecture::departement(&read.etat) {
        Some(code) => vec![code],
        None => all.collect(),
    };
    let carte = web.app.region_map(&reference, &shown).await?;
    let vue = Vue {
        board: &board,
        base: &base,
        asked: (&read.liste, &read.etat),
        projets: (&read.comptes.0, &read.comptes.1),
        couverture: &read.couverture,
        carte: carte.as_deref(),
        atlas: &reference.atlas,
    };
    Ok(couverture::show(bureau.under("Couverture de la région"), &vue))
}

/// GET `/i/{institution}/region.csv`: the projects that were found.
pub(crate) async fn csv(State(web): State<Web>, asked: Asked, query: Query) -> Page<Response> {
    let bureau = Bureau::of(&web, &asked).await?;
    let board = match board(&web, &asked, &bureau).await? {
        Ok(board) => board,
        Err(none) => return Ok(none.into_response()),
    };
    let reference = web.app.reference();
    let read = Lecture::of(&board, &reference.atlas, (&bureau.base(), &query));
    let table = rapport::projets(&read.trouves);
    Ok(file(tableau_csv(&table), "text/csv; charset=utf-8", "region.csv"))
}

/// GET `/i/{institution}/region.xlsx`: the projects that were found, their stages, what they cover.
pub(crate) async fn xlsx(State(web): State<Web>, asked: Asked, query: Query) -> Page<Response> {
    let bureau = Bureau::of(&web, &asked).await?;
    let board = match board(&web, &asked, &bureau).await? {
        Ok(board) => board,
        Err(none) => return Ok(none.into_response()),
    };
    let reference = web.app.reference();
    let read = Lecture::of(&board, &reference.atlas, (&bureau.base(), &query));
    let report = rapport::whole(&read, &reference.atlas, (&bureau.institution.name, web.app.today()));
    let made = tokio::task::spawn_blocking(move || report.xlsx()).await;
    let bytes = made.map_err(|error| PageError::internal(&error))?;
    let bytes = bytes.map_err(|error| PageError::internal(&error))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(bytes, kind, "region.xlsx"))
}
