//! Imports of spreadsheets and exports of the community.

pub(crate) mod donner;
pub(crate) mod faits;

use domain::rgpd::conservation::{Keep, retention};

use super::Place;
use crate::shell::PageError;
use crate::views::imports::{Adresses, Delais};

fn adresses(place: &Place) -> Adresses {
    Adresses {
        importer: place.urls.under("communaute/importer"),
        imports: place.urls.under("imports"),
        communaute: place.urls.under("communaute"),
    }
}

/// How long things are kept, as the rules of retention say.
fn delais() -> Result<Delais, PageError> {
    let days = |key: &str| -> Result<u32, PageError> {
        let rule = retention(key).map_err(|error| PageError::internal(error))?;
        Ok(match rule.map(|rule| rule.keep) {
            Some(Keep::Days(days)) => days,
            Some(Keep::Months(months)) => months.saturating_mul(30),
            None => 0,
        })
    };
    Ok((days("brouillon_import")?, days("lot")?))
}
