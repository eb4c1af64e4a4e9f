//! The table and the history of the letter of intent.

use app::communaute::mobilisation::{TableDemandee, TableLue};
use axum::extract::State;
use axum::response::Response;
use documents::TableLettre;
use domain::authz::{Allowed, ReadMobilisation, ReadTerritoire};
use domain::communaute::Personne;
use domain::communaute::mobilisation::{Colonne, Lieu};
use domain::ids::PersonneId;

use super::{here, titled, under};
use crate::access::Can;
use crate::fields::{Fields, Query};
use crate::pages::{Page, file};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::mobilisation::{historique, tableau};

async fn read(
    web: &Web,
    proofs: (&Allowed<ReadMobilisation>, &Allowed<ReadTerritoire>),
    query: &Fields,
) -> Page<TableLue> {
    let asked = TableDemandee {
        territoire: query.text("territoire").parse().ok(),
        sans: query.text("sans").parse().ok(),
    };
    Ok(web.app.table_mobilisation(proofs, asked).await?)
}

/// GET `…/mobilisation/tableau` `territoire`, `sans`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadMobilisation>,
    Can(sees): Can<ReadTerritoire>,
    Query(query): Query,
) -> Page<SheetView> {
    let place = here(&web, &proof).await?;
    let lue = read(&web, (&proof, &sees), &query).await?;
    Ok(tableau::show(titled(&place, "Tableau de la lettre d'intention"), &under(&place, ""), &lue))
}

/// The people of a cell: a line or all of them, at the places that the address names.
fn cell(lue: &TableLue, query: &Fields) -> Option<(String, Vec<PersonneId>)> {
    let colonne = Colonne::from_key(query.text("colonne"))?;
    let places: &[Lieu] = match query.text("ou") {
        "avec" => &[Lieu::Territoire, Lieu::Commune],
        "sans" => &[Lieu::Territoire],
        other => match Lieu::from_key(other)? {
            Lieu::Inconnu => &[Lieu::Inconnu],
            Lieu::Ailleurs => &[Lieu::Ailleurs],
            Lieu::Territoire => &[Lieu::Territoire],
            Lieu::Commune => &[Lieu::Commune],
        },
    };
    let code = query.text("ligne");
    let lines = lue.table.lignes.iter().filter(|own| code.is_empty() || own.code == code);
    let mut found = Vec::new();
    let mut label = "Toutes les professions".to_owned();
    for own in lines {
        if !code.is_empty() {
            label.clone_from(&own.label);
        }
        found.extend(places.iter().flat_map(|lieu| own.comptes.people(*lieu, colonne).iter().copied()));
    }
    Some((format!("{label}\u{a0}: {}", colonne.label().to_lowercase()), found))
}

/// GET `…/mobilisation/tableau/personnes` `colonne`, `ligne`, `ou`.
pub(crate) async fn people(
    State(web): State<Web>,
    Can(proof): Can<ReadMobilisation>,
    Can(sees): Can<ReadTerritoire>,
    Query(query): Query,
) -> Page<SheetView> {
    let place = here(&web, &proof).await?;
    let lue = read(&web, (&proof, &sees), &query).await?;
    let (title, ids) = cell(&lue, &query).ok_or(PageError::NotFound)?;
    let mut people: Vec<&Personne> = ids.iter().filter_map(|id| lue.annuaire.get(*id)).collect();
    people.sort_by_cached_key(|one| one.search_key());
    let back = format!("{}?{}", under(&place, "tableau"), tableau::question(&lue));
    let page = titled(&place, title.clone()).under("Tableau", back.clone());
    Ok(tableau::people(page, &back, &title, &people))
}

async fn lettre(
    web: &Web,
    proofs: (&Allowed<ReadMobilisation>, &Allowed<ReadTerritoire>),
    query: &Fields,
) -> Page<TableLettre> {
    let place = here(web, proofs.0).await?;
    let lue = read(web, proofs, query).await?;
    Ok(TableLettre {
        cpts: place.name,
        territoire: lue.territoire.as_ref().map(|(.., name)| name.clone()).unwrap_or_default(),
        apart: tableau::apart(&lue),
        notes: tableau::notes(&lue),
        table: lue.table,
    })
}

/// GET `…/mobilisation/tableau.csv`.
pub(crate) async fn csv(
    State(web): State<Web>,
    Can(proof): Can<ReadMobilisation>,
    Can(sees): Can<ReadTerritoire>,
    Query(query): Query,
) -> Page<Response> {
    let table = lettre(&web, (&proof, &sees), &query).await?;
    Ok(file(documents::table_csv(&table), "text/csv; charset=utf-8", "professionnels.csv"))
}

/// GET `…/mobilisation/tableau.xlsx`.
pub(crate) async fn xlsx(
    State(web): State<Web>,
    Can(proof): Can<ReadMobilisation>,
    Can(sees): Can<ReadTerritoire>,
    Query(query): Query,
) -> Page<Response> {
    const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let table = lettre(&web, (&proof, &sees), &query).await?;
    let bytes = documents::table_xlsx(&table).map_err(app::AppError::from)?;
    Ok(file(bytes, KIND, "professionnels.xlsx"))
}

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// GET `…/mobilisation/tableau.docx`.
pub(crate) async fn docx(
    State(web): State<Web>,
    Can(proof): Can<ReadMobilisation>,
    Can(sees): Can<ReadTerritoire>,
    Query(query): Query,
) -> Page<Response> {
    let table = lettre(&web, (&proof, &sees), &query).await?;
    let bytes = documents::table_docx(&table).map_err(app::AppError::from)?;
    Ok(file(bytes, DOCX, "professionnels.docx"))
}

/// GET `…/mobilisation/historique`.
pub(crate) async fn history(State(web): State<Web>, Can(proof): Can<ReadMobilisation>) -> Page<SheetView> {
    let place = here(&web, &proof).await?;
    let own = web.app.historique_mobilisation(&proof).await?;
    let phrases = documents::historique_phrases(&own, &app::paris());
    Ok(historique::show(titled(&place, "Historique de la mobilisation"), &under(&place, ""), phrases))
}

/// GET `…/mobilisation/historique.docx`.
pub(crate) async fn history_docx(
    State(web): State<Web>,
    Can(proof): Can<ReadMobilisation>,
) -> Page<Response> {
    let own = web.app.historique_mobilisation(&proof).await?;
    let bytes = documents::historique_docx(&own, &app::paris()).map_err(app::AppError::from)?;
    Ok(file(bytes, DOCX, "mobilisation.docx"))
}
