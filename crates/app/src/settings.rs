//! What the application is given when it opens: time, randomness, keys, addresses.

use std::path::PathBuf;
use std::sync::Arc;

use secrecy::SecretString;
use security::entropy::{Entropy, SystemEntropy};
use security::oidc::ProviderConfig;
use security::password::{Cost, Passwords};
use security::seal::KeyRing;

use crate::{Clock, Ids, SystemClock, SystemIds};

/// What the application is given when it opens.
#[derive(Clone)]
pub struct Settings {
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Identifiers.
    pub ids: Arc<dyn Ids>,
    /// Randomness of tokens, codes and seals.
    pub entropy: Arc<dyn Entropy>,
    /// How passwords are hashed.
    pub passwords: Passwords,
    /// Keys of sealed fields and of backups; they live outside the database.
    pub keys: Arc<KeyRing>,
    /// Address that people type, without a final slash: in e-mails, for passkeys and providers.
    pub public_url: String,
    /// How e-mails leave; without it they wait, and pages say so.
    pub smtp: Option<Smtp>,
    /// Providers of identity that people may sign in with; none is the usual case.
    pub providers: Vec<ProviderConfig>,
    /// Where backups go; without it none is made.
    pub backups: Option<PathBuf>,
    /// Whether the fictitious CPTS of a demonstration may be entered without a password.
    pub demo: bool,
}

/// An SMTP server.
#[derive(Clone, Debug)]
pub struct Smtp {
    /// Name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How the connection is protected.
    pub security: SmtpSecurity,
    /// Account, when the server asks for one.
    pub user: Option<String>,
    /// Its password.
    pub password: Option<SecretString>,
    /// Sender: `Maillage <maillage@exemple.fr>`.
    pub from: String,
}

/// How an SMTP connection is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SmtpSecurity {
    /// TLS from the first byte.
    #[default]
    Tls,
    /// In clear, then TLS.
    StartTls,
    /// In clear: a relay on this machine.
    None,
}

impl Settings {
    /// The machine's clock and randomness; nothing that needs a network.
    pub fn new(keys: KeyRing, public_url: impl Into<String>) -> Self {
        Self {
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            entropy: Arc::new(SystemEntropy),
            passwords: Passwords { cost: Cost::Standard },
            keys: Arc::new(keys),
            public_url: public_url.into(),
            smtp: None,
            providers: Vec::new(),
            backups: None,
            demo: false,
        }
    }
}
