//! The authorization check is a parameter of the handler.

use std::convert::Infallible;
use std::marker::PhantomData;

use app::comptes::Visitor;
use axum::extract::{FromRequestParts, Path as AxumPath};
use axum::http::request::Parts;
use domain::authz::{Actor, Allowed, AllowedIn, InstitutionPermission, Myself, Operates, Permission};
use domain::ids::{CptsId, InstitutionId, TerritoireId, VarianteId};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::shell::{Need, PageError};

#[derive(Deserialize)]
struct InCpts {
    cpts: Uuid,
}

#[derive(Deserialize)]
struct InInstitution {
    institution: Uuid,
}

/// The blanks of an address. Where one is not well formed, nothing lives: 404, as for an unknown identifier.
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let read = AxumPath::from_request_parts(parts, state).await;
        read.map(|AxumPath(blanks)| Self(blanks)).map_err(|_| PageError::NotFound)
    }
}

fn actor(parts: &Parts) -> Result<&Actor, PageError> {
    parts.extensions.get::<Actor>().ok_or(PageError::Identity(Need::SignIn))
}

async fn actor_and_cpts(parts: &mut Parts) -> Result<(Actor, CptsId), PageError> {
    let Path(InCpts { cpts }) = Path::from_request_parts(parts, &()).await?;
    Ok((actor(parts)?.clone(), CptsId(cpts)))
}

/// Asking for `Can<P>` is the authorization check. The tenant is read once, here, from `/c/{cpts}/…`.
pub struct Can<P: Permission>(pub Allowed<P>);

impl<S: Send + Sync, P: Permission> FromRequestParts<S> for Can<P> {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let (actor, cpts) = actor_and_cpts(parts).await?;
        Ok(Self(actor.authorize(cpts)?))
    }
}

/// Whether to show a button: the action itself asks for [`Can`].
pub struct May<P: Permission>(bool, PhantomData<fn() -> P>);

impl<P: Permission> May<P> {
    /// Whether the permission is held.
    pub fn yes(&self) -> bool {
        self.0
    }
}

impl<S: Send + Sync, P: Permission> FromRequestParts<S> for May<P> {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let (actor, cpts) = actor_and_cpts(parts).await?;
        Ok(Self(actor.holds::<P>(cpts), PhantomData))
    }
}

/// The same check inside an institution, read from `/i/{institution}/…`.
pub struct CanIn<P: InstitutionPermission>(pub AllowedIn<P>);

impl<S: Send + Sync, P: InstitutionPermission> FromRequestParts<S> for CanIn<P> {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let Path(InInstitution { institution }) = Path::from_request_parts(parts, &()).await?;
        Ok(Self(actor(parts)?.authorize_in(InstitutionId(institution))?))
    }
}

/// The operator's check.
pub struct CanOperate(pub Operates);

impl<S: Send + Sync> FromRequestParts<S> for CanOperate {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        Ok(Self(actor(parts)?.operate()?))
    }
}

/// A session that lacks its second factor opens the door only, never the account.
fn strong(parts: &Parts) -> Result<&Actor, PageError> {
    let actor = actor(parts)?;
    let weak = actor.user().is_some() && !actor.standing().strong;
    if weak { Err(PageError::Identity(Need::SecondFactor)) } else { Ok(actor) }
}

/// One's own account.
pub struct Me(pub Myself);

impl<S: Send + Sync> FromRequestParts<S> for Me {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        Ok(Self(strong(parts)?.myself()?))
    }
}

/// One's own account after a recent proof of identity: factors, password, erasure.
pub struct MeConfirmed(pub Myself);

impl<S: Send + Sync> FromRequestParts<S> for MeConfirmed {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        Ok(Self(strong(parts)?.myself_confirmed()?))
    }
}

/// Who asks, signed in or not: for pages that everyone may open.
pub struct Who(pub Option<Visitor>);

impl<S: Send + Sync> FromRequestParts<S> for Who {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.get::<Visitor>().cloned()))
    }
}

/// Who asks, signed in.
pub struct Signed(pub Visitor);

impl<S: Send + Sync> FromRequestParts<S> for Signed {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let visitor = parts.extensions.get::<Visitor>().cloned();
        visitor.map(Self).ok_or(PageError::Identity(Need::SignIn))
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
