//! Documents of a group.

use axum::extract::State;
use axum::response::Response;
use domain::authz::{EditGroupes, ReadGroupes};
use domain::ids::{GroupeId, PieceId};
use serde::Deserialize;
use uuid::Uuid;

use super::{GroupePath, refused, url};
use crate::access::{Can, Path};
use crate::pages::reunions::unprocessable;
use crate::pages::{Page, go, place};
use crate::state::Web;
use crate::upload::Upload;
use crate::views::SheetView;
use crate::views::components::Field;
use crate::views::sheet::{Form, Item, Part};

/// `…/groupes/{groupe}/pieces/{piece}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct PiecePath {
    groupe: Uuid,
    piece: Uuid,
}

impl PiecePath {
    fn ids(self) -> (GroupeId, PieceId) {
        (GroupeId(self.groupe), PieceId(self.piece))
    }
}

/// GET `…/groupes/{groupe}/pieces/{piece}`.
pub(crate) async fn download(
    State(web): State<Web>,
    Can(proof): Can<ReadGroupes>,
    Path(path): Path<PiecePath>,
) -> Page<Response> {
    let (piece, content) = web.app.group_piece(&proof, path.ids()).await?;
    Ok(crate::pages::pieces::given(piece, content))
}

/// POST `…/groupes/{groupe}/pieces`.
pub(crate) async fn attach(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<GroupePath>,
    upload: Upload,
) -> Page<Response> {
    let (place, vue) = (place(&web, &read).await?, web.app.group(&read, path.id()).await?);
    let back = url(&place, path.id());
    web.app.group_reach(&proof).await?.check(Some(path.id()))?;
    let form = || {
        let page = super::page(&place, "Joindre un document").under(vue.groupe.nom.clone(), back.clone());
        let field =
            Field::new("fichier", "Document à joindre").kind(crate::views::components::FieldKind::File {
                accept: ".pdf,.docx,.xlsx,.odt,.ods,.csv,.png,.jpg",
            });
        let form = Form::new(format!("{back}/pieces"), "Joindre le document", vec![Item::Field(field)]);
        SheetView::new(page, vec![Part::Form(form.cancel("Revenir au groupe", back.clone()))])
    };
    let Some((name, content)) = upload.file else {
        return Ok(unprocessable(form(), ("fichier", "Choisissez un fichier à joindre.".to_owned())));
    };
    match web.app.attach_to_group(&proof, path.id(), (&name, content)).await {
        Ok(_) => Ok(go(&format!("{back}?fait=joint"))),
        Err(error) => refused(form(), error),
    }
}

/// POST `…/groupes/{groupe}/pieces/{piece}/retirer`.
pub(crate) async fn detach(
    State(web): State<Web>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<PiecePath>,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let (groupe, _) = path.ids();
    match web.app.detach_from_group(&proof, path.ids()).await {
        Ok(()) => Ok(go(&format!("{}?fait=retire", url(&place, groupe)))),
        Err(app::communaute::groupes::GroupeError::App(error)) => Err(error.into()),
        Err(other) => Err(crate::shell::PageError::internal(&other)),
    }
}
