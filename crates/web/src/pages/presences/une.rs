//! One presence: its times, who it is.

use app::AppError;
use app::communaute::presences::Heures;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::{Allowed, EditCommunaute, ManagePresences};

use super::{Page, PresencePath, base, titled};
use crate::access::{Can, May, Path};
use crate::fields::{Fields, Query};
use crate::pages::go;
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::presences::{secretaire, une};

async fn view(
    web: &Web,
    (proof, may_add): (&Allowed<ManagePresences>, bool),
    (path, search): (PresencePath, &str),
) -> Page<SheetView> {
    let (reunion, presence) = path.ids();
    let tableau = web.app.attendance(proof, (reunion, search)).await?;
    let ligne = tableau.feuille.lignes.iter().find(|ligne| ligne.presence == presence);
    let ligne = ligne.ok_or(PageError::NotFound)?;
    let base = base(proof, reunion);
    let page = titled(web, proof, (reunion, &tableau.reunion.titre), &ligne.nom).await?;
    let page = page.under("Présences", base.clone());
    Ok(une::page(page, &base, (&tableau, ligne), (search, may_add)))
}

/// GET `…/presences/{presence}`; `?q=` looks for a sheet.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ManagePresences>,
    may: May<EditCommunaute>,
    Path(path): Path<PresencePath>,
    Query(query): Query,
) -> Page<SheetView> {
    view(&web, (&proof, may.yes()), (path, query.text("q"))).await
}

/// POST `…/presences/{presence}/heures`.
pub(crate) async fn times(
    State(web): State<Web>,
    Can(proof): Can<ManagePresences>,
    may: May<EditCommunaute>,
    Path(path): Path<PresencePath>,
    fields: Fields,
) -> Page<Response> {
    let heures = Heures { arrivee: fields.time("arrivee"), depart: fields.time("depart") };
    let wrong = |name: &str, read: bool| !fields.text(name).is_empty() && !read;
    let error = if wrong("arrivee", heures.arrivee.is_some()) {
        ("arrivee", secretaire::NOT_A_TIME)
    } else if wrong("depart", heures.depart.is_some()) {
        ("depart", secretaire::NOT_A_TIME)
    } else {
        match web.app.correct_times(&proof, path.ids(), heures).await {
            Ok(()) => return Ok(go(&format!("{}?fait=corrigee", base(&proof, path.ids().0)))),
            Err(AppError::PastDate) => ("arrivee", secretaire::OUTSIDE),
            Err(other) => return Err(other.into()),
        }
    };
    let typed = |name: &str| fields.raw(name).map(str::to_owned);
    let view = view(&web, (&proof, may.yes()), (path, "")).await?.keeping(typed).refusing(error.0, error.1);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response())
}

/// POST `…/presences/{presence}/relier`.
pub(crate) async fn tie(
    State(web): State<Web>,
    Can(proof): Can<ManagePresences>,
    may: May<EditCommunaute>,
    Path(path): Path<PresencePath>,
    fields: Fields,
) -> Page<Response> {
    let Ok(personne) = fields.text("personne").parse() else {
        let view = view(&web, (&proof, may.yes()), (path, fields.text("q"))).await?;
        let view = view.refusing("personne", une::CHOOSE);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response());
    };
    web.app.tie_presence(&proof, path.ids(), personne).await?;
    Ok(go(&format!("{}?fait=reliee", base(&proof, path.ids().0))))
}

/// POST `…/presences/{presence}/fiche`: a new sheet for somebody whom the CPTS did not know.
pub(crate) async fn welcome(
    State(web): State<Web>,
    Can(edits): Can<EditCommunaute>,
    Can(proof): Can<ManagePresences>,
    Path(path): Path<PresencePath>,
) -> Page<Response> {
    match web.app.welcome_person((&proof, &edits), path.ids()).await {
        Ok(_) => Ok(go(&format!("{}?fait=accueillie", base(&proof, path.ids().0)))),
        Err(AppError::Conflict) => Err(PageError::Conflict(
            "Une fiche à ce nom existe déjà. Reliez la présence à cette fiche.".into(),
        )),
        Err(other) => Err(other.into()),
    }
}
