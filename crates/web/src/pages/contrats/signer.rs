//! The signature of a contract and of its avenants.

use app::contrats::{AvenantTape, ContratError};
use axum::extract::State;
use axum::response::Response;
use domain::aci::contrat::ContratLu;
use domain::authz::{EditContrat, SignContrat};

use super::{Asked, Bureau, ContratPath, bureau, unprocessable, version};
use crate::access::{Can, Path};
use crate::fields::Fields;
use crate::pages::{Page, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{Notice, Tone};
use crate::views::contrats::versions;
use crate::wording::contrats::{refus, terme};
use crate::wording::organisation::NOT_A_DAY;

fn page(bureau: &Bureau, one: &ContratLu) -> Page<SheetView> {
    let draft = one.contrat.fiche.brouillon.as_ref().ok_or(PageError::NotFound)?;
    let title = if one.signes().is_some() { "Signer l'avenant" } else { "Enregistrer la signature" };
    Ok(versions::signer(bureau.inside(one, title), &bureau.url(one.contrat.id), (one, draft)))
}

/// GET `…/contrats/{contrat}/signer`.
pub(crate) async fn show(
    State(web): State<Web>,
    asked: Asked,
    Can(_proof): Can<SignContrat>,
    Path(path): Path<ContratPath>,
) -> Page<SheetView> {
    let one = web.app.contrat(&asked.read, path.id()).await?;
    page(&bureau(&web, &asked.read).await?, &one)
}

/// What was typed of an avenant; the fields whose day cannot be read.
fn said(fields: &Fields) -> Result<AvenantTape, Vec<&'static str>> {
    let day = |name| fields.day(name).ok().flatten().ok_or(name);
    match (day("signe_le"), day("effet_le")) {
        (Ok(signe_le), Ok(effet_le)) => {
            Ok(AvenantTape { signe_le, effet_le, objet: fields.text("objet").to_owned() })
        }
        (first, second) => Err([first.err(), second.err()].into_iter().flatten().collect()),
    }
}

/// POST `…/contrats/{contrat}/signer`.
pub(crate) async fn save(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<SignContrat>,
    Path(path): Path<ContratPath>,
    fields: Fields,
) -> Page<Response> {
    let bureau = bureau(&web, &proof).await?;
    let (url, at) = (bureau.url(path.id()), (path.id(), version(&fields)));
    let one = web.app.contrat(&asked.read, path.id()).await?;
    let kept =
        || Ok::<_, PageError>(page(&bureau, &one)?.keeping(|name| fields.raw(name).map(str::to_owned)));
    let (result, next) = if one.signes().is_none() {
        (web.app.sign_contrat(&proof, at).await, "signe")
    } else {
        match said(&fields) {
            Ok(said) => (web.app.sign_avenant(&proof, at, said).await, "avenant_signe"),
            Err(names) => {
                let view = names.into_iter().fold(kept()?, |view, name| view.refusing(name, NOT_A_DAY));
                return Ok(unprocessable(view));
            }
        }
    };
    match result {
        Ok(()) => Ok(go(&format!("{url}?fait={next}"))),
        Err(ContratError::Refused(all)) => {
            let view = all.into_iter().fold(kept()?, |view, (name, what)| view.refusing(&name, terme(what)));
            Ok(unprocessable(view))
        }
        Err(error) => {
            let Some(text) = refus(&error) else { return Err(error.into()) };
            let mut view = kept()?;
            view.page = view.page.with_notice(Notice::new(Tone::Attention, text));
            Ok(unprocessable(view))
        }
    }
}

/// POST `…/contrats/{contrat}/avenant`.
pub(crate) async fn begin(
    State(web): State<Web>,
    Can(proof): Can<EditContrat>,
    Path(path): Path<ContratPath>,
    fields: Fields,
) -> Page<Response> {
    web.app.begin_avenant(&proof, (path.id(), version(&fields))).await?;
    Ok(go(&format!("{}?fait=avenant", bureau(&web, &proof).await?.url(path.id()))))
}

/// POST `…/contrats/{contrat}/avenant/abandonner`.
pub(crate) async fn give_up(
    State(web): State<Web>,
    Can(proof): Can<EditContrat>,
    Path(path): Path<ContratPath>,
    fields: Fields,
) -> Page<Response> {
    web.app.drop_avenant(&proof, (path.id(), version(&fields))).await?;
    Ok(go(&format!("{}?fait=abandonne", bureau(&web, &proof).await?.url(path.id()))))
}
