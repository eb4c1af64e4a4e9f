//! Form fields, repeated names kept.

use axum::extract::{FromRequest, FromRequestParts, RawForm, Request};
use axum::http::request::Parts;
use territory::UnitCode;

use crate::shell::PageError;

/// The fields of a form or of an address, in order.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    fn parse(bytes: &[u8]) -> Self {
        Self(form_urlencoded::parse(bytes).into_owned().collect())
    }

    /// The first value of a name, trimmed; empty when it is not there.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim()).unwrap_or_default()
    }

    /// A whole number as people type it: `47 617`, `47.617`. `None` when it is not one.
    pub fn whole_number(&self, name: &str) -> Option<u32> {
        let digits: String = self.text(name).chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
        digits.parse().ok()
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
    type Rejection = PageError;
    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        match RawForm::from_request(request, state).await {
            Ok(RawForm(bytes)) => Ok(Self::parse(&bytes)),
            Err(rejection) if rejection.status() == 413 => Err(PageError::TooLarge),
            Err(_) => Err(PageError::BadRequest("Le formulaire n'a pas pu être lu.".into())),
        }
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
