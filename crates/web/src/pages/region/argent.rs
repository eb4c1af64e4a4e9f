//! What the contracts of the CPTS add up to, and its files.

use app::region::ArgentRegion;
use axum::extract::State;
use axum::response::Response;
use documents::rapport::{Rapport, tableau_csv};
use domain::aci::argent::{Natures, natures};
use domain::masque::{self, AmountRule};

use super::{Asked, Bureau};
use crate::fields::Query;
use crate::pages::{Page, file};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::region::argent as vue;

fn regles() -> Page<(&'static Natures, &'static AmountRule)> {
    let natures = natures().map_err(|error| PageError::internal(&error))?;
    let masks = masque::rules().map_err(|error| PageError::internal(&error))?;
    Ok((natures, &masks.amounts))
}

async fn lu(web: &Web, asked: &Asked, query: &Query) -> Page<ArgentRegion> {
    let annee = match query.0.text("annee").trim() {
        "" => None,
        text => {
            let read = text.parse().ok().filter(|year| (2000..2200).contains(year));
            Some(read.ok_or_else(|| {
                PageError::BadRequest("L'année s'écrit en quatre chiffres, par exemple 2026.".into())
            })?)
        }
    };
    Ok(web.app.region_money(&asked.read, &asked.actor, annee).await?)
}

/// GET `/i/{institution}/region/argent`, of the civil year that `annee` names.
pub(crate) async fn show(State(web): State<Web>, asked: Asked, query: Query) -> Page<SheetView> {
    let bureau = Bureau::of(&web, &asked).await?;
    let lu = lu(&web, &asked, &query).await?;
    Ok(vue::show(bureau.under("Argent des contrats ACI"), &bureau.base(), &lu, regles()?))
}

async fn rapport(web: &Web, asked: &Asked, query: &Query) -> Page<(Rapport, i16)> {
    let bureau = Bureau::of(web, asked).await?;
    let lu = lu(web, asked, query).await?;
    Ok((vue::rapport(&lu, regles()?, (&bureau.institution.name, web.app.today())), lu.annee))
}

/// GET `/i/{institution}/region/argent.xlsx`.
pub(crate) async fn xlsx(State(web): State<Web>, asked: Asked, query: Query) -> Page<Response> {
    let (report, annee) = rapport(&web, &asked, &query).await?;
    let made = tokio::task::spawn_blocking(move || report.xlsx()).await;
    let bytes = made.map_err(|error| PageError::internal(&error))?;
    let bytes = bytes.map_err(|error| PageError::internal(&error))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(bytes, kind, &format!("argent-region-{annee}.xlsx")))
}

/// GET `/i/{institution}/region/argent.csv`: by mission, or by nature with `quoi=natures`.
pub(crate) async fn csv(State(web): State<Web>, asked: Asked, query: Query) -> Page<Response> {
    let (report, annee) = rapport(&web, &asked, &query).await?;
    let (rank, key) = match query.0.text("quoi") {
        "" | "missions" => (0, "missions"),
        "natures" => (1, "natures"),
        _ => return Err(PageError::NotFound),
    };
    let table = report.tableaux.get(rank).ok_or(PageError::NotFound)?;
    Ok(file(tableau_csv(table), "text/csv; charset=utf-8", &format!("argent-region-{key}-{annee}.csv")))
}
