//! Values of indicators and the activity report.

use std::collections::BTreeMap;

use app::dialogues::{DialogueError, IndicateurTape};
use axum::extract::State;
use axum::response::Response;
use domain::aci::dialogue::cle_mission;
use domain::authz::EditDialogues;

use super::{Asked, DialoguePath, Ici, ici, unprocessable};
use crate::access::{Can, Path};
use crate::fields::Fields;
use crate::pages::{Page, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::dialogues::formulaires;
use crate::wording::dialogues::sentence;
use crate::wording::organisation::NOT_A_DAY;

fn value_view(ici: &Ici, path: &DialoguePath, vault: bool) -> Page<SheetView> {
    let id = path.indicateur()?;
    let one = ici.lu.indicateurs.iter().find(|one| one.id == id).ok_or(PageError::NotFound)?;
    let line = ici.lu.redige.ligne(id).ok_or(PageError::NotFound)?;
    Ok(formulaires::indicateur(ici.under(one.intitule.clone()), ici.lieux(), (one, line), vault))
}

/// GET `…/indicateurs/{indicateur}`.
pub(crate) async fn record_form(
    State(web): State<Web>,
    Can(_): Can<EditDialogues>,
    asked: Asked,
    Path(path): Path<DialoguePath>,
) -> Page<SheetView> {
    value_view(&ici(&web, &asked, &path).await?, &path, asked.droits.preuves)
}

/// POST `…/indicateurs/{indicateur}`.
pub(crate) async fn record(
    State(web): State<Web>,
    Can(proof): Can<EditDialogues>,
    asked: Asked,
    Path(path): Path<DialoguePath>,
    fields: Fields,
) -> Page<Response> {
    let (at, id) = (path.at()?, path.indicateur()?);
    let kept = async || -> Page<SheetView> {
        let view = value_view(&ici(&web, &asked, &path).await?, &path, asked.droits.preuves)?;
        Ok(view.keeping(|name| fields.raw(name).map(str::to_owned)))
    };
    let Ok(le) = fields.day("le") else {
        return Ok(unprocessable(kept().await?.refusing("le", NOT_A_DAY)));
    };
    let typed = IndicateurTape {
        valeur: fields.text("valeur").to_owned(),
        le,
        source: fields.text("source").to_owned(),
        commentaire: fields.raw("commentaire").unwrap_or_default().to_owned(),
        promesse: fields.raw("promesse").unwrap_or_default().to_owned(),
    };
    let version = fields.text("version").parse().unwrap_or_default();
    match web.app.record_indicateur(&proof, at, (id, version), &typed).await {
        Ok(()) => Ok(go(&format!("{}?fait=valeur", ici(&web, &asked, &path).await?.url))),
        Err(DialogueError::Refused(all)) => {
            let mut view = kept().await?;
            for (name, refus) in all {
                view = view.refusing(&name, sentence(refus));
            }
            Ok(unprocessable(view))
        }
        Err(error) => Err(error.into()),
    }
}

/// GET `…/rapport`.
pub(crate) async fn report_form(
    State(web): State<Web>,
    Can(_): Can<EditDialogues>,
    asked: Asked,
    Path(path): Path<DialoguePath>,
) -> Page<SheetView> {
    let ici = ici(&web, &asked, &path).await?;
    let of = (&ici.lu.redige, ici.lu.version());
    Ok(formulaires::rapport(ici.under("Rapport d'activité"), ici.lieux(), of, &BTreeMap::new()))
}

/// POST `…/rapport`.
pub(crate) async fn report(
    State(web): State<Web>,
    Can(proof): Can<EditDialogues>,
    asked: Asked,
    Path(path): Path<DialoguePath>,
    fields: Fields,
) -> Page<Response> {
    let ici = ici(&web, &asked, &path).await?;
    let keys = ici.lu.redige.rapport.iter().map(|one| one.rubrique.key().to_owned());
    let keys = keys.chain(ici.lu.redige.missions.iter().map(|one| cle_mission(&one.mission)));
    let typed: Vec<(String, String)> =
        keys.filter_map(|cle| Some((cle.clone(), fields.raw(&cle)?.to_owned()))).collect();
    let version = fields.text("version").parse().unwrap_or(-1);
    match web.app.write_rapport(&proof, path.at()?, (version, &typed)).await {
        Ok(()) => Ok(go(&format!("{}?fait=rapport", ici.url))),
        Err(DialogueError::Refused(all)) => {
            let typed: BTreeMap<String, String> = typed.into_iter().collect();
            let of = (&ici.lu.redige, version);
            let mut view = formulaires::rapport(ici.under("Rapport d'activité"), ici.lieux(), of, &typed);
            for (name, refus) in all {
                view = view.refusing(&name, sentence(refus));
            }
            Ok(unprocessable(view))
        }
        Err(error) => Err(error.into()),
    }
}
