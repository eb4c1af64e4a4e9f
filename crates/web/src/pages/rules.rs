//! `/regles`.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::aci::{plafond, regles, taille, tarif};
use domain::communaute::feuillets::feuillets;

use super::Page;
use crate::fields::Query;
use crate::shell::PageError;
use crate::views::contrats::tarifs::Comparaison;
use crate::views::{self, RulesView, Section};
use crate::wording::UNREADABLE_NUMBER;

/// GET `/regles/communaute`: the dated tables of the community.
pub(crate) async fn community() -> Page<views::SheetView> {
    let tables = feuillets().map_err(|error| PageError::internal(error))?;
    let page = views::Page::new(Section::Regles, "Règles de la communauté").under("Règles", "/regles");
    Ok(views::regles::communaute(page, tables))
}

/// GET `/regles/aci?taille=`: the tariffs and rules of the contract, and what one version changes.
pub(crate) async fn contract(Query(query): Query) -> Page<views::SheetView> {
    let wrong = |error: &'static domain::source::RulesError| PageError::internal(error);
    let all = tarif::tarifs().map_err(wrong)?;
    let rules = regles::regles().map_err(wrong)?;
    let asked = query.text("taille");
    let taille =
        taille::Taille::ALL.into_iter().find(|one| one.code() == asked).unwrap_or(taille::Taille::T3);
    let last = all.len().saturating_sub(1);
    let chosen = Comparaison { taille, avant: last.saturating_sub(1), apres: last };
    let page =
        views::Page::new(Section::Regles, "Tarifs et règles du contrat ACI").under("Règles", "/regles");
    Ok(views::contrats::tarifs::page(page, (all, rules), chosen))
}

/// GET `/regles?population=`.
pub(crate) async fn show(Query(query): Query) -> Page<Response> {
    let rules = taille::rules().map_err(|error| PageError::internal(error))?;
    let plafonds = plafond::plafonds().map_err(|error| PageError::internal(error))?;
    let page = views::Page::new(Section::Regles, "Classes de taille et montants").under("Accueil", "/");
    let mut view = RulesView::new(page, rules, plafonds);
    let typed = query.text("population");
    if typed.is_empty() {
        return Ok(view.into_response());
    }
    match query.whole_number("population") {
        Some(people) => Ok(view.answering(typed, &rules.assess(people, false)).into_response()),
        None => {
            view.population.value = typed.to_owned();
            view.population.error = Some(UNREADABLE_NUMBER.into());
            Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response())
        }
    }
}
