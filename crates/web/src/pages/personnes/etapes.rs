//! Steps of a person.

use axum::extract::State;
use axum::response::Response;
use domain::authz::{Actor, Allowed, EditCommunaute, ReadCommunaute};
use domain::communaute::{Etape, Personne, Statut};
use domain::ids::PersonneId;
use domain::organisation::checked_text;
use serde::Deserialize;
use uuid::Uuid;

use super::liste::{around, standing};
use super::saisie::version;
use super::{PersonnePath, here, noms, titled, under, unprocessable};
use crate::access::{Can, Path, Signed};
use crate::fields::Fields;
use crate::pages::{Page, Place, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::personnes::fiche;
use crate::wording::organisation::{CHOOSE, NOT_A_DAY, text};

/// `…/personnes/{personne}/parcours/{rang}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct EtapePath {
    personne: Uuid,
    rang: usize,
}

/// Longest reason, in characters.
fn reason_max() -> Page<usize> {
    Ok(domain::communaute::regles::regles().map_err(app::AppError::from)?.nom_max)
}

/// The step of a form, or the field that is wrong and why.
fn typed(fields: &Fields, today: jiff::civil::Date) -> Page<Result<Etape, (&'static str, String)>> {
    let max = reason_max()?;
    let read = || {
        let statut = Statut::from_key(fields.text("statut")).ok_or(("statut", CHOOSE.to_owned()))?;
        let day = fields.day("depuis").ok().flatten().ok_or(("depuis", NOT_A_DAY.to_owned()))?;
        if day > today {
            return Err(("depuis", "Cette date n'est pas encore arrivée. Corrigez-la.".to_owned()));
        }
        let motif = checked_text(fields.text("motif"), max).map_err(|error| ("motif", text(error)))?;
        Ok(Etape { statut, depuis: day, motif: Some(motif).filter(|motif| !motif.is_empty()) })
    };
    Ok(read())
}

fn step_page(place: &Place, one: &Personne, rang: usize, web: &Web) -> Page<SheetView> {
    let step = one.fiche.parcours.get(rang).ok_or(PageError::NotFound)?;
    let path = format!("personnes/{}", one.id);
    let page = titled(place, "Corriger une étape", &[("Personnes", "personnes"), (&one.nom_liste(), &path)]);
    Ok(fiche::step(page, step, (&under(place, &path), rang, one.version), web.app.today()))
}

/// The sheet of a person, to show it again.
async fn sheet(
    web: &Web,
    (read, actor): (&Allowed<ReadCommunaute>, &Actor),
    (place, one): (&Place, &Personne),
) -> Page<SheetView> {
    let noms = noms(web, read).await?;
    let (commune, structure) = (|code| noms.commune(code), |id| noms.structure(id));
    let autour = around(web, (read, actor), (place, one), (&commune, &structure)).await?;
    let page = titled(place, one.nom_liste(), &[("Personnes", "personnes")]);
    Ok(fiche::show(page, one, &autour))
}

/// POST `…/personnes/{personne}/parcours`.
pub(crate) async fn add(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Can(read): Can<ReadCommunaute>,
    Signed(visitor): Signed,
    Path(path): Path<PersonnePath>,
    fields: Fields,
) -> Page<Response> {
    let one = standing(web.app.personne(&read, path.id()).await?)?;
    let place = here(&web, &read).await?;
    match typed(&fields, web.app.today())? {
        Ok(etape) => {
            web.app.step_people(&proof, &[one.id], &etape).await?;
            Ok(go(&under(&place, &format!("personnes/{}?fait=etape", one.id))))
        }
        Err((field, sentence)) => {
            let view = sheet(&web, (&read, &visitor.actor), (&place, &one)).await?;
            let view = view.keeping(|name| fields.raw(name).map(str::to_owned));
            Ok(unprocessable(view.refusing(field, sentence)))
        }
    }
}

/// GET `…/personnes/{personne}/parcours/{rang}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(_): Can<EditCommunaute>,
    Can(read): Can<ReadCommunaute>,
    Path(path): Path<EtapePath>,
) -> Page<SheetView> {
    let one = standing(web.app.personne(&read, PersonneId(path.personne)).await?)?;
    step_page(&here(&web, &read).await?, &one, path.rang, &web)
}

/// POST `…/personnes/{personne}/parcours/{rang}`.
pub(crate) async fn correct(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Can(read): Can<ReadCommunaute>,
    Path(path): Path<EtapePath>,
    fields: Fields,
) -> Page<Response> {
    let one = standing(web.app.personne(&read, PersonneId(path.personne)).await?)?;
    let place = here(&web, &read).await?;
    let step = if fields.text("retirer") == "oui" {
        None
    } else {
        match typed(&fields, web.app.today())? {
            Ok(step) => Some(step),
            Err((field, sentence)) => {
                let kept = |name: &str| Some(fields.text(name).to_owned());
                let view = step_page(&place, &one, path.rang, &web)?.keeping(kept);
                return Ok(unprocessable(view.refusing(field, sentence)));
            }
        }
    };
    let sheet = (one.id, version(&fields, "version")?);
    web.app.correct_step(&proof, sheet, (path.rang, step)).await.map_err(super::actions::changed)?;
    Ok(go(&under(&place, &format!("personnes/{}?fait=etape-corrigee", one.id))))
}
