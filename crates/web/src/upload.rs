//! A form that may bring a file.

use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use crate::fields::Fields;
use crate::shell::{Htmx, PageError};

/// The fields of a form, and the file that came with it. A form without a file may be sent as an ordinary one.
pub struct Upload {
    /// What was typed.
    pub fields: Fields,
    /// Name and content of the file, when one was chosen.
    pub file: Option<(String, Vec<u8>)>,
}

fn unreadable(error: &MultipartError) -> PageError {
    if error.status() == 413 {
        PageError::TooLarge
    } else {
        PageError::BadRequest("Le fichier n'est pas arrivé en entier.".into())
    }
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Response;
    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let kind =
            request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("multipart/form-data") {
            return Ok(Self { fields: Fields::from_request(request, state).await?, file: None });
        }
        let htmx = Htmx::of(request.headers()).0;
        let action = request.uri().path().to_owned();
        let form = Multipart::from_request(request, state).await.map_err(|rejection| {
            let unreadable = PageError::BadRequest("Le formulaire n'a pas pu être lu.".into());
            if rejection.status() == 413 { PageError::TooLarge } else { unreadable }.into_response()
        })?;
        let (pairs, file) = parts(form).await.map_err(|error| unreadable(&error).into_response())?;
        Ok(Self { fields: Fields::guarded(pairs, (&action, htmx)).map_err(|refused| *refused)?, file })
    }
}

type Parts = (Vec<(String, String)>, Option<(String, Vec<u8>)>);

async fn parts(mut form: Multipart) -> Result<Parts, MultipartError> {
    let (mut pairs, mut file) = (Vec::new(), None);
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(called) => {
                let bytes = field.bytes().await?.to_vec();
                // A browser sends an empty part when nothing was chosen.
                if !bytes.is_empty() || !called.is_empty() {
                    file = Some((called, bytes));
                }
            }
            None => pairs.push((name, field.text().await?)),
        }
    }
    Ok((pairs, file))
}
