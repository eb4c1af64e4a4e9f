//! `/regles`.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::aci::{plafond, taille};

use super::Page;
use crate::fields::Query;
use crate::shell::PageError;
use crate::views::{self, RulesView, Section};

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
    let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    match digits.parse::<u32>() {
        Ok(people) => Ok(view.answering(typed, &rules.assess(people, false)).into_response()),
        Err(_) => {
            view.population.value = typed.to_owned();
            view.population.error =
                Some("Ce nombre n'est pas lisible. Écrivez-le en chiffres, par exemple 47 617.".into());
            Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response())
        }
    }
}
