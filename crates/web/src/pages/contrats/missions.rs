//! The missions of a contract: what happened to each.

use app::contrats::{Complet, ContratError};
use axum::extract::State;
use axum::response::Response;
use domain::aci::contrat::{self, ContratLu, RefusSuivi};
use domain::aci::regles::regles;
use domain::authz::EditContrat;
use domain::ids::PreuveId;
use jiff::civil::Date;

use super::{Asked, Bureau, ContratPath, bureau, done, unprocessable, version};
use crate::access::{Can, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{Notice, Tone};
use crate::views::contrats::missions::{Regard, page};
use crate::views::sheet::{Item, Part};
use crate::wording::contrats::{refus, terme};
use crate::wording::organisation::NOT_A_DAY;

async fn view(web: &Web, (bureau, one): (&Bureau, &ContratLu), asked: &Asked) -> Page<SheetView> {
    let (read, edit) = (&asked.read, asked.droits.edit);
    let today = web.app.today();
    let wrong = |error: &'static domain::source::RulesError| PageError::internal(error);
    let horloges = contrat::horloges(one, today).map_err(wrong)?;
    let pressing = contrat::alertes(one, today).map_err(wrong)?;
    let regles = regles().map_err(wrong)?;
    let preuves = web.app.named_preuves(read, one.contrat.id).await?;
    let regard = Regard { one, horloges: &horloges, pressing: &pressing, regles, preuves: &preuves, edit };
    let title = bureau.inside(one, "Missions et délais");
    Ok(page(title, &bureau.url(one.contrat.id), &regard))
}

/// GET `…/contrats/{contrat}/missions`.
pub(crate) async fn show(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<ContratPath>,
    query: Query,
) -> Page<SheetView> {
    let one = web.app.contrat(&asked.read, path.id()).await?;
    let bureau = bureau(&web, &asked.read).await?;
    Ok(done(view(&web, (&bureau, &one), &asked).await?, &query))
}

/// Puts what was typed back in the form that was sent, and says what is wrong with its first field.
fn refuse(mut view: SheetView, (action, fields): (&str, &Fields), text: &str) -> SheetView {
    let sent = view.parts.iter_mut().find_map(|part| match part {
        Part::Form(form) if form.action == action => Some(form),
        _ => None,
    });
    let mut said = false;
    for item in sent.into_iter().flat_map(|form| form.items.iter_mut()) {
        if let Item::Select(choice) = item {
            let typed = fields.text(choice.name);
            choice.options.iter_mut().for_each(|option| option.selected = option.value == typed);
        }
        let Item::Field(field) = item else { continue };
        field.value = fields.raw(field.name).unwrap_or_default().to_owned();
        if !std::mem::replace(&mut said, true) {
            field.error = Some(text.to_owned());
        }
    }
    if !said {
        view.page = view.page.with_notice(Notice::new(Tone::Attention, text));
    }
    view
}

/// After a change: back to the page, or the page with what was typed and why it is refused.
struct Retour<'a> {
    web: &'a Web,
    asked: &'a Asked,
    path: &'a ContratPath,
    fields: &'a Fields,
    /// End of the address of the form.
    form: String,
}

impl Retour<'_> {
    async fn refused(&self, text: &str) -> Page<Response> {
        let one = self.web.app.contrat(&self.asked.read, self.path.id()).await?;
        let bureau = bureau(self.web, &self.asked.read).await?;
        let action = format!("{}/{}", bureau.url(self.path.id()), self.form);
        let view = view(self.web, (&bureau, &one), self.asked).await?;
        Ok(unprocessable(refuse(view, (&action, self.fields), text)))
    }

    async fn after(&self, result: Result<(), ContratError>) -> Page<Response> {
        let text = match result {
            Ok(()) => {
                let url = bureau(self.web, &self.asked.read).await?.url(self.path.id());
                return Ok(go(&format!("{url}/missions?fait=note")));
            }
            Err(ContratError::Refused(all)) => all.first().map(|(_, what)| terme(*what)),
            Err(error) => match refus(&error) {
                Some(text) => Some(text),
                None => return Err(error.into()),
            },
        };
        self.refused(&text.unwrap_or_default()).await
    }

    fn at(&self) -> (domain::ids::ContratId, i64) {
        (self.path.id(), version(self.fields))
    }
}

/// The day of the field `le`.
fn le(fields: &Fields) -> Option<Date> {
    fields.day("le").ok().flatten()
}

/// The evidence of the field `preuve`; the inner `None` when none is chosen.
fn preuve(fields: &Fields) -> Option<Option<PreuveId>> {
    match fields.text("preuve") {
        "" => Some(None),
        text => text.parse().ok().map(|id| Some(PreuveId(id))),
    }
}

/// What every change asks.
type Change = (State<Web>, Asked, Can<EditContrat>, Path<ContratPath>);

/// POST `…/missions/{mission}/commencer`.
pub(crate) async fn start(
    (State(web), asked, Can(proof), Path(path)): Change,
    fields: Fields,
) -> Page<Response> {
    let mission = path.mission.clone().ok_or(PageError::NotFound)?;
    let form = format!("missions/{mission}/commencer");
    let back = Retour { web: &web, asked: &asked, path: &path, fields: &fields, form };
    let Some(day) = le(&fields) else { return back.refused(NOT_A_DAY).await };
    back.after(web.app.start_mission(&proof, back.at(), &mission, (day, None)).await).await
}

/// POST `…/missions/{mission}/preuve`.
pub(crate) async fn prove(
    (State(web), asked, Can(proof), Path(path)): Change,
    fields: Fields,
) -> Page<Response> {
    let mission = path.mission.clone().ok_or(PageError::NotFound)?;
    let form = format!("missions/{mission}/preuve");
    let back = Retour { web: &web, asked: &asked, path: &path, fields: &fields, form };
    let Some(preuve) = preuve(&fields) else { return back.after(Err(RefusSuivi::Preuve.into())).await };
    back.after(web.app.prove_start(&proof, back.at(), &mission, preuve).await).await
}

/// POST `…/missions/{mission}/deployer`.
pub(crate) async fn deploy(
    (State(web), asked, Can(proof), Path(path)): Change,
    fields: Fields,
) -> Page<Response> {
    let mission = path.mission.clone().ok_or(PageError::NotFound)?;
    let form = format!("missions/{mission}/deployer");
    let back = Retour { web: &web, asked: &asked, path: &path, fields: &fields, form };
    let Some(day) = le(&fields) else { return back.refused(NOT_A_DAY).await };
    back.after(web.app.deploy_mission(&proof, back.at(), &mission, day).await).await
}

/// POST `…/missions/{mission}/corriger`.
pub(crate) async fn correct(
    (State(web), asked, Can(proof), Path(path)): Change,
    fields: Fields,
) -> Page<Response> {
    let mission = path.mission.clone().ok_or(PageError::NotFound)?;
    let form = format!("missions/{mission}/corriger");
    let back = Retour { web: &web, asked: &asked, path: &path, fields: &fields, form };
    let Ok(day) = fields.day("le") else { return back.refused(NOT_A_DAY).await };
    let said = (day, fields.text("motif"));
    back.after(web.app.correct_mission(&proof, back.at(), &mission, said).await).await
}

/// POST `…/complet`.
pub(crate) async fn complete(
    (State(web), asked, Can(proof), Path(path)): Change,
    fields: Fields,
) -> Page<Response> {
    let form = "complet".to_owned();
    let back = Retour { web: &web, asked: &asked, path: &path, fields: &fields, form };
    let complet = match fields.day("complet_le") {
        Ok(Some(day)) => Complet::Le(day),
        Ok(None) => Complet::Manque(fields.text("manque").lines().map(str::to_owned).collect()),
        Err(_) => return back.refused(NOT_A_DAY).await,
    };
    back.after(web.app.note_complet(&proof, back.at(), complet).await).await
}

/// POST `…/plan-crise`.
pub(crate) async fn plan(
    (State(web), asked, Can(proof), Path(path)): Change,
    fields: Fields,
) -> Page<Response> {
    let form = "plan-crise".to_owned();
    let back = Retour { web: &web, asked: &asked, path: &path, fields: &fields, form };
    let Some(day) = le(&fields) else { return back.refused(NOT_A_DAY).await };
    let Some(preuve) = preuve(&fields) else { return back.after(Err(RefusSuivi::Preuve.into())).await };
    let away = fields.text("retirer") == "oui";
    back.after(web.app.note_plan_crise(&proof, back.at(), (day, preuve, away)).await).await
}

/// POST `…/crises`.
pub(crate) async fn crisis(
    (State(web), asked, Can(proof), Path(path)): Change,
    fields: Fields,
) -> Page<Response> {
    let form = "crises".to_owned();
    let back = Retour { web: &web, asked: &asked, path: &path, fields: &fields, form };
    let Some(day) = le(&fields) else { return back.refused(NOT_A_DAY).await };
    let said = (day, fields.text("libelle"), fields.text("retirer") == "oui");
    back.after(web.app.note_crise(&proof, back.at(), said).await).await
}
