//! `/regles`.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::aci::{plafond, taille};
use domain::communaute::feuillets::feuillets;

use super::Page;
use crate::fields::Query;
use crate::shell::PageError;
use crate::views::{self, RulesView, Section};
use crate::wording::UNREADABLE_NUMBER;

/// GET `/regles/communaute`: the dated tables of the community.
pub(crate) async fn community() -> Page<views::SheetView> {
    let tables = feuillets().map_err(|error| PageError::internal(error))?;
    let page = views::Page::new(Section::Regles, "Règles de la communauté").under("Règles", "/regles");
    Ok(views::regles::communaute(page, tables))
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
