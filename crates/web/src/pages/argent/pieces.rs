//! Documents beside money.

use app::argent::ArgentError;
use axum::extract::State;
use axum::response::Response;
use domain::aci::argent::Justifie;
use domain::authz::EditArgent;

use super::{ArgentPath, Asked, caisse, depenses, versements};
use crate::access::{Can, Path};
use crate::pages::contrats::unprocessable;
use crate::pages::pieces::given;
use crate::pages::{Page, go};
use crate::state::Web;
use crate::upload::Upload;
use crate::views::SheetView;
use crate::wording;

/// The page of what the documents stand beside, under the money of the contract.
fn own(of: Justifie) -> String {
    match of {
        Justifie::Mouvement(id) => format!("versements/{id}"),
        Justifie::Depense(id) => format!("depenses/{id}"),
    }
}

async fn page(web: &Web, asked: &Asked, path: &ArgentPath) -> Page<SheetView> {
    let caisse = caisse(web, asked, path.id()).await?;
    match path.justifie()? {
        Justifie::Mouvement(_) => versements::one((web, asked), &caisse, path).await,
        Justifie::Depense(id) => depenses::one((web, asked), &caisse, id).await,
    }
}

async fn back(web: &Web, asked: &Asked, path: &ArgentPath, done: &str) -> Page<Response> {
    let caisse = caisse(web, asked, path.id()).await?;
    Ok(go(&format!("{}/{}?fait={done}", caisse.url, own(path.justifie()?))))
}

/// GET `…/depenses/{depense}/pieces/{piece}` and `…/versements/{mouvement}/pieces/{piece}`.
pub(crate) async fn download(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
) -> Page<Response> {
    let of = (path.id(), path.justifie()?);
    let (piece, content) = web.app.argent_piece(&asked.read, of, path.piece()?).await?;
    Ok(given(piece, content))
}

/// POST `…/depenses/{depense}/pieces` and `…/versements/{mouvement}/pieces`.
pub(crate) async fn attach(
    State(web): State<Web>,
    Can(proof): Can<EditArgent>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
    upload: Upload,
) -> Page<Response> {
    let wrong = match upload.file {
        None => "Choisissez un fichier à joindre.".to_owned(),
        Some((name, content)) => {
            let of = (path.id(), path.justifie()?);
            match web.app.attach_to_argent(&proof, of, (&name, content)).await {
                Ok(_) => return back(&web, &asked, &path, "joint").await,
                Err(ArgentError::Piece(error)) => wording::valeurs::piece(error)?,
                Err(error) => return Err(error.into()),
            }
        }
    };
    Ok(unprocessable(page(&web, &asked, &path).await?.refusing("fichier", wrong)))
}

/// POST `…/depenses/{depense}/pieces/{piece}/retirer` and `…/versements/{mouvement}/pieces/{piece}/retirer`.
pub(crate) async fn detach(
    State(web): State<Web>,
    Can(proof): Can<EditArgent>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
) -> Page<Response> {
    web.app.detach_from_argent(&proof, (path.id(), path.justifie()?), path.piece()?).await?;
    back(&web, &asked, &path, "detache").await
}
