//! What the answers say: the page and the files.

use app::communaute::questionnaires::Lecture;
use axum::extract::State;
use axum::response::Response;
use documents::rapport::tableau_csv;
use domain::authz::{Allowed, ReadCommunaute, ReadTerritoire};

use super::{Asked, bureau, rapport};
use crate::access::{Can, May};
use crate::pages::{Page, file};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::questionnaires::resultats;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

async fn read(
    web: &Web,
    (asked, territoire): (&Asked, &Allowed<ReadTerritoire>),
) -> Page<(super::Bureau, Lecture)> {
    let lecture = web.app.read_questionnaire((&asked.read, territoire), asked.id()).await?;
    Ok((bureau(web, asked).await?, lecture))
}

/// GET `…/{questionnaire}/resultats`.
pub(crate) async fn show(
    State(web): State<Web>,
    asked: Asked,
    Can(territoire): Can<ReadTerritoire>,
) -> Page<SheetView> {
    let (bureau, lecture) = read(&web, (&asked, &territoire)).await?;
    Ok(resultats::page(bureau.under("Résultats"), &bureau.url, &lecture))
}

async fn made<T: Send + 'static>(make: impl FnOnce() -> T + Send + 'static) -> Page<T> {
    tokio::task::spawn_blocking(make).await.map_err(|error| PageError::internal(&error))
}

/// GET `…/{questionnaire}/resultats.pdf`: without any name.
pub(crate) async fn pdf(
    State(web): State<Web>,
    asked: Asked,
    Can(territoire): Can<ReadTerritoire>,
) -> Page<Response> {
    let (bureau, lecture) = read(&web, (&asked, &territoire)).await?;
    let report = rapport::results((&bureau.place.name, web.app.today()), &lecture);
    let bytes = made(move || report.pdf()).await?.map_err(|error| PageError::internal(&error))?;
    Ok(file(bytes, "application/pdf", "resultats-questionnaire.pdf"))
}

/// GET `…/{questionnaire}/resultats.docx`: without any name.
pub(crate) async fn docx(
    State(web): State<Web>,
    asked: Asked,
    Can(territoire): Can<ReadTerritoire>,
) -> Page<Response> {
    let (bureau, lecture) = read(&web, (&asked, &territoire)).await?;
    let report = rapport::results((&bureau.place.name, web.app.today()), &lecture);
    let bytes = made(move || report.docx()).await?.map_err(|error| PageError::internal(&error))?;
    Ok(file(bytes, DOCX, "resultats-questionnaire.docx"))
}

/// GET `…/{questionnaire}/resultats.xlsx`: with the names only for who may read the community.
pub(crate) async fn xlsx(
    State(web): State<Web>,
    asked: Asked,
    Can(territoire): Can<ReadTerritoire>,
    names: May<ReadCommunaute>,
) -> Page<Response> {
    let (bureau, lecture) = read(&web, (&asked, &territoire)).await?;
    let mut report = rapport::results((&bureau.place.name, web.app.today()), &lecture);
    report.tableaux.push(rapport::answers(&web.app.reference().atlas, &lecture, names.yes()));
    let bytes = made(move || report.xlsx()).await?.map_err(|error| PageError::internal(&error))?;
    Ok(file(bytes, XLSX, "resultats-questionnaire.xlsx"))
}

/// GET `…/{questionnaire}/reponses.csv`: as the workbook.
pub(crate) async fn csv(
    State(web): State<Web>,
    asked: Asked,
    Can(territoire): Can<ReadTerritoire>,
    names: May<ReadCommunaute>,
) -> Page<Response> {
    let (_, lecture) = read(&web, (&asked, &territoire)).await?;
    let table = rapport::answers(&web.app.reference().atlas, &lecture, names.yes());
    Ok(file(tableau_csv(&table), "text/csv; charset=utf-8", "reponses-questionnaire.csv"))
}
