//! `/c/{cpts}/participation…`.

use app::communaute::lecture::{LectureParticipation, PlafondRefused};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use documents::participation::{LigneFichier, participation_csv, participation_xlsx};
use domain::authz::{EditParticipation, ReadParticipation, ReadTerritoire};
use domain::communaute::lecture::PlafondError;

use super::{carte, nowhere, perimeter, titled};
use crate::access::{Can, May};
use crate::fields::{Fields, Query};
use crate::pages::{Page, Place, file, go, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{Notice, Tone};
use crate::views::lecture::effectif::{self, EffectifView, Partage};
use crate::views::lecture::participation::{self, ParticipationView};
use crate::views::lecture::{mois, profession};

/// GET `…/participation`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadParticipation>,
    may: May<EditParticipation>,
    Query(query): Query,
) -> Page<ParticipationView> {
    let place = place(&web, &proof).await?;
    let found = web.app.lecture_participation(&proof).await?;
    let page = titled(&place, "Participation");
    let page = match query.text("fait") {
        "plafond" => page.with_notice(Notice::new(Tone::Success, "Le plafond est enregistré.")),
        "sans-plafond" => page.with_notice(Notice::new(Tone::Success, "Le plafond est retiré.")),
        _ => page,
    };
    Ok(participation::show(page, &place.urls, &found, may.yes()))
}

/// GET `…/participation/communaute`.
pub(crate) async fn community(
    State(web): State<Web>,
    Can(proof): Can<ReadParticipation>,
    Can(read): Can<ReadTerritoire>,
    Query(query): Query,
) -> Page<EffectifView> {
    let place = place(&web, &proof).await?;
    let found = perimeter(&web, &read).await?;
    let read_on = found.as_ref().map_or_else(nowhere, |(_, variante)| variante.perimeter.clone());
    let lue = web.app.lecture_communaute(&proof, &read_on).await?;
    let drawing = match &found {
        Some((territoire, variante)) => carte(&web, &read, (territoire, variante)).await?,
        None => None,
    };
    let rules = domain::masque::rules().map_err(app::AppError::from)?;
    let partage = Partage { rule: (query.text("partage") == "oui").then_some(&rules.professionals) };
    let mut page = titled(&place, "Qui manque à la communauté");
    if let Some((territoire, variante)) = &found {
        page = page.with_overline(format!("{}, {}", territoire.name, variante.name));
    } else {
        let text = "Aucun territoire de référence n'est composé. Composez-le pour lire l'effectif officiel.";
        page = page.with_notice(Notice::new(Tone::Attention, text));
    }
    Ok(effectif::show(page, &place.urls, (&lue, drawing.as_ref()), &partage))
}

fn lines(found: &LectureParticipation) -> Vec<LigneFichier> {
    let spent = found.participation.lignes.iter().map(|line| LigneFichier {
        mois: mois(line.mois),
        profession: profession(line.profession.as_deref()),
        presences: Some(i64::from(line.presences)),
        presents: Some(i64::from(line.personnes)),
        minutes: i64::try_from(line.minutes).ok(),
        ..LigneFichier::default()
    });
    let mut lines: Vec<LigneFichier> = spent.collect();
    for line in &found.charge {
        let (month, profession) = (mois(line.mois), profession(line.profession.as_deref()));
        let same = lines.iter().position(|one| one.mois == month && one.profession == profession);
        let rank = same.unwrap_or(lines.len());
        if same.is_none() {
            lines.push(LigneFichier { mois: month, profession, ..LigneFichier::default() });
        }
        lines[rank].sollicites = Some(i64::from(line.personnes));
        lines[rank].demandees = i64::try_from(line.minutes).ok();
        lines[rank].maximum = Some(i64::from(line.maximum));
    }
    lines
}

/// GET `…/participation.csv`.
pub(crate) async fn csv(State(web): State<Web>, Can(proof): Can<ReadParticipation>) -> Page<Response> {
    let found = web.app.lecture_participation(&proof).await?;
    Ok(file(participation_csv(&lines(&found)), "text/csv; charset=utf-8", "participation.csv"))
}

/// GET `…/participation.xlsx`.
pub(crate) async fn xlsx(State(web): State<Web>, Can(proof): Can<ReadParticipation>) -> Page<Response> {
    let found = web.app.lecture_participation(&proof).await?;
    let bytes =
        participation_xlsx(&lines(&found), found.jour).map_err(|error| PageError::internal(&error))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(bytes, kind, "participation.xlsx"))
}

fn form(place: &Place, now: Option<u32>, typed: Option<(&str, String)>) -> SheetView {
    let page = titled(place, "Fixer le plafond").under("Participation", place.urls.under("participation"));
    participation::ceiling(page, &place.urls, now, typed)
}

/// GET `…/participation/plafond`.
pub(crate) async fn edit(
    State(web): State<Web>,
    Can(read): Can<ReadParticipation>,
    Can(_): Can<EditParticipation>,
) -> Page<SheetView> {
    let place = place(&web, &read).await?;
    let now = web.app.lecture_participation(&read).await?.plafond;
    Ok(form(&place, now.map(|plafond| plafond.minutes), None))
}

/// POST `…/participation/plafond`.
pub(crate) async fn save(
    State(web): State<Web>,
    Can(proof): Can<EditParticipation>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let typed = fields.text("minutes");
    let minutes = fields.whole_number("minutes");
    let refused = |error: String| {
        (StatusCode::UNPROCESSABLE_ENTITY, form(&place, None, Some((typed, error)))).into_response()
    };
    if minutes.is_none() && !typed.is_empty() {
        return Ok(refused("Ce n'est pas un nombre de minutes. Écrivez par exemple 120.".to_owned()));
    }
    match web.app.set_plafond(&proof, minutes).await {
        Ok(()) => {
            let done = if minutes.is_some() { "plafond" } else { "sans-plafond" };
            Ok(go(&place.urls.under(&format!("participation?fait={done}"))))
        }
        Err(PlafondRefused::Plafond(PlafondError::OutOfRange(from, to))) => {
            Ok(refused(format!("Un plafond va de {from} à {to} minutes. Vérifiez le nombre.")))
        }
        Err(PlafondRefused::App(error)) => Err(error.into()),
    }
}
