//! Passkeys (WebAuthn): a device proves who the person is, for our address and no other.
//!
//! Options, states and stored passkeys are JSON texts. The state of an exchange stays on the server (the session
//! row), serves once, and is thrown away. The challenges are drawn by the library from the operating system.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use url::Url;
use uuid::Uuid;
use webauthn_rs::prelude::{
    CredentialID, Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use crate::entropy::{Entropy, bytes};
use crate::seal::KeyRing;

/// Why a passkey was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum PasskeyError {
    /// Passkeys need a host name: an address of numbers cannot have any.
    #[error("passkeys need a public address with a host name")]
    NoHostName,
    /// A stored passkey or state that cannot be read.
    #[error("stored passkey data cannot be read: {0}")]
    BadStored(serde_json::Error),
    /// The browser sent something else than a WebAuthn answer.
    #[error("the browser's answer cannot be read: {0}")]
    BadAnswer(serde_json::Error),
    /// The person has no passkey to sign in with.
    #[error("no passkey is registered")]
    NoPasskey,
    /// The counter went back: the passkey may have been copied.
    #[error("the passkey may have been copied")]
    Copied,
    /// The proof is wrong: another address, another challenge, a bad signature, an unknown device.
    #[error("the proof was refused: {0}")]
    Refused(WebauthnError),
}

/// A passkey as the database keeps it. It holds a public key only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPasskey {
    /// The identifier that the device gave, in base64url without padding.
    pub id: String,
    /// All of it, as the library writes it.
    pub json: String,
}

/// What to send to the browser, and what to keep until it answers.
#[derive(Debug, Clone)]
pub struct Started {
    /// For `navigator.credentials`: an object with one member, `publicKey`.
    pub options_json: String,
    /// For the `finish_…` function; it stays on the server.
    pub state_json: String,
}

/// Who signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The identifier of the passkey that served.
    pub id: String,
    /// The passkey to save again, when its counter or its backup state changed.
    pub updated: Option<StoredPasskey>,
}

/// Registers and checks passkeys for one public address.
#[derive(Debug, Clone)]
pub struct Passkeys(Webauthn);

impl Passkeys {
    /// For the address that people type, for example `https://cpts.exemple.fr`.
    pub fn new(public_url: &Url) -> Result<Self, PasskeyError> {
        let host = public_url.domain().ok_or(PasskeyError::NoHostName)?;
        WebauthnBuilder::new(host, public_url)
            .and_then(|builder| builder.rp_name(host).build())
            .map(Self)
            .map_err(|_| PasskeyError::NoHostName)
    }

    /// For the same address, as it stands in the settings.
    pub fn at(public_url: &str) -> Result<Self, PasskeyError> {
        Self::new(&Url::parse(public_url).map_err(|_| PasskeyError::NoHostName)?)
    }

    /// What the browser is sent for an address that has no passkey: nobody can answer it, and it does not tell so.
    ///
    /// The identifiers of devices that do not exist are drawn from the key and the address: they stay the same. One
    /// address in four has two of them, so that two devices do not tell an account either.
    pub fn decoy(&self, keys: &KeyRing, email: &str, entropy: &dyn Entropy) -> Result<Started, PasskeyError> {
        let device = |rank: u8| keys.current.expanded(&format!("passkey decoy/{rank}/{email}"));
        let count = if device(0)[0] % 4 == 0 { 2 } else { 1 };
        let known: Vec<_> = (1..=count)
            .map(|rank| serde_json::json!({ "type": "public-key", "id": URL_SAFE_NO_PAD.encode(device(rank)) }))
            .collect();
        let options = serde_json::json!({ "publicKey": {
            "challenge": URL_SAFE_NO_PAD.encode(bytes::<32>(entropy)),
            "timeout": 300_000,
            "rpId": self.0.get_allowed_origins().first().and_then(Url::domain),
            "allowCredentials": known,
            "userVerification": "required",
        }});
        Ok(Started { options_json: options.to_string(), state_json: String::new() })
    }

    /// Starts adding a passkey; a device that already has one of `existing` will refuse.
    pub fn start_registration(
        &self,
        user: Uuid,
        name: &str,
        display: &str,
        existing: &[StoredPasskey],
    ) -> Result<Started, PasskeyError> {
        let known: Vec<CredentialID> =
            passkeys(existing)?.iter().map(|passkey| passkey.cred_id().clone()).collect();
        let (options, state) = self
            .0
            .start_passkey_registration(user, name, display, Some(known))
            .map_err(PasskeyError::Refused)?;
        started(&options, &state)
    }

    /// Checks the browser's answer and gives the passkey to save.
    pub fn finish_registration(&self, state: &str, answer: &str) -> Result<StoredPasskey, PasskeyError> {
        let state: PasskeyRegistration = stored(state)?;
        let answer: RegisterPublicKeyCredential =
            serde_json::from_str(answer).map_err(PasskeyError::BadAnswer)?;
        let passkey = self.0.finish_passkey_registration(&answer, &state).map_err(PasskeyError::Refused)?;
        to_stored(&passkey)
    }

    /// Starts a sign-in with one of these passkeys.
    pub fn start_sign_in(&self, existing: &[StoredPasskey]) -> Result<Started, PasskeyError> {
        if existing.is_empty() {
            return Err(PasskeyError::NoPasskey);
        }
        let (options, state) =
            self.0.start_passkey_authentication(&passkeys(existing)?).map_err(PasskeyError::Refused)?;
        started(&options, &state)
    }

    /// Checks the browser's answer; `existing` are the passkeys as they are stored now.
    pub fn finish_sign_in(
        &self,
        state: &str,
        answer: &str,
        existing: &[StoredPasskey],
    ) -> Result<SignedIn, PasskeyError> {
        let state: PasskeyAuthentication = stored(state)?;
        let answer: PublicKeyCredential = serde_json::from_str(answer).map_err(PasskeyError::BadAnswer)?;
        let result = self.0.finish_passkey_authentication(&answer, &state).map_err(|error| match error {
            WebauthnError::CredentialPossibleCompromise => PasskeyError::Copied,
            other => PasskeyError::Refused(other),
        })?;
        // A passkey that its owner removed meanwhile is in the state, and no longer in the list.
        let mut passkey = passkeys(existing)?
            .into_iter()
            .find(|passkey| passkey.cred_id() == result.cred_id())
            .ok_or(PasskeyError::Refused(WebauthnError::CredentialNotFound))?;
        let changed = passkey.update_credential(&result).unwrap_or(false);
        let now = to_stored(&passkey)?;
        Ok(SignedIn { id: now.id.clone(), updated: changed.then_some(now) })
    }
}

fn started(options: &impl Serialize, state: &impl Serialize) -> Result<Started, PasskeyError> {
    let text = |json: Result<String, serde_json::Error>| json.map_err(PasskeyError::BadStored);
    Ok(Started {
        options_json: text(serde_json::to_string(options))?,
        state_json: text(serde_json::to_string(state))?,
    })
}

fn stored<T: DeserializeOwned>(json: &str) -> Result<T, PasskeyError> {
    serde_json::from_str(json).map_err(PasskeyError::BadStored)
}

fn passkeys(existing: &[StoredPasskey]) -> Result<Vec<Passkey>, PasskeyError> {
    existing.iter().map(|one| stored(&one.json)).collect()
}

fn to_stored(passkey: &Passkey) -> Result<StoredPasskey, PasskeyError> {
    let json = serde_json::to_string(passkey).map_err(PasskeyError::BadStored)?;
    Ok(StoredPasskey { id: URL_SAFE_NO_PAD.encode(passkey.cred_id()), json })
}

#[cfg(test)]
#[path = "passkey_tests.rs"]
mod tests;
