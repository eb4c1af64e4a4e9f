//! The section `[courriel]`: the server that carries our e-mails.

use secrecy::SecretString;
use toml::Spanned;
use toml::de::DeValue;

use super::error::{ConfigError, Origin, Place};
use super::file::{port, text, unknown};

const KEYS: &str = "serveur, port, securite, utilisateur, mot_de_passe, expediteur";

/// The server that carries our e-mails.
#[derive(Clone, Debug, Default)]
pub struct Mail {
    /// Name or address.
    pub host: String,
    /// Port, when it is not that of the protection.
    pub port: Option<u16>,
    /// How the connection is protected.
    pub security: app::SmtpSecurity,
    /// Account.
    pub user: Option<String>,
    /// Its password.
    pub password: Option<SecretString>,
    /// Sender.
    pub from: String,
}

pub(super) fn read(
    value: &Spanned<DeValue<'_>>,
    at: &dyn Fn(std::ops::Range<usize>) -> Place,
) -> Result<Mail, ConfigError> {
    let origin = Origin::File(at(value.span()));
    let DeValue::Table(table) = value.get_ref() else {
        return Err(origin.refuse("courriel", "", "une section [courriel] avec serveur et expediteur"));
    };
    let mut found = Mail::default();
    for (key, value) in table {
        let origin = Origin::File(at(value.span()));
        match key.get_ref().as_ref() {
            "serveur" => found.host = text(value, "serveur", &origin)?.trim().to_owned(),
            "port" => found.port = Some(port(value, &origin)?),
            "securite" => found.security = security(text(value, "securite", &origin)?, &origin)?,
            "utilisateur" => found.user = Some(text(value, "utilisateur", &origin)?.to_owned()),
            "mot_de_passe" => found.password = Some(text(value, "mot_de_passe", &origin)?.into()),
            "expediteur" => found.from = text(value, "expediteur", &origin)?.trim().to_owned(),
            other => return Err(unknown(&at(key.span()), other, KEYS)),
        }
    }
    if found.host.is_empty() || !found.from.contains('@') {
        let expected = "serveur = \"smtp.exemple.fr\" et expediteur = \"Maillage <maillage@exemple.fr>\"";
        return Err(origin.refuse("courriel", "", expected));
    }
    Ok(found)
}

fn security(text: &str, origin: &Origin) -> Result<app::SmtpSecurity, ConfigError> {
    match text.trim() {
        "tls" => Ok(app::SmtpSecurity::Tls),
        "starttls" => Ok(app::SmtpSecurity::StartTls),
        "aucune" => Ok(app::SmtpSecurity::None),
        other => Err(origin.refuse("securite", other, "tls, starttls ou aucune")),
    }
}
