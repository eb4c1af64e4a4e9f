//! The list of territories and the form of a new one.

use app::AppError;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::{EditTerritoire, ReadDiagnostic, ReadTerritoire};
use domain::territoire::checked_name;
use territory::Perimeter;

use super::{Page, Place, cards, go, place};
use crate::access::{Can, May};
use crate::fields::Fields;
use crate::state::Web;
use crate::views::{self, NewTerritoireView, Section, TerritoiresView};
use crate::wording;

/// GET `…/territoires`.
pub(crate) async fn list(
    State(web): State<Web>,
    Can(proof): Can<ReadTerritoire>,
    may: May<EditTerritoire>,
    diagnostic: May<ReadDiagnostic>,
) -> Page<TerritoiresView> {
    let place = place(&web, &proof).await?;
    Ok(TerritoiresView {
        page: views::Page::of_cpts(&place.key, &place.name, Section::Territoires, "Territoires")
            .under("Accueil", "/"),
        territoires: cards(&web, &proof, &place.urls, diagnostic.yes()).await?,
        new_url: may.yes().then(|| place.urls.nouveau()),
    })
}

/// GET `…/territoires/nouveau`.
pub(crate) async fn new(State(web): State<Web>, Can(proof): Can<EditTerritoire>) -> Page<NewTerritoireView> {
    Ok(form(&place(&web, &proof).await?, "", "Variante A"))
}

/// POST `…/territoires/nouveau`: then the composer, where the territory gets its communes.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(proof): Can<EditTerritoire>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let (nom, variante) = (fields.text("nom"), fields.text("variante"));
    match web.app.create_territoire(&proof, nom, variante, Perimeter::default()).await {
        Ok(made) => {
            let territoire = place.urls.territoire(&made.territoire.to_string());
            Ok(go(&territoire.variante(&made.variante.to_string()).composer()))
        }
        Err(AppError::Name(error)) => {
            let mut view = form(&place, nom, variante);
            view.variante.error = checked_name(variante).err().map(wording::name);
            let own = checked_name(nom).err();
            // The only other reason to refuse is a name already taken.
            view.nom.error = own.or(view.variante.error.is_none().then_some(error)).map(wording::name);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

fn form(place: &Place, nom: &str, variante: &str) -> NewTerritoireView {
    let page = views::Page::of_cpts(&place.key, &place.name, Section::Territoires, "Créer un territoire")
        .under("Accueil", "/")
        .under("Territoires", place.urls.territoires());
    NewTerritoireView::new(page, place.urls.nouveau(), nom, variante)
}
