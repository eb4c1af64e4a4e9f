//! Meetings: list, page, preparation.

pub(crate) mod compte_rendu;
pub(crate) mod dates;
pub(crate) mod fuseau;
pub(crate) mod lien;
pub(crate) mod ordre;
pub(crate) mod pieces;
pub(crate) mod preparer;
pub(crate) mod seance;
pub(crate) mod taches;

use app::communaute::reunions::{Convoque, ReunionError, ReunionVue};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::{Allowed, EditGouvernance, EditGroupes, Participer, ReadGroupes};
use domain::communaute::reunion_regles::regles_reunion;
use domain::communaute::{HeureLocale, ReunionState};
use domain::ids::ReunionId;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use uuid::Uuid;

use super::groupes::{also, may_edit};
use super::{Page, Place, go, place};
use crate::access::{Can, Path, Signed};
use crate::fields::{Fields, Query};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::reunions::formulaires::HoraireTyped;
use crate::views::reunions::{self, ReunionPage, ReunionsPage};
use crate::views::{self, Section, SheetView};
use crate::wording;
use crate::wording::reunions::{NO_SUCH_HOUR, NOT_A_DAY, NOT_A_TIME, TWICE};

const DONE: &[(&str, &str)] = &[
    ("prete", "La réunion est préparée. Vérifiez l'ordre du jour et les personnes convoquées."),
    ("modifiee", "La réunion est enregistrée."),
    ("date", "La date est enregistrée. Les personnes déjà prévenues reçoivent un message."),
    ("annulee", "La réunion est annulée. Les personnes prévenues reçoivent un message."),
    ("retablie", "La réunion est rétablie. Les personnes prévenues de l'annulation reçoivent un message."),
    ("retrait", "L'invitation est retirée. La personne est prévenue si elle avait reçu un message."),
    ("proposee", "La date est proposée."),
    ("retiree", "La date est retirée."),
    ("sondage", "Le sondage part vers les personnes convoquées."),
    ("convoquee", "Les convocations partent."),
    ("point", "L'ordre du jour est enregistré."),
    ("invitees", "Les personnes sont invitées. Envoyez-leur la convocation."),
    ("repondu", "Votre réponse est enregistrée."),
    ("notee", "La réponse est notée."),
    ("close", "La séance est close. Préparez le compte rendu."),
    ("rouverte", "La séance est rouverte."),
    ("joint", "Le document est joint."),
    ("piece-retiree", "Le document n'est plus joint à cette réunion."),
    ("heure", "L'heure locale est enregistrée. Vérifiez les réunions déjà préparées."),
];

/// `…/reunions/{reunion}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct ReunionPath {
    reunion: Uuid,
}

impl ReunionPath {
    pub(super) fn id(self) -> ReunionId {
        ReunionId(self.reunion)
    }
}

/// A page under « Réunions ».
pub(super) fn page(place: &Place, title: impl Into<String>) -> views::Page {
    views::Page::of_cpts(&place.key, &place.name, Section::Communaute, title)
        .under("Réunions", place.urls.under("reunions"))
}

/// The address of a meeting.
pub(super) fn url(place: &Place, id: ReunionId) -> String {
    place.urls.under(&format!("reunions/{id}"))
}

/// Back to a meeting, which says what was done.
pub(super) fn to(place: &Place, id: ReunionId, what: &str) -> Response {
    go(&format!("{}?fait={what}", url(place, id)))
}

/// Says what was done, when the address says it.
pub(super) fn done(mut view: SheetView, query: &Query, sentences: &[(&str, &str)]) -> SheetView {
    let key = query.0.text("fait");
    if let Some((_, text)) = sentences.iter().find(|(known, _)| *known == key) {
        view.page.notices.push(Notice::new(Tone::Success, *text));
    }
    view
}

/// The page again with what is wrong: beside its field, or at the top when no field is wrong.
pub(super) fn unprocessable(view: SheetView, (field, sentence): (&str, String)) -> Response {
    let mut view = view.refusing(field, sentence.clone());
    if view.errors().is_empty() {
        view.page.notices.push(Notice::new(Tone::Attention, sentence));
    }
    (StatusCode::UNPROCESSABLE_ENTITY, view).into_response()
}

/// The form with what is wrong, or the page of an error that is about no field.
pub(super) fn refused(view: SheetView, error: ReunionError) -> Page<Response> {
    match (wording::reunions::reunion(&error), error) {
        (Some(wrong), _) => Ok(unprocessable(view, wrong)),
        (None, ReunionError::App(error)) => Err(error.into()),
        (None, other) => Err(PageError::internal(&other)),
    }
}

/// What is wrong with a button that has no field: a page that says why.
pub(super) fn conflict(error: ReunionError) -> PageError {
    match (wording::reunions::reunion(&error), error) {
        (_, ReunionError::App(error)) => error.into(),
        (Some((_, sentence)), _) => PageError::Unprocessable(sentence),
        (None, other) => PageError::internal(&other),
    }
}

/// What was typed about a date.
pub(super) fn typed_times(fields: &Fields) -> HoraireTyped {
    let text = |name: &str| fields.text(name).to_owned();
    HoraireTyped {
        jour: text("jour"),
        debut: text("debut"),
        fin: text("fin"),
        laquelle: text("laquelle"),
        double: false,
    }
}

/// The fields of a date that stands.
pub(super) fn known_times(vue: &ReunionVue) -> HoraireTyped {
    let local = |at: Option<Timestamp>| at.map(|at| at.to_zoned(vue.zone.clone()));
    let (debut, fin) = (local(vue.reunion.debut), local(vue.reunion.fin));
    let hour = |at: &Option<jiff::Zoned>| {
        at.as_ref().map(|at| format!("{}\u{a0}h\u{a0}{:02}", at.hour(), at.minute())).unwrap_or_default()
    };
    HoraireTyped {
        jour: debut.as_ref().map(|at| domain::nombres::date(at.date())).unwrap_or_default(),
        debut: hour(&debut),
        fin: hour(&fin),
        ..HoraireTyped::default()
    }
}

/// Longest meeting that goes past midnight, in hours: beyond, the end was mistyped.
const PAST_MIDNIGHT: i8 = 12;

/// Start and end from what was typed. What is wrong: a field and its sentence; `double` is set when an hour is two.
pub(super) fn times(
    fields: &Fields,
    zone: &TimeZone,
    typed: &mut HoraireTyped,
) -> Result<(Timestamp, Timestamp), (&'static str, String)> {
    let wrong = |field: &'static str, sentence: &str| (field, sentence.to_owned());
    let day = fields.day("jour").ok().flatten().ok_or_else(|| wrong("jour", NOT_A_DAY))?;
    let start = fields.time("debut").ok_or_else(|| wrong("debut", NOT_A_TIME))?;
    let end = fields.time("fin").ok_or_else(|| wrong("fin", NOT_A_TIME))?;
    let late = end < start && (24 - start.hour() + end.hour()) <= PAST_MIDNIGHT;
    let last = if late { day.tomorrow().unwrap_or(day) } else { day };
    let second = match typed.laquelle.as_str() {
        "ete" => Some(false),
        "hiver" => Some(true),
        _ => None,
    };
    let mut instants = Vec::new();
    for (field, day, time) in [("debut", day, start), ("fin", last, end)] {
        let read = HeureLocale::read(day, time, zone).ok_or_else(|| wrong("jour", NOT_A_DAY))?;
        match read {
            HeureLocale::Inexistante => return Err(wrong(field, NO_SUCH_HOUR)),
            HeureLocale::Double(..) => typed.double = true,
            HeureLocale::Une(_) => {}
        }
        instants.extend(read.choose(second));
    }
    match instants[..] {
        [debut, fin] => Ok((debut, fin)),
        _ => Err(wrong("laquelle", TWICE)),
    }
}

/// GET `…/reunions`.
pub(crate) async fn list(
    State(web): State<Web>,
    Can(proof): Can<ReadGroupes>,
    Signed(visitor): Signed,
    query: Query,
) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let edits = also::<EditGroupes>(&visitor.actor, proof.cpts());
    let reunions = web.app.reunions(&proof).await?;
    let page = views::Page::of_cpts(&place.key, &place.name, Section::Communaute, "Réunions")
        .under("Groupes", place.urls.under("groupes"));
    let view = reunions::list(
        page,
        &ReunionsPage {
            base: &place.urls.under("reunions"),
            reunions: &reunions,
            asked: &query.0,
            may_edit: edits.is_some(),
            may_settle: also::<EditGouvernance>(&visitor.actor, proof.cpts()).is_some(),
            groupes: place.urls.under("groupes"),
            now: web.app.clock().now(),
        },
    );
    Ok(done(view, &query, DONE))
}

/// When the convocations of a meeting leave by themselves, in words; none when it is too late.
fn departures(vue: &ReunionVue, now: Timestamp) -> Page<Vec<String>> {
    let rules = regles_reunion().map_err(app::AppError::from)?;
    let Some(debut) = vue.reunion.debut else { return Ok(Vec::new()) };
    let coming = rules.departures(debut, &vue.zone).into_iter().filter(|at| *at > now);
    let said = |at: Timestamp| {
        let local = at.to_zoned(vue.zone.clone());
        format!(
            "Le {}, à partir de {}",
            documents::quand::jour(local.date()),
            documents::quand::heure(&local)
        )
    };
    Ok(coming.map(said).collect())
}

/// The page of a meeting, for handlers that show it or show it again.
pub(super) async fn shown(
    web: &Web,
    proof: &Allowed<ReadGroupes>,
    (id, actor): (ReunionId, &domain::authz::Actor),
) -> Page<(Place, SheetView)> {
    let (place, vue) = (place(web, proof).await?, web.app.reunion_vue(proof, id).await?);
    let edits = also::<EditGroupes>(actor, proof.cpts());
    let own = match also::<Participer>(actor, proof.cpts()) {
        Some(own) => web.app.my_reunion(&own, id).await.ok(),
        None => None,
    };
    let convoques: Vec<Convoque> = web.app.convoques(proof, id).await?;
    let ouverts = match vue.reunion.state {
        ReunionState::Sondage | ReunionState::Prevue => web.app.open_points(proof, id).await?,
        _ => Vec::new(),
    };
    let may_edit = may_edit(web, edits.as_ref(), vue.reunion.groupe).await?;
    let depassements = if may_edit { web.app.depassements(proof, id).await? } else { Vec::new() };
    let now = web.app.clock().now();
    let groupe = vue.groupe.as_ref().map(|one| super::groupes::url(&place, one.id));
    let view = reunions::show(
        page(&place, vue.reunion.titre.clone()),
        &ReunionPage {
            url: &url(&place, id),
            groupe_url: groupe,
            convoques: &convoques,
            ouverts: &ouverts,
            departs: departures(&vue, now)?,
            may_edit,
            pieces: &web.app.reunion_pieces(proof, id).await?,
            depassements: &depassements,
            participation: &place.urls.under("participation"),
            moi: own.as_ref().map(|own| &own.moi),
            vue: &vue,
            now,
        },
    );
    Ok((place, view))
}

/// GET `…/reunions/{reunion}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadGroupes>,
    Path(path): Path<ReunionPath>,
    Signed(visitor): Signed,
    query: Query,
) -> Page<SheetView> {
    let (_, view) = shown(&web, &proof, (path.id(), &visitor.actor)).await?;
    Ok(done(view, &query, DONE))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = Result<(Timestamp, Timestamp), (&'static str, String)>;

    fn read(question: &str) -> (Read, bool) {
        let fields = Fields::parse(question.as_bytes());
        let mut typed = typed_times(&fields);
        let read = times(&fields, &app::paris(), &mut typed);
        (read, typed.double)
    }

    #[test]
    fn an_hour_that_does_not_exist_is_refused_with_a_sentence() {
        let (read, _) = read("jour=28/03/2027&debut=2h30&fin=4h");
        assert_eq!(read, Err(("debut", NO_SUCH_HOUR.to_owned())));
    }

    #[test]
    fn an_hour_that_exists_twice_asks_which_one() {
        let (asked, double) = read("jour=25/10/2026&debut=2h30&fin=4h");
        assert_eq!((asked, double), (Err(("laquelle", TWICE.to_owned())), true));
        let (first, _) = read("jour=25/10/2026&debut=2h30&fin=4h&laquelle=ete");
        let (last, _) = read("jour=25/10/2026&debut=2h30&fin=4h&laquelle=hiver");
        assert_eq!(first.unwrap().0.to_string(), "2026-10-25T00:30:00Z");
        assert_eq!(last.unwrap().0.to_string(), "2026-10-25T01:30:00Z");
    }

    #[test]
    fn a_meeting_may_end_after_midnight_and_a_mistyped_end_is_left_to_be_refused() {
        let (late, _) = read("jour=17/12/2026&debut=22h&fin=0h30");
        let (debut, fin) = late.unwrap();
        assert_eq!(fin.duration_since(debut).as_mins(), 150);
        let (debut, fin) = read("jour=17/12/2026&debut=20h&fin=19h").0.unwrap();
        assert!(fin < debut);
    }
}
