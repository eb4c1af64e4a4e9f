//! `/partage/{token}`: the one sheet of a guest.

use app::AppError;
use app::organisations::{GuestPage, LinkState};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::territoire::Fiche;
use jiff::Timestamp;
use territory::{Perimeter, UnitCode};

use super::{PRIVATE, Page, departements};
use crate::access::Path;
use crate::state::Web;
use crate::views::partage::{self, PartageView};
use crate::views::variante::{DeclaredForm, static_map};
use crate::views::{self, CptsUrls, MapIsland, VarianteExtra, VarianteView};
use crate::wording::organisation::last_day;

/// GET `/partage/{token}`.
pub(crate) async fn show(State(web): State<Web>, Path(token): Path<String>) -> Page<Response> {
    let page = views::Page::apart("Ce lien ne montre plus rien");
    match web.app.open_link(&token).await {
        Ok(GuestPage::Sheet { fiche, expires_at, .. }) => {
            Ok((PRIVATE, sheet(&fiche, expires_at)).into_response())
        }
        Ok(GuestPage::Over { state, cpts }) => {
            let sentence = match state {
                Some(LinkState::Expired) => "Ce lien a expiré.",
                Some(_) => "Ce lien a été retiré.",
                None => "La fiche de ce lien a été supprimée.",
            };
            let view = partage::over(page, sentence, &cpts);
            Ok((StatusCode::GONE, PRIVATE, view).into_response())
        }
        Err(AppError::NotFound) => {
            let page = views::Page::apart("Ce lien n'est pas reconnu");
            Ok((StatusCode::NOT_FOUND, PRIVATE, partage::unknown(page)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

fn sheet(fiche: &Fiche, expires_at: Timestamp) -> PartageView {
    let extra = VarianteExtra {
        may_edit: false,
        shows_diagnostic: false,
        map: map(fiche),
        declared_form: DeclaredForm::new("", "", ""),
        history: Vec::new(),
    };
    let page = || views::Page::apart(fiche.territoire.clone()).with_overline(fiche.variante.clone());
    // No address of the CPTS is printed: the template shows figures only.
    let urls = CptsUrls::new("").territoire("").variante("");
    let sheet = VarianteView::new(page(), fiche, urls, extra);
    let mut page = page().fictitious(fiche.diagnosis.is_fictitious());
    page.has_map = sheet.map.is_some();
    PartageView { page, cpts: fiche.cpts.clone(), until: last_day(expires_at), sheet }
}

fn map(fiche: &Fiche) -> Option<MapIsland> {
    fiche.carte.as_ref()?;
    let perimeter: Perimeter = fiche.diagnosis.units.iter().copied().collect();
    let codes: Vec<String> = departements(&perimeter).iter().map(ToString::to_string).collect();
    let shows_iris = perimeter.units().any(|unit| matches!(unit, UnitCode::Iris(_)));
    let mut island = MapIsland::of_departements(&codes, shows_iris);
    island.drawing = static_map(fiche);
    Some(island)
}
