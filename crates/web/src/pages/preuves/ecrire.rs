//! Adding evidence, saying what it shows, withdrawing it.

use app::AppError;
use app::preuves::{NouvellePreuve, PreuveError};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::aci::preuve::TypePreuve;
use domain::authz::EditPreuves;
use domain::ids::IndicateurId;

use super::{Asked, PreuvePath, ici, one};
use crate::access::{Can, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::upload::Upload;
use crate::views::SheetView;
use crate::views::preuves::{arrivee, nouvelle};
use crate::wording::organisation::NOT_A_DAY;
use crate::wording::preuves::sentence;

/// Nothing of that name waits any more.
const GONE: &str = "Ce document n'attend plus d'être rattaché. Rouvrez le coffre pour voir où il est.";

fn ticked(fields: &Fields) -> Vec<IndicateurId> {
    fields.all("indicateurs").filter_map(|id| id.parse().ok()).map(IndicateurId).collect()
}

fn unprocessable(view: SheetView) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, view).into_response()
}

/// GET `…/preuves/nouvelle`. The address may say an indicator that it is for.
pub(crate) async fn new(
    State(web): State<Web>,
    Can(_): Can<EditPreuves>,
    asked: Asked,
    Path(path): Path<PreuvePath>,
    query: Query,
) -> Page<SheetView> {
    let ici = ici(&web, &asked, path.contrat()).await?;
    let wanted: Vec<_> = query.0.text("indicateur").parse().ok().map(IndicateurId).into_iter().collect();
    Ok(nouvelle(ici.under("Ajouter une preuve"), &ici.url, &ici.indicateurs, ("", &wanted)))
}

/// The field and the sentence of a refusal; an error that no field shows has its own page.
fn refusal(error: PreuveError) -> Result<(&'static str, String), PageError> {
    match error {
        PreuveError::Refused(field, refus) => Ok((field, sentence(refus))),
        PreuveError::Piece(error) => Ok(("fichier", crate::wording::valeurs::piece(error)?)),
        other => Err(other.into()),
    }
}

/// POST `…/preuves/nouvelle`.
pub(crate) async fn add(
    State(web): State<Web>,
    Can(proof): Can<EditPreuves>,
    asked: Asked,
    Path(path): Path<PreuvePath>,
    upload: Upload,
) -> Page<Response> {
    let ici = ici(&web, &asked, path.contrat()).await?;
    let (fields, chosen) = (&upload.fields, ticked(&upload.fields));
    let refuse = |name: &str, text: String| {
        let kind = (fields.text("kind"), chosen.as_slice());
        let view = nouvelle(ici.under("Ajouter une preuve"), &ici.url, &ici.indicateurs, kind);
        unprocessable(view.keeping(|name| fields.raw(name).map(str::to_owned)).refusing(name, text))
    };
    let Some((name, content)) = upload.file else {
        return Ok(refuse("fichier", "Choisissez le document à ajouter.".into()));
    };
    let Ok(le) = fields.day("le") else { return Ok(refuse("le", NOT_A_DAY.into())) };
    let new = NouvellePreuve {
        kind: TypePreuve::from_key(fields.text("kind")),
        titre: fields.text("titre").to_owned(),
        le,
        indicateurs: chosen.clone(),
    };
    match web.app.add_preuve(&proof, path.contrat(), new, (&name, content)).await {
        Ok(id) => Ok(go(&format!("{}/{id}?fait=ajoutee", ici.url))),
        Err(error) => refusal(error).map(|(name, text)| refuse(name, text)),
    }
}

/// GET `…/preuves/arrivees?cle=…`.
pub(crate) async fn take_form(
    State(web): State<Web>,
    Can(_): Can<EditPreuves>,
    asked: Asked,
    Path(path): Path<PreuvePath>,
    query: Query,
) -> Page<Response> {
    let ici = ici(&web, &asked, path.contrat()).await?;
    let all = web.app.arrivees((&asked.read, &asked.scelles), path.contrat()).await?;
    let cle = query.0.text("cle");
    // Without any, the list says what arrived.
    let Some(found) = all.iter().find(|one| one.cle() == cle) else { return Ok(go(&ici.url)) };
    let view = arrivee(ici.under(found.titre.clone()), &ici.url, found, &ici.indicateurs);
    Ok(view.into_response())
}

/// POST `…/preuves/arrivees`.
pub(crate) async fn take(
    State(web): State<Web>,
    Can(proof): Can<EditPreuves>,
    asked: Asked,
    Path(path): Path<PreuvePath>,
    fields: Fields,
) -> Page<Response> {
    let ici = ici(&web, &asked, path.contrat()).await?;
    let proofs = (&proof, &asked.read, &asked.scelles);
    match web.app.take_arrivee(proofs, path.contrat(), (fields.text("cle"), ticked(&fields))).await {
        Ok(id) => Ok(go(&format!("{}/{id}?fait=ajoutee", ici.url))),
        // Somebody took it meanwhile, or nothing of that name arrived.
        Err(PreuveError::App(AppError::NotFound)) => Err(PageError::Conflict(GONE.into())),
        Err(error) => Err(error.into()),
    }
}

/// POST `…/preuves/{preuve}/indicateurs`.
pub(crate) async fn attach(
    State(web): State<Web>,
    Can(proof): Can<EditPreuves>,
    asked: Asked,
    Path(path): Path<PreuvePath>,
    fields: Fields,
) -> Page<Response> {
    let (contrat, id) = path.both()?;
    let at = (contrat, id, fields.text("version").parse().unwrap_or_default());
    web.app.attach_preuve(&proof, at, ticked(&fields)).await?;
    Ok(go(&format!("{}/{id}?fait=rattachee", ici(&web, &asked, contrat).await?.url)))
}

/// POST `…/preuves/{preuve}/retirer`.
pub(crate) async fn withdraw(
    State(web): State<Web>,
    Can(proof): Can<EditPreuves>,
    asked: Asked,
    Path(path): Path<PreuvePath>,
    fields: Fields,
) -> Page<Response> {
    let (contrat, id) = path.both()?;
    let at = (contrat, id, fields.text("version").parse().unwrap_or_default());
    match web.app.withdraw_preuve(&proof, at, fields.text("motif")).await {
        Ok(()) => Ok(go(&format!("{}/{id}?fait=retiree", ici(&web, &asked, contrat).await?.url))),
        Err(PreuveError::Refused("motif", refus)) => {
            let view = one(&web, &asked, path).await?;
            let view = view.keeping(|name| (name == "motif").then(|| fields.text(name).to_owned()));
            Ok(unprocessable(view.refusing("motif", sentence(refus))))
        }
        Err(error) => Err(error.into()),
    }
}
