//! The annex of a year: read, shown, written; indicators copied from elsewhere.

use app::indicateurs::{IndicateurError, Modele};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::authz::EditContrat;
use domain::ids::ContratId;

use super::{AnneePath, Asked, Ici, ici};
use crate::access::{Can, Path};
use crate::fields::Fields;
use crate::pages::contrats::unprocessable;
use crate::pages::{Page, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::upload::Upload;
use crate::views::SheetView;
use crate::views::components::{Notice, Tone};
use crate::views::indicateurs::annexe::{copier, demander, plan};
use crate::wording::SOCIAL_SECURITY;
use crate::wording::indicateurs::refus;

/// Cells as a text that comes back with a form: tabs between, a line each.
fn text(rows: &[Vec<String>]) -> String {
    let cell = |cell: &String| cell.replace(['\t', '\n', '\r'], " ");
    let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join("\t");
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The same, read back; lines that were pasted with semicolons or tabs.
fn rows(text: &str) -> Vec<Vec<String>> {
    let tabs = text.contains('\t');
    let cells = |line: &str| -> Vec<String> {
        let cut = if tabs { '\t' } else { ';' };
        line.trim_end_matches('\r').split(cut).map(|cell| cell.trim().to_owned()).collect()
    };
    text.lines().map(cells).collect()
}

/// GET `…/annees/{annee}/importer`.
pub(crate) async fn ask(
    State(web): State<Web>,
    asked: Asked,
    Can(_proof): Can<EditContrat>,
    Path(path): Path<AnneePath>,
) -> Page<SheetView> {
    let ici = ici(&web, &asked, &path).await?;
    Ok(demander(ici.under("Importer une annexe"), &ici.url, ""))
}

fn refuse(ici: &Ici, pasted: &str, error: IndicateurError) -> Page<Response> {
    let Some(text) = refus(&error) else { return Err(error.into()) };
    let view = demander(ici.under("Importer une annexe"), &ici.url, pasted);
    let field = if pasted.is_empty() { "fichier" } else { "table" };
    Ok(unprocessable(view.refusing(field, text)))
}

/// POST `…/annees/{annee}/importer`: shown first, written when confirmed.
pub(crate) async fn import(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditContrat>,
    Path(path): Path<AnneePath>,
    upload: Upload,
) -> Page<Response> {
    let ici = ici(&web, &asked, &path).await?;
    let pasted = upload.fields.raw("table").unwrap_or_default().to_owned();
    let table = match upload.file {
        Some((name, bytes)) => match web.app.rows_in_file(&name, bytes).await {
            Ok(table) => table,
            Err(error) => return refuse(&ici, "", error),
        },
        None if pasted.trim().is_empty() => {
            let view = demander(ici.under("Importer une annexe"), &ici.url, "");
            return Ok(unprocessable(
                view.refusing("fichier", "Choisissez un fichier, ou collez des lignes."),
            ));
        }
        None => rows(&pasted),
    };
    let sent = text(&table);
    if domain::texte::nir::contains_nir(&sent) {
        let view = demander(ici.under("Importer une annexe"), &ici.url, "");
        return Ok(unprocessable(view.refusing("fichier", SOCIAL_SECURITY)));
    }
    if upload.fields.text("confirmer") == "oui" {
        return match web.app.import_annexe(&proof, path.at(), &table).await {
            Ok(_) => Ok(go(&format!("{}?fait=importe", ici.url))),
            Err(error) => refuse(&ici, &sent, error),
        };
    }
    match web.app.plan_annexe(&proof, path.at(), &table).await {
        Ok(lu) => {
            let view = plan(ici.under("Vérifier l'annexe"), &ici.url, (&lu, &sent));
            Ok(if lu.plan.refus.is_empty() { view.into_response() } else { unprocessable(view) })
        }
        Err(error) => refuse(&ici, &pasted, error),
    }
}

async fn copy_view(web: &Web, asked: &Asked, ici: &Ici) -> Page<SheetView> {
    let mut years = Vec::new();
    let contrat = ici.lue.contrat.contrat.id;
    for one in ici.lue.termes()?.calendrier() {
        let other = one.numero != ici.lue.annee.numero;
        if other && !web.app.annee_contrat(&asked.read, (contrat, one.numero)).await?.indicateurs.is_empty() {
            years.push(one.numero);
        }
    }
    let publies = web.app.contrats_publies(&asked.read).await?;
    Ok(copier(ici.under("Copier des indicateurs"), &ici.url, (&years, &publies)))
}

/// GET `…/annees/{annee}/copier`.
pub(crate) async fn ask_copy(
    State(web): State<Web>,
    asked: Asked,
    Can(_proof): Can<EditContrat>,
    Path(path): Path<AnneePath>,
) -> Page<SheetView> {
    copy_view(&web, &asked, &ici(&web, &asked, &path).await?).await
}

fn modele(text: &str) -> Option<Modele> {
    let (from, year) = text.rsplit_once('.')?;
    let year = year.parse().ok()?;
    if from == "annee" {
        Some(Modele::Annee(year))
    } else {
        Some(Modele::Publie(from.parse::<ContratId>().ok()?, year))
    }
}

/// POST `…/annees/{annee}/copier`.
pub(crate) async fn copy(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditContrat>,
    Path(path): Path<AnneePath>,
    fields: Fields,
) -> Page<Response> {
    let ici = ici(&web, &asked, &path).await?;
    let Some(from) = modele(fields.text("modele")) else {
        let view = copy_view(&web, &asked, &ici).await?;
        return Ok(unprocessable(view.refusing("modele", "Choisissez d'où copier.")));
    };
    match web.app.copy_indicateurs(&proof, path.at(), from).await {
        Ok(_) => Ok(go(&format!("{}?fait=copie", ici.url))),
        Err(error) => {
            let Some(text) = refus(&error) else { return Err(PageError::from(error)) };
            let mut view = copy_view(&web, &asked, &ici).await?;
            view.page = view.page.with_notice(Notice::new(Tone::Attention, text));
            Ok(unprocessable(view))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_comes_back_as_it_was_read() {
        let table =
            vec![vec!["Mission".to_owned(), "Indicateur".into()], vec!["Accès".into(), "a; b".into()]];
        assert_eq!(rows(&text(&table)), table);
        assert_eq!(rows("Mission;Montant\r\nAccès;5"), [["Mission", "Montant"], ["Accès", "5"]]);
    }
}
