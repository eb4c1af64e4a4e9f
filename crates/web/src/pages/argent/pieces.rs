//! Documents of an expense.

use app::argent::ArgentError;
use axum::extract::State;
use axum::response::Response;
use domain::authz::EditArgent;

use super::depenses::one;
use super::{ArgentPath, Asked, caisse};
use crate::access::{Can, Path};
use crate::pages::contrats::unprocessable;
use crate::pages::pieces::given;
use crate::pages::{Page, go};
use crate::state::Web;
use crate::upload::Upload;
use crate::wording;

/// GET `…/depenses/{depense}/pieces/{piece}`.
pub(crate) async fn download(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
) -> Page<Response> {
    let of = (path.id(), path.depense()?);
    let (piece, content) = web.app.depense_piece(&asked.read, of, path.piece()?).await?;
    Ok(given(piece, content))
}

/// POST `…/depenses/{depense}/pieces`.
pub(crate) async fn attach(
    State(web): State<Web>,
    Can(proof): Can<EditArgent>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
    upload: Upload,
) -> Page<Response> {
    let id = path.depense()?;
    let wrong = match upload.file {
        None => "Choisissez un fichier à joindre.".to_owned(),
        Some((name, content)) => {
            match web.app.attach_to_depense(&proof, (path.id(), id), (&name, content)).await {
                Ok(_) => {
                    let caisse = caisse(&web, &asked, path.id()).await?;
                    return Ok(go(&format!("{}/depenses/{id}?fait=joint", caisse.url)));
                }
                Err(ArgentError::Piece(error)) => wording::valeurs::piece(error)?,
                Err(error) => return Err(error.into()),
            }
        }
    };
    let caisse = caisse(&web, &asked, path.id()).await?;
    let view = one((&web, &asked), &caisse, id).await?;
    Ok(unprocessable(view.refusing("fichier", wrong)))
}

/// POST `…/depenses/{depense}/pieces/{piece}/retirer`.
pub(crate) async fn detach(
    State(web): State<Web>,
    Can(proof): Can<EditArgent>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
) -> Page<Response> {
    let id = path.depense()?;
    web.app.detach_from_depense(&proof, (path.id(), id), path.piece()?).await?;
    let caisse = caisse(&web, &asked, path.id()).await?;
    Ok(go(&format!("{}/depenses/{id}?fait=detache", caisse.url)))
}
