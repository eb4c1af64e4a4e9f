//! Pages about personal data.

pub(crate) mod compte;
pub(crate) mod conservation;
pub(crate) mod demandes;
pub(crate) mod registre;
pub(crate) mod violations;

use app::rgpd::RgpdError;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::{Page, Place};
use crate::fields::{Fields, Query};
use crate::shell::PageError;
use crate::views::components::{Notice, Tone};
use crate::views::{self, Section, SheetView};
use crate::wording;

/// A page of the organisation.
fn page(place: &Place, title: impl Into<String>) -> views::Page {
    views::Page::of_cpts(&place.key, &place.name, Section::Organisation, title)
        .under("Organisation", place.urls.organisation())
}

/// The same form with what was typed and what is wrong; errors that are about no field have their own page.
fn refused(view: SheetView, fields: &Fields, error: RgpdError) -> Page<Response> {
    match wording::rgpd::at_field(&error) {
        Some((field, sentence)) => Ok(wrong(view, fields, (field, sentence))),
        None => Err(error.into()),
    }
}

/// The same form with what was typed and one error.
fn wrong(view: SheetView, fields: &Fields, (field, sentence): (&str, &str)) -> Response {
    let view = view.keeping(|name| fields.raw(name).map(str::to_owned)).refusing(field, sentence);
    (StatusCode::UNPROCESSABLE_ENTITY, view).into_response()
}

/// Says what was done, when the address says it.
fn done(view: SheetView, query: &Query, sentences: &[(&str, &str)]) -> SheetView {
    let key = query.0.text("fait");
    match sentences.iter().find(|(known, _)| *known == key) {
        Some((_, text)) => {
            SheetView { page: view.page.with_notice(Notice::new(Tone::Success, *text)), parts: view.parts }
        }
        None => view,
    }
}

/// An instant from a day and a time in France. What is wrong: the field and its sentence.
fn instant<'a>(
    fields: &Fields,
    day: &'a str,
    time: &'a str,
) -> Result<Option<Timestamp>, (&'a str, &'static str)> {
    let date = fields.day(day).map_err(|_| (day, wording::rgpd::NOT_A_DAY))?;
    let Some(date) = date else { return Ok(None) };
    let at = fields.time(time).ok_or((time, wording::rgpd::NOT_A_TIME))?;
    local(date, at).map(Some).ok_or((day, wording::rgpd::NOT_A_DAY))
}

fn local(date: Date, time: Time) -> Option<Timestamp> {
    Some(date.to_datetime(time).to_zoned(app::paris()).ok()?.timestamp())
}

/// Makes a document away from the threads that answer requests.
async fn written(
    make: impl FnOnce() -> Result<Vec<u8>, documents::DocumentError> + Send + 'static,
) -> Page<Vec<u8>> {
    let document = tokio::task::spawn_blocking(make).await;
    document.map_err(|error| PageError::internal(&error))?.map_err(|error| PageError::internal(&error))
}
