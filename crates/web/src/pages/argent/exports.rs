//! The files of the money.

use axum::extract::State;
use axum::response::Response;
use documents::argent::{argent_csv, argent_xlsx};

use super::{ArgentPath, Asked};
use crate::access::Path;
use crate::fields::Query;
use crate::pages::{Page, file};
use crate::shell::PageError;
use crate::state::Web;

/// The tables that are files of their own: key in the address, name of the sheet.
const TABLES: [(&str, &str); 4] = [
    ("depenses", "Dépenses"),
    ("echeances", "Échéances"),
    ("versements", "Versements"),
    ("enveloppes", "Enveloppes"),
];

/// GET `…/argent/export.xlsx`.
pub(crate) async fn xlsx(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
) -> Page<Response> {
    let book = web.app.argent_classeur(&asked.read, path.id()).await?;
    let bytes = tokio::task::spawn_blocking(move || argent_xlsx(&book)).await;
    let bytes = bytes.map_err(|error| PageError::internal(&error))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(bytes.map_err(|error| PageError::internal(&error))?, kind, "argent-du-contrat.xlsx"))
}

/// GET `…/argent/export.csv`: the expenses, or the table that `quoi` names.
pub(crate) async fn csv(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
    query: Query,
) -> Page<Response> {
    let wanted = Some(query.0.text("quoi")).filter(|key| !key.is_empty()).unwrap_or(TABLES[0].0);
    let (key, name) = TABLES.into_iter().find(|(key, _)| *key == wanted).ok_or(PageError::NotFound)?;
    let book = web.app.argent_classeur(&asked.read, path.id()).await?;
    let table = book.feuilles.iter().find(|one| one.nom == name).ok_or(PageError::NotFound)?;
    Ok(file(argent_csv(table), "text/csv; charset=utf-8", &format!("{key}.csv")))
}

/// GET `…/argent/fec.txt`: the civil year that `annee` names, else that of today.
pub(crate) async fn fec(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
    query: Query,
) -> Page<Response> {
    let year = match query.0.text("annee") {
        "" => web.app.today().year(),
        text => text.parse().ok().filter(|year| (2000..2200).contains(year)).ok_or(PageError::NotFound)?,
    };
    let text = web.app.argent_fec(&asked.read, (path.id(), year)).await?;
    Ok(file(text, "text/plain; charset=utf-8", &format!("ecritures-{year}.txt")))
}
