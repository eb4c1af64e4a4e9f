//! Sending a dialogue, taking it back from an institution, closing it and opening it again.

use std::collections::BTreeMap;

use app::dialogues::DialogueError;
use axum::extract::State;
use axum::response::Response;
use domain::authz::SendDialogues;
use domain::ids::{IndicateurId, InstitutionId};

use super::{Asked, DialoguePath, Ici, ici, unprocessable, year_view};
use crate::access::{Can, Path};
use crate::fields::Fields;
use crate::pages::{Page, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::dialogues::formulaires;
use crate::wording::dialogues::sentence;
use crate::wording::organisation::NOT_A_DAY;

async fn send_view(web: &Web, (asked, ici): (&Asked, &Ici), ticked: &[InstitutionId]) -> Page<SheetView> {
    let all = web.app.dialogue_institutions(&asked.read).await?;
    let title = ici.under("Envoyer le dossier");
    Ok(formulaires::envoyer(title, ici.lieux(), &ici.lu, (&all, ticked)))
}

/// GET `…/envoyer`.
pub(crate) async fn send_form(
    State(web): State<Web>,
    Can(_): Can<SendDialogues>,
    asked: Asked,
    Path(path): Path<DialoguePath>,
) -> Page<SheetView> {
    let ici = ici(&web, &asked, &path).await?;
    send_view(&web, (&asked, &ici), &[]).await
}

/// POST `…/envoyer`.
pub(crate) async fn send(
    State(web): State<Web>,
    Can(proof): Can<SendDialogues>,
    asked: Asked,
    Path(path): Path<DialoguePath>,
    fields: Fields,
) -> Page<Response> {
    let ici = ici(&web, &asked, &path).await?;
    let ticked: Vec<InstitutionId> =
        fields.all("institutions").filter_map(|id| id.parse().ok()).map(InstitutionId).collect();
    match web.app.send_dialogue(&proof, path.at()?, &ticked).await {
        Ok(_) => Ok(go(&format!("{}?fait=envoye", ici.url))),
        Err(DialogueError::Refused(all)) => {
            let mut view = send_view(&web, (&asked, &ici), &ticked).await?;
            for (name, refus) in all {
                view = view.refusing(&name, sentence(refus));
            }
            Ok(unprocessable(view))
        }
        Err(error) => Err(error.into()),
    }
}

/// POST `…/destinataires/{destinataire}/retirer`.
pub(crate) async fn take_back(
    State(web): State<Web>,
    Can(proof): Can<SendDialogues>,
    asked: Asked,
    Path(path): Path<DialoguePath>,
) -> Page<Response> {
    web.app.end_dialogue_sharing(&proof, path.at()?, path.destinataire()?).await?;
    Ok(go(&format!("{}?fait=retire", ici(&web, &asked, &path).await?.url)))
}

fn close_view(ici: &Ici, typed: (&str, &BTreeMap<IndicateurId, String>)) -> Page<SheetView> {
    let sent = ici.lu.envoye.as_ref().ok_or(DialogueError::PasEnvoye)?;
    Ok(formulaires::cloture(ici.under("Clore le dialogue"), ici.lieux(), (&ici.lu, sent), typed))
}

/// GET `…/cloture`.
pub(crate) async fn close_form(
    State(web): State<Web>,
    Can(_): Can<SendDialogues>,
    asked: Asked,
    Path(path): Path<DialoguePath>,
) -> Page<SheetView> {
    close_view(&ici(&web, &asked, &path).await?, ("", &BTreeMap::new()))
}

/// POST `…/cloture`.
pub(crate) async fn close(
    State(web): State<Web>,
    Can(proof): Can<SendDialogues>,
    asked: Asked,
    Path(path): Path<DialoguePath>,
    fields: Fields,
) -> Page<Response> {
    let ici = ici(&web, &asked, &path).await?;
    let sent = ici.lu.envoye.as_ref().ok_or(PageError::NotFound)?;
    let one = |id: IndicateurId| Some((id, fields.raw(&format!("retenu-{id}"))?.to_owned()));
    let typed: BTreeMap<IndicateurId, String> =
        sent.lignes().filter_map(|line| one(line.indicateur)).collect();
    let day = fields.text("le");
    let Ok(le) = fields.day("le") else {
        return Ok(unprocessable(close_view(&ici, (day, &typed))?.refusing("le", NOT_A_DAY)));
    };
    match web.app.close_dialogue(&proof, path.at()?, (le, &typed)).await {
        Ok(_) => Ok(go(&format!("{}?fait=clos", ici.url))),
        Err(DialogueError::Refused(all)) => {
            let mut view = close_view(&ici, (day, &typed))?;
            for (name, refus) in all {
                view = view.refusing(&name, sentence(refus));
            }
            Ok(unprocessable(view))
        }
        Err(error) => Err(error.into()),
    }
}

/// POST `…/rouvrir`.
pub(crate) async fn reopen(
    State(web): State<Web>,
    Can(proof): Can<SendDialogues>,
    asked: Asked,
    Path(path): Path<DialoguePath>,
    fields: Fields,
) -> Page<Response> {
    let ici = ici(&web, &asked, &path).await?;
    let motif = fields.text("motif");
    match web.app.reopen_dialogue(&proof, path.at()?, motif).await {
        Ok(()) => Ok(go(&format!("{}?fait=rouvert", ici.url))),
        Err(DialogueError::Refused(all)) => {
            let typed = |name: &str| (name == "motif").then(|| motif.to_owned());
            let mut view = year_view(&web, (&asked, &ici))?.keeping(typed);
            for (name, refus) in all {
                view = view.refusing(&name, sentence(refus));
            }
            Ok(unprocessable(view))
        }
        Err(error) => Err(error.into()),
    }
}
