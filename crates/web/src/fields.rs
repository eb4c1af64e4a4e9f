//! Form fields, repeated names kept.

use axum::extract::{FromRequest, FromRequestParts, RawForm, Request};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::texte::read_day;
use jiff::civil::{Date, Time};
use territory::UnitCode;

use crate::nir;
use crate::shell::{Htmx, PageError};
use crate::wording::SOCIAL_SECURITY;

/// What was typed is not a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADay;

/// The fields of a form or of an address, in order.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        Self(form_urlencoded::parse(bytes).into_owned().collect())
    }

    /// The first value of a name, trimmed; empty when it is not there.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim()).unwrap_or_default()
    }

    /// The first value of a name as it was typed, spaces included: a password is not trimmed.
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Every value of a name, trimmed, in order.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.trim())
    }

    /// These names and values, unless one of them holds a social security number.
    pub(crate) fn guarded(
        pairs: Vec<(String, String)>,
        (action, htmx): (&str, bool),
    ) -> Result<Self, Box<Response>> {
        match (nir::is_in(&pairs), htmx) {
            (false, _) => Ok(Self(pairs)),
            // The page is still there, with what was typed: only the message comes.
            (true, true) => Err(Box::new(PageError::Unprocessable(SOCIAL_SECURITY.into()).into_response())),
            (true, false) => Err(Box::new(nir::refusal(action, &pairs))),
        }
    }

    /// A whole number as people type it: `47 617`, `47.617`. `None` when it is not one.
    pub fn whole_number(&self, name: &str) -> Option<u32> {
        let digits: String = self.text(name).chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
        digits.parse().ok()
    }

    /// A day as people type it: `12/10/2023`, `12.10.23`, `12102023`, `2023-10-12`.
    ///
    /// # Errors
    /// When what was typed is not a day. Nothing typed is `None`.
    pub fn day(&self, name: &str) -> Result<Option<Date>, NotADay> {
        let typed = self.text(name);
        if typed.is_empty() { Ok(None) } else { read_day(typed).map(Some).ok_or(NotADay) }
    }

    /// A time of the day as people type it: `14:30`, `14h30`, `14 h 30`, `9 h`.
    pub fn time(&self, name: &str) -> Option<Time> {
        let typed: String = self.text(name).chars().filter(|c| !c.is_whitespace()).collect();
        let (hour, minute) = typed.split_once([':', 'h', 'H']).unwrap_or((&typed, ""));
        let minute = if minute.is_empty() { Ok(0) } else { minute.parse() };
        Time::new(hour.parse().ok()?, minute.ok()?, 0, 0).ok()
    }

    /// The units of all fields `unite`.
    ///
    /// # Errors
    /// When one of them is not a code.
    pub fn units(&self) -> Result<Vec<UnitCode>, PageError> {
        let values = self.0.iter().filter(|(key, _)| key == "unite");
        values
            .map(|(_, value)| {
                value.trim().parse().map_err(|_| {
                    PageError::BadRequest(format!(
                        "«\u{a0}{value}\u{a0}» n'est pas un code de commune ni d'IRIS."
                    ))
                })
            })
            .collect()
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Response;
    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let htmx = Htmx::of(request.headers()).0;
        let action = request.uri().path().to_owned();
        let fields = match RawForm::from_request(request, state).await {
            Ok(RawForm(bytes)) => Self::parse(&bytes),
            Err(rejection) if rejection.status() == 413 => return Err(PageError::TooLarge.into_response()),
            Err(_) => {
                let unreadable = PageError::BadRequest("Le formulaire n'a pas pu être lu.".into());
                return Err(unreadable.into_response());
            }
        };
        Self::guarded(fields.0, (&action, htmx)).map_err(|refused| *refused)
    }
}

/// The fields of the address.
pub struct Query(pub Fields);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        Ok(Self(Fields::parse(parts.uri.query().unwrap_or_default().as_bytes())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Fields {
        Fields(vec![("champ".to_owned(), text.to_owned())])
    }

    #[test]
    fn days_are_read_as_people_type_them() {
        let expected = jiff::civil::date(2023, 10, 12);
        for text in ["12/10/2023", "12/10/23", "12.10.23", "12102023", "2023-10-12", " 12 10 2023 "] {
            assert_eq!(typed(text).day("champ"), Ok(Some(expected)), "{text}");
        }
        assert_eq!(typed("").day("champ"), Ok(None));
        for text in ["31/02/2023", "demain", "12/10", "12/10/20235", "00/10/2023", "é1234567"] {
            assert_eq!(typed(text).day("champ"), Err(NotADay), "{text}");
        }
    }

    #[test]
    fn times_are_read_as_people_type_them() {
        let time = |text: &str| typed(text).time("champ").map(|time| (time.hour(), time.minute()));
        for text in ["14:30", "14h30", "14 h 30", "14\u{a0}h\u{a0}30"] {
            assert_eq!(time(text), Some((14, 30)), "{text}");
        }
        assert_eq!(time("9 h"), Some((9, 0)));
        for text in ["", "25:00", "midi", "14:75"] {
            assert_eq!(time(text), None, "{text}");
        }
    }
}
