//! The authorization check is a parameter of the handler.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use domain::authz::{Actor, Allowed, Permission};
use domain::ids::{CptsId, TerritoireId, VarianteId};
use serde::Deserialize;
use uuid::Uuid;

use crate::shell::PageError;

#[derive(Deserialize)]
struct InCpts {
    cpts: Uuid,
}

async fn actor_and_cpts(parts: &mut Parts) -> Result<(Actor, CptsId), PageError> {
    let Path(InCpts { cpts }) =
        Path::from_request_parts(parts, &()).await.map_err(|_| PageError::NotFound)?;
    let actor = parts.extensions.get::<Actor>().ok_or(PageError::Forbidden)?;
    Ok((actor.clone(), CptsId(cpts)))
}

/// Asking for `Can<P>` is the authorization check. The tenant is read once, here, from `/c/{cpts}/…`.
pub struct Can<P: Permission>(pub Allowed<P>);

impl<S: Send + Sync, P: Permission> FromRequestParts<S> for Can<P> {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let (actor, cpts) = actor_and_cpts(parts).await?;
        Ok(Self(actor.authorize(cpts).map_err(|_| PageError::Forbidden)?))
    }
}

/// Whether to show a button: the action itself asks for [`Can`].
pub struct May<P: Permission>(pub Option<Allowed<P>>);

impl<P: Permission> May<P> {
    /// Whether the permission is held.
    pub fn yes(&self) -> bool {
        self.0.is_some()
    }
}

impl<S: Send + Sync, P: Permission> FromRequestParts<S> for May<P> {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let (actor, cpts) = actor_and_cpts(parts).await?;
        Ok(Self(actor.authorize(cpts).ok()))
    }
}

/// `…/territoires/{territoire}`.
#[derive(Clone, Copy, Deserialize)]
pub struct TerritoirePath {
    territoire: Uuid,
}

impl TerritoirePath {
    /// The territory.
    pub fn id(self) -> TerritoireId {
        TerritoireId(self.territoire)
    }
}

/// `…/territoires/{territoire}/variantes/{variante}`.
#[derive(Clone, Copy, Deserialize)]
pub struct VariantePath {
    territoire: Uuid,
    variante: Uuid,
}

impl VariantePath {
    /// The territory and its variant.
    pub fn ids(self) -> (TerritoireId, VarianteId) {
        (TerritoireId(self.territoire), VarianteId(self.variante))
    }
}
