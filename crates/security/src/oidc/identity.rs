//! Who the person is, as a provider says it.

use std::fmt;

use serde_json::{Map, Value};

use super::{Flavour, OidcError, ProviderConfig};

/// A person whom a provider recognised. It proves who signs in, never what they may do here.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity {
    /// The key of the provider.
    pub provider: String,
    /// The provider's own name for the person (`sub`).
    pub subject: String,
    /// The national identifier (`SubjectNameID`) in capitals without spaces, for example `8` and the RPPS.
    pub national_id: Option<String>,
    /// First name.
    pub given_name: Option<String>,
    /// Family name.
    pub family_name: Option<String>,
    /// The address, when the provider checked it. Never from Pro Santé Connect.
    pub email: Option<String>,
    /// The professions that the person practises; several are common.
    pub exercices: Vec<Exercice>,
    /// The level of authentication that we asked for was reached.
    pub strong: bool,
    /// The signed token, to be kept with the session for [`super::Provider::logout_url`].
    pub id_token: String,
}

/// One profession of a person (`SubjectRefPro.exercices`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exercice {
    /// Code of the profession, for example `10` for a doctor, `60` for a nurse.
    pub profession_code: Option<String>,
    /// `C` civil, `M` military, `E` student.
    pub category: Option<String>,
    /// Where and how it is practised.
    pub activities: Vec<Activity>,
}

/// One place where a profession is practised.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Activity {
    /// Code of the mode: `L` liberal, `S` employed…
    pub mode: Option<String>,
    /// SIRET of the place.
    pub siret: Option<String>,
    /// FINESS of the place.
    pub finess: Option<String>,
    /// Name of the place.
    pub name: Option<String>,
}

impl fmt::Debug for Identity {
    /// Names the provider only: a log is no place for persons.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({}, hidden)", self.provider)
    }
}

/// A text that is there and not empty: providers write `""` for what they do not know.
fn text(claims: &Map<String, Value>, name: &str) -> Option<String> {
    let text = claims.get(name)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn objects<'a>(claims: &'a Map<String, Value>, name: &str) -> impl Iterator<Item = &'a Map<String, Value>> {
    claims.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

fn is_true(claims: &Map<String, Value>, name: &str) -> bool {
    match claims.get(name) {
        Some(Value::Bool(value)) => *value,
        Some(Value::String(value)) => value == "true",
        _ => false,
    }
}

fn exercice(claims: &Map<String, Value>) -> Exercice {
    Exercice {
        profession_code: text(claims, "codeProfession"),
        category: text(claims, "codeCategorieProfessionnelle"),
        activities: objects(claims, "activities").map(activity).collect(),
    }
}

fn activity(claims: &Map<String, Value>) -> Activity {
    Activity {
        mode: text(claims, "codeModeExercice"),
        siret: text(claims, "numeroSiretSite"),
        finess: text(claims, "numeroFinessSite"),
        name: text(claims, "raisonSocialeSite"),
    }
}

/// Reads the checked claims of the ID token and of userinfo, which must be about the same person.
pub(super) fn identity(
    config: &ProviderConfig,
    token: Map<String, Value>,
    userinfo: Option<Map<String, Value>>,
    id_token: &str,
) -> Result<Identity, OidcError> {
    let subject = text(&token, "sub").ok_or(OidcError::NoSubject)?;
    let mut claims = token;
    if let Some(userinfo) = userinfo {
        match text(&userinfo, "sub") {
            Some(other) if other == subject => claims.extend(userinfo),
            Some(_) => return Err(OidcError::BadAnswer("userinfo is about another person".to_owned())),
            None => return Err(OidcError::NoSubject),
        }
    }
    let national = text(&claims, "SubjectNameID")
        .map(|id| id.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase());
    let psc = config.flavour == Flavour::ProSanteConnect;
    if psc && national.is_none() {
        return Err(OidcError::NoSubject);
    }
    let exercices = claims.get("SubjectRefPro").and_then(Value::as_object);
    Ok(Identity {
        provider: config.key.clone(),
        subject,
        national_id: national,
        given_name: text(&claims, "given_name"),
        family_name: text(&claims, "family_name"),
        email: text(&claims, "email").filter(|_| !psc && is_true(&claims, "email_verified")),
        exercices: exercices.map(|all| objects(all, "exercices").map(exercice).collect()).unwrap_or_default(),
        // The token was refused before when a level was asked for and not reached.
        strong: config.acr().is_some(),
        id_token: id_token.to_owned(),
    })
}
