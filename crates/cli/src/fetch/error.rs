//! Why a file could not be downloaded.

use std::io;
use std::path::PathBuf;

/// Why a file could not be downloaded. What was received is kept for the next try, unless it is useless.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// No answer at all.
    #[error("no answer from {host}")]
    NoNetwork {
        /// Server.
        host: String,
    },
    /// The connection broke, again and again.
    #[error("the connection to {host} broke after {received} bytes")]
    Interrupted {
        /// Server.
        host: String,
        /// Bytes received so far.
        received: u64,
    },
    /// The server says that the address is not there any more.
    #[error("{host} answers {status}")]
    Moved {
        /// Server.
        host: String,
        /// HTTP status.
        status: u16,
    },
    /// The server refuses or fails.
    #[error("{host} answers {status}")]
    Refused {
        /// Server.
        host: String,
        /// HTTP status.
        status: u16,
    },
    /// The answer is not a file of data.
    #[error("{host} answers with something else than data")]
    NotTheFile {
        /// Server.
        host: String,
    },
    /// The file cannot be written.
    #[error("cannot write {path}")]
    Disk {
        /// File.
        path: PathBuf,
        /// Cause.
        source: io::Error,
    },
}

impl FetchError {
    /// What happened, in French.
    pub fn sentence(&self) -> String {
        match self {
            Self::NoNetwork { host } => silent_servers(&[host.as_str()]),
            Self::Interrupted { host, received } => format!(
                "La connexion avec {host} s’est interrompue après {}. Relancez la même commande : le \
                 téléchargement reprendra où il s’est arrêté.",
                crate::progress::size(*received)
            ),
            Self::Moved { host, status } => format!(
                "{host} ne connaît plus cette adresse (réponse {status}) : le producteur a déplacé le fichier."
            ),
            Self::Refused { host, status } => format!(
                "{host} a refusé la demande (réponse {status}). Réessayez plus tard : c’est souvent passager."
            ),
            Self::NotTheFile { host } => format!(
                "{host} a répondu par une page ou un message au lieu du fichier : l’adresse a sans doute changé."
            ),
            Self::Disk { path, source } => crate::failure::Failure::write_file(path, source).to_string(),
        }
    }

    /// Whether the other files would fail in the same way.
    pub fn stops_everything(&self) -> bool {
        matches!(self, Self::Disk { .. })
    }
}

/// What to say when servers do not answer at all.
pub fn silent_servers(hosts: &[&str]) -> String {
    let who = match hosts {
        [host] => format!("Le serveur {host} ne répond pas"),
        hosts => format!("Ces serveurs ne répondent pas : {}", hosts.join(", ")),
    };
    format!(
        "{who}. Cet ordinateur est hors connexion, ou un filtre du réseau l’empêche de sortir. Vérifiez la \
         connexion, puis relancez la même commande."
    )
}
