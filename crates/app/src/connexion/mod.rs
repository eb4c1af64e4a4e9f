//! Signing in at a provider of identity: Pro Santé Connect, or any other one that is configured.
//!
//! A provider proves who someone is. What they may do here is ours: an identity that no account has opens nothing,
//! unless an invitation was opened in the same browser or the owner of an account attaches it.

mod arrive;
mod begin;
mod identities;
mod settle;

use std::sync::Arc;

use security::oidc::{Exercice, Flavour, Identity, Provider, ProviderConfig};
use security::seal::SealError;
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

pub use arrive::Return;
pub use begin::{Departure, Start, Wish};
pub use identities::Attached;
pub use security::Url;
pub use security::oidc::OidcError;
pub use storage::ExternalIdentity;

use crate::comptes::Opened;
use crate::{App, AppError};

/// The providers of the instance. Each one is asked for its description when it first serves.
#[derive(Clone, Debug)]
pub(crate) struct Providers(Arc<[Slot]>);

#[derive(Debug)]
struct Slot {
    config: ProviderConfig,
    /// Empty until the provider answered once: one that is down stops nobody but those who ask for it.
    known: Mutex<Option<Arc<Provider>>>,
}

impl Providers {
    /// Nothing is asked of anyone here.
    pub(crate) fn new(configs: &[ProviderConfig]) -> Self {
        let slot = |config: &ProviderConfig| Slot { config: config.clone(), known: Mutex::new(None) };
        Self(configs.iter().map(slot).collect())
    }

    fn slot(&self, key: &str) -> Option<&Slot> {
        self.0.iter().find(|slot| slot.config.key == key)
    }
}

impl Slot {
    /// The provider with its description; a failure is forgotten, so the next person asks again.
    async fn provider(&self) -> Result<Arc<Provider>, OidcError> {
        let mut known = self.known.lock().await;
        if let Some(provider) = known.as_ref() {
            return Ok(provider.clone());
        }
        let provider = Arc::new(Provider::discover(self.config.clone()).await?);
        Ok(known.insert(provider).clone())
    }
}

/// A provider as buttons name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderName {
    /// Short name in addresses.
    pub key: String,
    /// `Pro Santé Connect`.
    pub label: String,
    /// Whether it is Pro Santé Connect.
    pub psc: bool,
}

impl From<&ProviderConfig> for ProviderName {
    fn from(config: &ProviderConfig) -> Self {
        let psc = config.flavour == Flavour::ProSanteConnect;
        Self { key: config.key.clone(), label: config.label.clone(), psc }
    }
}

/// A profession at a place, as the national directory gives it. A person may have several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Practice {
    /// Code of the profession, for example `60` for a nurse.
    pub profession: Option<String>,
    /// Name of the place, or its FINESS or SIRET number.
    pub structure: Option<String>,
}

/// How a return from a provider ends, when nothing is wrong.
#[derive(Debug)]
pub enum Arrival {
    /// A session is open; a weak one when the provider did not vouch for a second factor.
    Opened {
        /// The session.
        opened: Opened,
        /// Where the person was going, as the caller gave it.
        way: String,
    },
    /// The identity of who is signed in was proved again: the new token of their session.
    Confirmed {
        /// What the browser keeps now.
        token: security::token::Token,
        /// Where the person was going.
        way: String,
    },
    /// The person practises in several places: they say which one with [`App::choose_practice`].
    Choose {
        /// What the page gives back.
        exchange: security::token::Token,
        /// The choices.
        practices: Vec<Practice>,
    },
    /// The identity now signs in to the account.
    Attached,
    /// The provider knows the person, and nobody here does. No account was made.
    Unknown,
}

/// Why an exchange with a provider did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum ExternalError {
    /// No provider of that name is configured.
    #[error("no such provider")]
    UnknownProvider,
    /// The exchange of this return was never started, or was forgotten since.
    #[error("no such exchange")]
    NoExchange,
    /// This return was already used.
    #[error("the exchange was already used")]
    Replayed,
    /// The exchange was started too long ago.
    #[error("the exchange is too old")]
    TooOld,
    /// The exchange was started in another browser.
    #[error("the exchange was started in another browser")]
    OtherBrowser,
    /// Another account has this identity.
    #[error("another account has this identity")]
    Taken,
    /// The account already has another identity at this provider.
    #[error("the account already has another identity at this provider")]
    AlreadyAttached,
    /// The identity is not the one of who is signed in.
    #[error("the identity is not the one of who is signed in")]
    OtherPerson,
    /// The account was closed.
    #[error("the account is closed")]
    Closed,
    /// The invitation does not work any more.
    #[error("the invitation does not work any more")]
    InvitationOver,
    /// It is the only way into the account.
    #[error("it is the only way into the account")]
    OnlyWay,
    /// What the provider said, or did not say.
    #[error(transparent)]
    Provider(#[from] OidcError),
    /// Something of ours.
    #[error(transparent)]
    App(#[from] AppError),
}

impl ExternalError {
    /// A word for the trace; nothing of the person in it.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::UnknownProvider => "unknown_provider",
            Self::NoExchange => "no_exchange",
            Self::Replayed => "replayed",
            Self::TooOld => "too_old",
            Self::OtherBrowser => "other_browser",
            Self::Taken => "taken",
            Self::AlreadyAttached => "already_attached",
            Self::OtherPerson => "other_person",
            Self::Closed => "closed",
            Self::InvitationOver => "invitation_over",
            Self::OnlyWay => "only_way",
            Self::App(_) => "internal",
            Self::Provider(error) => match error {
                OidcError::Unreachable(_) => "unreachable",
                OidcError::BadDiscovery(_) => "bad_discovery",
                OidcError::Refused(_) => "refused",
                OidcError::WrongAcr => "wrong_acr",
                OidcError::UnknownKey => "unknown_key",
                OidcError::BadSignature => "bad_signature",
                OidcError::Expired => "expired",
                OidcError::WrongNonce => "wrong_nonce",
                OidcError::WrongAudience => "wrong_audience",
                OidcError::WrongIssuer => "wrong_issuer",
                OidcError::NoSubject => "no_subject",
                OidcError::BadAnswer(_) => "bad_answer",
            },
        }
    }
}

impl From<storage::StorageError> for ExternalError {
    fn from(error: storage::StorageError) -> Self {
        Self::App(error.into())
    }
}

impl From<&'static domain::source::RulesError> for ExternalError {
    fn from(error: &'static domain::source::RulesError) -> Self {
        Self::App(error.into())
    }
}

impl App {
    /// The providers that people may sign in with.
    pub fn providers(&self) -> Vec<ProviderName> {
        self.settings.providers.iter().map(ProviderName::from).collect()
    }

    /// One of them.
    pub fn provider(&self, key: &str) -> Option<ProviderName> {
        self.settings.providers.iter().find(|config| config.key == key).map(ProviderName::from)
    }

    fn return_address(&self, key: &str) -> Result<Url, ExternalError> {
        self.address(&format!("/connexion/{key}/retour"))
    }

    /// An address of this instance, as people and providers know it.
    fn address(&self, path: &str) -> Result<Url, ExternalError> {
        let text = format!("{}{path}", self.settings.public_url);
        Url::parse(&text).map_err(|error| AppError::Security(format!("{text}: {error}")).into())
    }
}

/// Kind of the tokens of an exchange that waits for the provider.
const EXCHANGE: &str = "oidc";
/// Kind of the tokens of an exchange that waits for a choice of practice.
const CHOICE: &str = "oidc.practice";

/// What a person came for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Intent {
    Enter,
    /// By the hash of what opens the invitation.
    Accept(String),
    Attach,
    Confirm,
}

/// What must be remembered of who left.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Asked {
    provider: String,
    /// Hash of what the browser keeps.
    browser: String,
    intent: Intent,
    way: String,
}

/// A person as the provider gave them, reduced to what serves.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Recognised {
    subject: String,
    national_id: Option<String>,
    name: Option<String>,
    email: Option<String>,
    strong: bool,
    id_token: String,
    practices: Vec<Practice>,
}

impl From<Identity> for Recognised {
    fn from(identity: Identity) -> Self {
        let names = [identity.given_name, identity.family_name];
        let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
        Self {
            practices: practices(&identity.exercices),
            name: Some(name).filter(|name| !name.is_empty()),
            subject: identity.subject,
            national_id: identity.national_id,
            email: identity.email,
            strong: identity.strong,
            id_token: identity.id_token,
        }
    }
}

/// One line for each profession at each place, without repetition.
fn practices(exercices: &[Exercice]) -> Vec<Practice> {
    let mut all: Vec<Practice> = Vec::new();
    for exercice in exercices {
        let profession = &exercice.profession_code;
        let places = exercice.activities.iter().map(|activity| {
            activity.name.clone().or_else(|| activity.finess.clone()).or_else(|| activity.siret.clone())
        });
        let mut places: Vec<Option<String>> = places.collect();
        if places.is_empty() {
            places.push(None);
        }
        for structure in places {
            let practice = Practice { profession: profession.clone(), structure };
            if practice != Practice::default() && !all.contains(&practice) {
                all.push(practice);
            }
        }
    }
    all
}

fn sealed_badly(error: &SealError) -> ExternalError {
    AppError::Security(error.to_string()).into()
}

#[cfg(test)]
mod tests {
    use security::oidc::Activity;

    use super::*;

    #[test]
    fn a_person_has_one_line_for_each_profession_at_each_place() {
        let activity = |name: &str| Activity { name: Some(name.into()), ..Activity::default() };
        let nurse = |activities: Vec<Activity>| Exercice {
            profession_code: Some("60".into()),
            category: Some("C".into()),
            activities,
        };
        let finess = Activity { finess: Some("990000001".into()), ..Activity::default() };
        let all = practices(&[
            nurse(vec![activity("CABINET"), activity("CABINET"), finess]),
            nurse(vec![]),
            Exercice::default(),
        ]);
        let places: Vec<_> = all.iter().map(|one| one.structure.as_deref()).collect();
        assert_eq!(places, [Some("CABINET"), Some("990000001"), None]);
        assert!(practices(&[]).is_empty());
    }
}
