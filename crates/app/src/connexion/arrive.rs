//! Coming back from a provider.

use domain::securite;
use security::oidc::OidcError;
use security::token::{Token, TokenHash};
use serde::{Deserialize, Serialize};
use storage::OneTimeToken;

use super::begin::Exchange;
use super::{Arrival, Asked, CHOICE, EXCHANGE, ExternalError, Intent, Practice, Recognised};
use crate::App;
use crate::comptes::Visitor;

/// What a return address and its browser bring.
#[derive(Clone, Copy)]
pub struct Return<'a> {
    /// Key of the provider, from the address.
    pub provider: &'a str,
    /// `state` of the address, or the token of a choice.
    pub state: &'a str,
    /// `code` of the address; `error` when the provider refused.
    pub code: Result<&'a str, &'a str>,
    /// What this browser kept when it left.
    pub browser: Option<&'a str>,
    /// Who is signed in.
    pub visitor: Option<&'a Visitor>,
    /// What the person will recognise: `Firefox sur Windows`.
    pub device: &'a str,
    /// Where they call from.
    pub address: &'a str,
}

/// What waits for a choice of practice, sealed.
#[derive(Serialize, Deserialize)]
struct Pending {
    person: Recognised,
    asked: Asked,
}

impl App {
    /// Finishes an exchange that comes back.
    ///
    /// # Errors
    /// Each variant of [`ExternalError`]; a line of the trace says which, without personal data.
    pub async fn finish_external(&self, back: &Return<'_>) -> Result<Arrival, ExternalError> {
        let arrival = self.arrive(back).await;
        self.limited(back, arrival).await
    }

    /// Goes on with the practice that the person chose, by its place in the list.
    ///
    /// # Errors
    /// As [`App::finish_external`]; [`ExternalError::NoExchange`] for a choice that was not offered.
    pub async fn choose_practice(&self, back: &Return<'_>, choice: usize) -> Result<Arrival, ExternalError> {
        let arrival = self.arrive_with(back, choice).await;
        self.limited(back, arrival).await
    }

    /// The practices of a choice that waits; `None` when it waits no more.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn offered_practices(&self, back: &Return<'_>) -> Result<Option<Vec<Practice>>, ExternalError> {
        self.providers.slot(back.provider).ok_or(ExternalError::UnknownProvider)?;
        let hash = TokenHash::of(back.state);
        let tx = self.store.read().await?;
        let waiting = tx.one_time_token(CHOICE, hash.as_str()).await?;
        let live = waiting.filter(|token| token.used_at.is_none() && token.expires_at > self.now());
        let Some(token) = live else { return Ok(None) };
        let pending: Pending = self.open_exchange(&token)?;
        Ok(same_browser(&pending.asked, back).is_ok().then_some(pending.person.practices))
    }

    /// Counts failures by network address before they leave a line: a flood of them leaves none.
    async fn limited(
        &self,
        back: &Return<'_>,
        arrival: Result<Arrival, ExternalError>,
    ) -> Result<Arrival, ExternalError> {
        let Err(error) = &arrival else { return arrival };
        // Any site can have a browser open such an address, without what this one keeps: it costs nobody anything.
        let noise = matches!(error, ExternalError::NoExchange | ExternalError::UnknownProvider);
        if noise && back.browser.is_none() {
            return arrival;
        }
        self.within_limit(&securite::rules()?.sign_in, back.address).await?;
        self.trace_refusal(back.provider, arrival).await
    }

    async fn arrive(&self, back: &Return<'_>) -> Result<Arrival, ExternalError> {
        let slot = self.providers.slot(back.provider).ok_or(ExternalError::UnknownProvider)?;
        let token = self.take(EXCHANGE, back.state).await?;
        let Exchange { nonce, verifier, asked } = self.open_exchange(&token)?;
        same_browser(&asked, back)?;
        let code = back.code.map_err(OidcError::refused)?;
        let provider = slot.provider().await?;
        let redirect = self.return_address(back.provider)?;
        let expected = security::oidc::Expected { nonce: &nonce, verifier: &verifier };
        let identity = provider.finish(&redirect, code, expected, self.now()).await?;
        let person = Recognised::from(identity);
        let tx = self.store.read().await?;
        let national = person.national_id.as_deref();
        let known = tx.external_identity(back.provider, &person.subject, national).await?;
        drop(tx);
        if known.is_none() && asked.intent == Intent::Enter {
            return self.unknown(back.provider).await;
        }
        let kept = known.map(|known| Practice { profession: known.profession, structure: known.structure });
        match kept.filter(|kept| person.practices.contains(kept)) {
            Some(kept) => self.settle(&person, &asked, (token.user, Some(kept)), back).await,
            None if person.practices.len() > 1 => self.ask_practice(person, asked, &token).await,
            None => {
                let only = person.practices.first().cloned();
                self.settle(&person, &asked, (token.user, only), back).await
            }
        }
    }

    async fn ask_practice(
        &self,
        person: Recognised,
        asked: Asked,
        token: &OneTimeToken,
    ) -> Result<Arrival, ExternalError> {
        let exchange = Token::new(self.settings.entropy.as_ref());
        let practices = person.practices.clone();
        let tx = self.store.write().await?;
        let pending = Pending { person, asked };
        self.keep_exchange(&tx, (CHOICE, token.user), &exchange.hash(), &pending).await?;
        tx.commit().await?;
        Ok(Arrival::Choose { exchange, practices })
    }

    async fn arrive_with(&self, back: &Return<'_>, choice: usize) -> Result<Arrival, ExternalError> {
        self.providers.slot(back.provider).ok_or(ExternalError::UnknownProvider)?;
        let token = self.take(CHOICE, back.state).await?;
        let pending: Pending = self.open_exchange(&token)?;
        same_browser(&pending.asked, back)?;
        let chosen = pending.person.practices.get(choice).cloned().ok_or(ExternalError::NoExchange)?;
        self.settle(&pending.person, &pending.asked, (token.user, Some(chosen)), back).await
    }

    /// Uses what was remembered, once; says why when that cannot be.
    async fn take(&self, kind: &'static str, secret: &str) -> Result<OneTimeToken, ExternalError> {
        let hash = TokenHash::of(secret);
        let tx = self.store.write().await?;
        let used = tx.use_one_time_token(kind, hash.as_str(), self.now()).await?;
        tx.commit().await?;
        if let Some(token) = used {
            return Ok(token);
        }
        let former = self.store.read().await?.one_time_token(kind, hash.as_str()).await?;
        Err(match former {
            None => ExternalError::NoExchange,
            Some(former) if former.used_at.is_some() => ExternalError::Replayed,
            Some(_) => ExternalError::TooOld,
        })
    }
}

/// The return must come to the browser that left, for the provider that was asked.
fn same_browser(asked: &Asked, back: &Return<'_>) -> Result<(), ExternalError> {
    if asked.provider != back.provider {
        return Err(ExternalError::NoExchange);
    }
    let kept = TokenHash::parse(&asked.browser);
    let brought = back.browser.map(TokenHash::of);
    if kept.is_some() && kept == brought { Ok(()) } else { Err(ExternalError::OtherBrowser) }
}
