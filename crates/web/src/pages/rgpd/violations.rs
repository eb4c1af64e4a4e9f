//! The log of breaches.

use app::rgpd::{Decision, ViolationInput, ViolationLine};
use axum::extract::State;
use axum::response::Response;
use documents::RegistreEntry;
use domain::authz::{Allowed, ManageViolations};
use domain::ids::ViolationId;
use jiff::Timestamp;
use serde::Deserialize;
use uuid::Uuid;

use super::{done, instant, page, refused, written, wrong};
use crate::access::{Can, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, Place, file, go, in_france, moment, place};
use crate::state::Web;
use crate::views::rgpd::violations::{self, Typed};
use crate::views::{self, SheetView};
use crate::wording::UNREADABLE_NUMBER;
use crate::wording::rgpd::{CHOOSE, NOT_A_DAY};

const DONE: &[(&str, &str)] = &[
    ("declaree", "La violation est enregistrée. Le délai de 72 heures court."),
    ("corrigee", "La correction est enregistrée."),
    ("decidee", "La décision est enregistrée."),
    ("informees", "L'information des personnes est notée."),
    ("close", "La violation est close. Elle reste dans le registre."),
];

/// `…/violations/{violation}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct ViolationPath {
    violation: Uuid,
}

impl ViolationPath {
    fn id(self) -> ViolationId {
        ViolationId(self.violation)
    }
}

fn under(place: &Place, title: impl Into<String>) -> views::Page {
    page(place, title).under("Violations", place.urls.under("organisation/violations"))
}

/// GET `…/organisation/violations`.
pub(crate) async fn list(State(web): State<Web>, Can(proof): Can<ManageViolations>) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let lines = web.app.violations(&proof).await?;
    let page = page(&place, "Violations de données");
    Ok(violations::list(page, &place.urls.organisation(), &lines, moment))
}

/// Day and time of an instant, as they stand in fields.
fn typed_at(at: Option<Timestamp>) -> (String, String) {
    let Some(at) = at else { return Default::default() };
    let local = in_france(at);
    (domain::nombres::date(local.date()), format!("{:02}:{:02}", local.hour(), local.minute()))
}

fn new_form(web: &Web, place: &Place) -> SheetView {
    let typed = Typed { discovered: typed_at(Some(web.app.clock().now())), ..Typed::default() };
    violations::form(under(place, "Déclarer une violation"), &place.urls.organisation(), &typed)
}

/// GET `…/organisation/violations/nouvelle`.
pub(crate) async fn new(State(web): State<Web>, Can(proof): Can<ManageViolations>) -> Page<SheetView> {
    Ok(new_form(&web, &place(&web, &proof).await?))
}

/// What was typed; what is wrong is a field and its sentence.
fn input(fields: &Fields) -> Result<ViolationInput<'_>, (&'static str, &'static str)> {
    let discovered_at = instant(fields, "decouverte", "decouverte_heure")?;
    let people = match fields.text("nombre") {
        "" => None,
        _ => Some(fields.whole_number("nombre").ok_or(("nombre", UNREADABLE_NUMBER))?),
    };
    Ok(ViolationInput {
        title: fields.text("titre"),
        facts: fields.text("faits"),
        categories: fields.text("categories"),
        people,
        consequences: fields.text("consequences"),
        measures: fields.text("mesures"),
        happened_at: instant(fields, "survenue", "survenue_heure")?,
        discovered_at: discovered_at.ok_or(("decouverte", NOT_A_DAY))?,
    })
}

/// POST `…/organisation/violations/nouvelle`.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(proof): Can<ManageViolations>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let input = match input(&fields) {
        Ok(input) => input,
        Err(error) => return Ok(wrong(new_form(&web, &place), &fields, error)),
    };
    match web.app.record_violation(&proof, &input).await {
        Ok(id) => Ok(to(&place, id, "declaree")),
        Err(error) => refused(new_form(&web, &place), &fields, error),
    }
}

fn to(place: &Place, id: ViolationId, what: &str) -> Response {
    go(&format!("{}/{id}?fait={what}", place.urls.under("organisation/violations")))
}

async fn shown(web: &Web, proof: &Allowed<ManageViolations>, id: ViolationId) -> Page<(Place, SheetView)> {
    let (place, line) = (place(web, proof).await?, web.app.violation(proof, id).await?);
    let row = &line.row;
    let typed = Typed {
        title: row.title.clone(),
        facts: row.facts.clone(),
        categories: row.categories.clone(),
        people: row.people.map(|people| people.to_string()).unwrap_or_default(),
        consequences: row.consequences.clone(),
        measures: row.measures.clone(),
        happened: typed_at(row.happened_at),
        discovered: typed_at(Some(row.discovered_at)),
    };
    let page = under(&place, row.title.clone());
    let view = violations::show(page, &place.urls.organisation(), (&line, &typed), moment);
    Ok((place, view))
}

/// GET `…/organisation/violations/{violation}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ManageViolations>,
    Path(path): Path<ViolationPath>,
    query: Query,
) -> Page<SheetView> {
    let (_, view) = shown(&web, &proof, path.id()).await?;
    Ok(done(view, &query, DONE))
}

/// POST `…/organisation/violations/{violation}`.
pub(crate) async fn correct(
    State(web): State<Web>,
    Can(proof): Can<ManageViolations>,
    Path(path): Path<ViolationPath>,
    fields: Fields,
) -> Page<Response> {
    let (place, view) = shown(&web, &proof, path.id()).await?;
    let input = match input(&fields) {
        Ok(input) => input,
        Err(error) => return Ok(wrong(view, &fields, error)),
    };
    match web.app.correct_violation(&proof, path.id(), &input).await {
        Ok(()) => Ok(to(&place, path.id(), "corrigee")),
        Err(error) => refused(view, &fields, error),
    }
}

/// POST `…/organisation/violations/{violation}/decision`.
pub(crate) async fn decide(
    State(web): State<Web>,
    Can(proof): Can<ManageViolations>,
    Path(path): Path<ViolationPath>,
    fields: Fields,
) -> Page<Response> {
    let (place, view) = shown(&web, &proof, path.id()).await?;
    let reason = fields.text("motif");
    let decision = match (fields.text("decision"), instant(&fields, "le", "heure")) {
        ("non_requise", _) => Decision::NotRequired { reason },
        ("notifiee", Ok(Some(at))) => Decision::Notified { at, reason },
        ("notifiee", Ok(None)) => return Ok(wrong(view, &fields, ("le", NOT_A_DAY))),
        ("notifiee", Err(error)) => return Ok(wrong(view, &fields, error)),
        _ => return Ok(wrong(view, &fields, ("decision", CHOOSE))),
    };
    match web.app.decide_violation(&proof, path.id(), decision).await {
        Ok(()) => Ok(to(&place, path.id(), "decidee")),
        Err(error) => refused(view, &fields, error),
    }
}

/// POST `…/organisation/violations/{violation}/personnes`.
pub(crate) async fn told(
    State(web): State<Web>,
    Can(proof): Can<ManageViolations>,
    Path(path): Path<ViolationPath>,
    fields: Fields,
) -> Page<Response> {
    let (place, view) = shown(&web, &proof, path.id()).await?;
    let at = match instant(&fields, "informees", "informees_heure") {
        Ok(Some(at)) if at <= web.app.clock().now() => at,
        Ok(Some(_)) => return Ok(wrong(view, &fields, ("informees", crate::wording::rgpd::FUTURE))),
        Ok(None) => return Ok(wrong(view, &fields, ("informees", NOT_A_DAY))),
        Err(error) => return Ok(wrong(view, &fields, error)),
    };
    web.app.decide_violation(&proof, path.id(), Decision::PeopleTold { at }).await?;
    Ok(to(&place, path.id(), "informees"))
}

/// POST `…/organisation/violations/{violation}/cloturer`.
pub(crate) async fn close(
    State(web): State<Web>,
    Can(proof): Can<ManageViolations>,
    Path(path): Path<ViolationPath>,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    web.app.decide_violation(&proof, path.id(), Decision::Closed).await?;
    Ok(to(&place, path.id(), "close"))
}

async fn document(web: &Web, proof: &Allowed<ManageViolations>) -> Page<documents::Registre> {
    let (cpts, lines) = (web.app.cpts(proof.cpts()).await?, web.app.violations(proof).await?);
    let entry = |line: &ViolationLine| RegistreEntry {
        title: line.row.title.clone(),
        texts: violations::texts(line, moment).to_vec(),
    };
    Ok(documents::Registre {
        title: "Registre des violations de données".into(),
        fictitious: cpts.fictitious,
        cpts: cpts.name,
        preamble: vec!["RGPD, article 33, paragraphe 5".into()],
        date: web.app.today(),
        labels: violations::LABELS.map(str::to_owned).to_vec(),
        entries: lines.iter().map(entry).collect(),
    })
}

/// GET `…/organisation/violations.pdf`.
pub(crate) async fn pdf(State(web): State<Web>, Can(proof): Can<ManageViolations>) -> Page<Response> {
    let document = document(&web, &proof).await?;
    let bytes = written(move || documents::registre_pdf(&document)).await?;
    Ok(file(bytes, "application/pdf", "registre-violations.pdf"))
}

/// GET `…/organisation/violations.csv`.
pub(crate) async fn csv(State(web): State<Web>, Can(proof): Can<ManageViolations>) -> Page<Response> {
    let document = document(&web, &proof).await?;
    Ok(file(documents::registre_csv(&document), "text/csv; charset=utf-8", "registre-violations.csv"))
}
