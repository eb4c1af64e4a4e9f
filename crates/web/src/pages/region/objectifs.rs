//! Goals of a region.

use app::region::TypedObjectif;
use axum::extract::State;
use axum::response::Response;
use domain::authz::EditRegion;
use domain::ids::ObjectifRegionId;
use domain::region::etapes;
use serde::Deserialize;
use uuid::Uuid;

use super::{Asked, Bureau, refused};
use crate::access::{CanIn, Path};
use crate::fields::Fields;
use crate::pages::{Page, go};
use crate::state::Web;
use crate::views::SheetView;
use crate::views::region::objectif;

/// `…/region/objectifs/{objectif}/…`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct ObjectifPath {
    objectif: Uuid,
}

fn form(bureau: &Bureau, typed: &TypedObjectif) -> Page<SheetView> {
    let etapes = etapes().map_err(app::AppError::from)?;
    Ok(objectif::form(bureau.under("Ajouter un objectif"), &bureau.base(), (typed, etapes)))
}

/// GET `…/region/objectif`.
pub(crate) async fn new(
    State(web): State<Web>,
    CanIn(_): CanIn<EditRegion>,
    asked: Asked,
) -> Page<SheetView> {
    form(&Bureau::of(&web, &asked).await?, &TypedObjectif::default())
}

/// POST `…/region/objectif`.
pub(crate) async fn create(
    State(web): State<Web>,
    CanIn(proof): CanIn<EditRegion>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    let bureau = Bureau::of(&web, &asked).await?;
    let text = |name: &str| fields.raw(name).unwrap_or_default().to_owned();
    let typed = TypedObjectif {
        libelle: text("libelle"),
        kind: text("kind"),
        nombre: text("nombre"),
        echeance: text("echeance"),
        source: text("source"),
    };
    match web.app.add_region_goal(&proof, &typed).await {
        Ok(_) => Ok(go(&format!("{}?fait=objectif", bureau.base()))),
        Err(error) => refused(form(&bureau, &typed)?, error),
    }
}

/// POST `…/region/objectifs/{objectif}/retirer`.
pub(crate) async fn remove(
    State(web): State<Web>,
    CanIn(proof): CanIn<EditRegion>,
    asked: Asked,
    Path(path): Path<ObjectifPath>,
) -> Page<Response> {
    let bureau = Bureau::of(&web, &asked).await?;
    web.app.drop_region_goal(&proof, ObjectifRegionId(path.objectif)).await?;
    Ok(go(&format!("{}?fait=objectif-retire", bureau.base())))
}
