//! Documents of a meeting.

use axum::extract::State;
use axum::response::Response;
use domain::authz::{EditGroupes, ReadGroupes};
use domain::ids::{PieceId, ReunionId};
use serde::Deserialize;
use uuid::Uuid;

use super::{ReunionPath, refused, shown, to, unprocessable};
use crate::access::{Can, Path, Signed};
use crate::pages::{Page, place};
use crate::state::Web;
use crate::upload::Upload;

/// `…/reunions/{reunion}/pieces/{piece}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct PiecePath {
    reunion: Uuid,
    piece: Uuid,
}

impl PiecePath {
    fn ids(self) -> (ReunionId, PieceId) {
        (ReunionId(self.reunion), PieceId(self.piece))
    }
}

/// GET `…/reunions/{reunion}/pieces/{piece}`.
pub(crate) async fn download(
    State(web): State<Web>,
    Can(proof): Can<ReadGroupes>,
    Path(path): Path<PiecePath>,
) -> Page<Response> {
    let (piece, content) = web.app.reunion_piece(&proof, path.ids()).await?;
    Ok(crate::pages::pieces::given(piece, content))
}

/// POST `…/reunions/{reunion}/pieces`.
pub(crate) async fn attach(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
    Signed(visitor): Signed,
    upload: Upload,
) -> Page<Response> {
    let (place, view) = shown(&web, &read, (path.id(), &visitor.actor)).await?;
    let Some((name, content)) = upload.file else {
        return Ok(unprocessable(view, ("fichier", "Choisissez un fichier à joindre.".to_owned())));
    };
    match web.app.attach_to_reunion(&proof, path.id(), (&name, content)).await {
        Ok(_) => Ok(to(&place, path.id(), "joint")),
        Err(error) => refused(view, error),
    }
}

/// POST `…/reunions/{reunion}/pieces/{piece}/retirer`.
pub(crate) async fn detach(
    State(web): State<Web>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<PiecePath>,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    web.app.detach_from_reunion(&proof, path.ids()).await?;
    Ok(to(&place, path.ids().0, "piece-retiree"))
}
