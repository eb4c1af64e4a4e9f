//! The list of values, and one with its history.

use axum::extract::State;
use axum::response::Response;
use domain::diagnostic::catalogue::{Famille, catalogue};
use domain::diagnostic::releve::{history, standing};
use domain::diagnostic::{Indicateur, Releve};

use super::{Asked, Bureau, bureau};
use crate::access::Can;
use crate::fields::{Fields, Query};
use crate::pages::{Page, file, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{Notice, Tone};
use crate::views::valeurs::{self, Filtre};
use domain::authz::EditDiagnostic;

const DONE: &[(&str, &str)] = &[
    ("notee", "La valeur est notée."),
    ("corrigee", "La correction est enregistrée. L'ancienne valeur reste dans l'histoire."),
    ("retiree", "La valeur est retirée. Vous pouvez la reprendre ci-dessous."),
    ("importees", "Les valeurs du fichier sont notées."),
    ("rien", "Ces valeurs étaient déjà notées. Rien n'a changé."),
];

fn done(view: SheetView, query: &Query) -> SheetView {
    let key = query.0.text("fait");
    let Some((_, text)) = DONE.iter().find(|(known, _)| *known == key) else { return view };
    SheetView { page: view.page.with_notice(Notice::new(Tone::Success, *text)), parts: view.parts }
}

pub(super) fn indicateur(code: &str) -> Page<&'static Indicateur> {
    let catalogue = catalogue().map_err(|error| PageError::internal(error))?;
    catalogue.get(code).ok_or(PageError::NotFound)
}

/// GET `…/diagnostic/valeurs`.
pub(crate) async fn list(State(web): State<Web>, asked: Asked, query: Query) -> Page<SheetView> {
    let bureau = bureau(&web, &asked).await?;
    let catalogue = catalogue().map_err(|error| PageError::internal(error))?;
    let filtre = Filtre {
        famille: Famille::from_key(query.0.text("famille")),
        retirees: query.0.text("etat") == "retirees",
        asked: ["famille", "etat"].iter().any(|name| !query.0.text(name).is_empty()),
    };
    let in_family = |releve: &&Releve| match filtre.famille {
        Some(famille) => catalogue.get(&releve.saisie.indicateur).is_some_and(|one| one.family == famille),
        None => true,
    };
    let shown: Vec<&Releve> = lasts(&bureau, filtre.retirees).into_iter().filter(in_family).collect();
    let view = bureau
        .show(|cadre| valeurs::liste(bureau.page("Valeurs notées"), cadre, (filtre, catalogue), &shown));
    Ok(done(view, &query))
}

/// The last of each chain: those that stand, or those that were withdrawn.
fn lasts(bureau: &Bureau, withdrawn: bool) -> Vec<&Releve> {
    if !withdrawn {
        return standing(&bureau.releves);
    }
    let replaced = |id| bureau.releves.iter().any(|other| other.replaces == Some(id));
    bureau.releves.iter().filter(|one| one.saisie.is_withdrawal() && !replaced(one.id)).collect()
}

/// GET `…/diagnostic/valeurs/{releve}`.
pub(crate) async fn show(State(web): State<Web>, asked: Asked, query: Query) -> Page<SheetView> {
    let bureau = bureau(&web, &asked).await?;
    Ok(done(value_page(&bureau, &asked)?, &query))
}

fn value_page(bureau: &Bureau, asked: &Asked) -> Page<SheetView> {
    let chain = history(&bureau.releves, asked.path.releve()?);
    let last = chain.first().ok_or(PageError::NotFound)?;
    let indicateur = indicateur(&last.saisie.indicateur)?;
    let page = bureau.under(indicateur.label.clone());
    Ok(bureau.show(|cadre| valeurs::valeur(page, cadre, indicateur, &chain)))
}

/// POST `…/diagnostic/valeurs/{releve}/retirer`.
pub(crate) async fn withdraw(
    State(web): State<Web>,
    Can(proof): Can<EditDiagnostic>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let view = value_page(&bureau, &asked)?;
    let id = asked.path.releve()?;
    match web.app.withdraw_releve(&proof, id, fields.text("motif")).await {
        Ok(new) => Ok(go(&format!("{}/{new}?fait=retiree", bureau.urls.valeurs()))),
        Err(app::diagnostic::ReleveError::Refused(wrong)) => {
            let refused = valeurs::Refused { wrong, ..valeurs::Refused::default() };
            let view = view.keeping(|name| fields.raw(name).map(str::to_owned));
            let view = valeurs::refusing(view, &refused, (None, &|code| bureau.departement(code)));
            Ok(super::saisie::unprocessable(view))
        }
        Err(error) => Err(error.into()),
    }
}

/// GET `…/diagnostic/valeurs/modele.csv`.
pub(crate) async fn model_csv(State(web): State<Web>, asked: Asked) -> Page<Response> {
    bureau(&web, &asked).await?;
    let content = documents::releves::modele_csv(&app::diagnostic::recordable()?);
    Ok(file(content, "text/csv; charset=utf-8", "modele-valeurs.csv"))
}

/// GET `…/diagnostic/valeurs/modele.xlsx`.
pub(crate) async fn model_xlsx(State(web): State<Web>, asked: Asked) -> Page<Response> {
    bureau(&web, &asked).await?;
    let list = app::diagnostic::recordable()?;
    let made = tokio::task::spawn_blocking(move || documents::releves::modele_xlsx(&list)).await;
    let content = made.map_err(|error| PageError::internal(&error))?;
    let content = content.map_err(|error| PageError::internal(&error))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(content, kind, "modele-valeurs.xlsx"))
}
