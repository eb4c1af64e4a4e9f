//! The sections `[[connexion]]`: the providers of identity that people may sign in with.

use std::collections::BTreeMap;

use secrecy::{ExposeSecret as _, SecretString};
use security::Url;
use security::oidc::{Flavour, ProviderConfig};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::{ConfigError, Origin, Place};
use super::file::{text, unknown};
use super::values::is_loopback;

const KEYS: &str = "cle, libelle, genre, emetteur, decouverte, client, secret, portees, acr";

/// Words that our own addresses and traces use: a provider of that name would not be reached or recognised.
const RESERVED: [&str; 13] = [
    "activite",
    "avec",
    "cle",
    "cle-acces",
    "code",
    "confirmation",
    "demo",
    "facteur",
    "passkey",
    "password",
    "refus",
    "retour",
    "secours",
];

/// The level of authentication that Pro Santé Connect gives; no other one is strong.
const PSC_LEVEL: &str = "eidas1";

type At<'a> = &'a dyn Fn(std::ops::Range<usize>) -> Place;

/// Reads every section; two may not have the same key.
pub(super) fn read(
    value: &Spanned<DeValue<'_>>,
    secrets: &BTreeMap<String, SecretString>,
    at: At<'_>,
) -> Result<Vec<ProviderConfig>, ConfigError> {
    let origin = Origin::File(at(value.span()));
    let not_sections = || origin.refuse("connexion", "", "une section [[connexion]] par fournisseur");
    let DeValue::Array(sections) = value.get_ref() else { return Err(not_sections()) };
    let mut providers: Vec<ProviderConfig> = Vec::new();
    for section in sections {
        let DeValue::Table(table) = section.get_ref() else { return Err(not_sections()) };
        let origin = Origin::File(at(section.span()));
        let provider = one(table, &origin, secrets, at)?;
        if providers.iter().any(|other| other.key == provider.key) {
            return Err(origin.refuse("cle", "", "une clé différente pour chaque fournisseur"));
        }
        providers.push(provider);
    }
    Ok(providers)
}

/// What a section says, before it is known to be complete.
#[derive(Default)]
struct Found {
    key: String,
    label: String,
    flavour: Option<Flavour>,
    issuer: Option<Url>,
    discovery: Option<Url>,
    client: String,
    secret: Option<SecretString>,
    scopes: Option<Vec<String>>,
    acr: Option<(String, Origin)>,
}

fn one(
    table: &DeTable<'_>,
    section: &Origin,
    secrets: &BTreeMap<String, SecretString>,
    at: At<'_>,
) -> Result<ProviderConfig, ConfigError> {
    let mut found = Found::default();
    for (key, value) in table {
        let origin = Origin::File(at(value.span()));
        let read = |name| text(value, name, &origin).map(str::trim);
        match key.get_ref().as_ref() {
            "cle" => found.key = short_name(read("cle")?, &origin)?,
            "libelle" => read("libelle")?.clone_into(&mut found.label),
            "genre" => found.flavour = Some(flavour(read("genre")?, &origin)?),
            "emetteur" => found.issuer = Some(url("emetteur", read("emetteur")?, &origin)?),
            "decouverte" => found.discovery = Some(url("decouverte", read("decouverte")?, &origin)?),
            "client" => read("client")?.clone_into(&mut found.client),
            "secret" => found.secret = Some(read("secret")?.into()),
            "portees" => {
                found.scopes = Some(read("portees")?.split_whitespace().map(str::to_owned).collect())
            }
            "acr" => found.acr = Some((read("acr")?.to_owned(), origin)),
            other => return Err(unknown(&at(key.span()), other, KEYS)),
        }
    }
    if let Some(secret) = secrets.get(&variable(&found.key)) {
        found.secret = Some(secret.clone());
    }
    complete(found, section)
}

fn complete(found: Found, section: &Origin) -> Result<ProviderConfig, ConfigError> {
    let missing = |name: &str, expected: &str| section.refuse(name, "", expected);
    if found.key.is_empty() {
        return Err(missing("cle", "un nom court qui ne changera plus, par exemple cle = \"psc\""));
    }
    let flavour = found.flavour.ok_or_else(|| missing("genre", "\"pro_sante_connect\" ou \"openid\""))?;
    let issuer = found.issuer.ok_or_else(|| missing("emetteur", "l’adresse du fournisseur"))?;
    if found.client.is_empty() {
        return Err(missing("client", "l’identifiant que le fournisseur a donné à Maillage"));
    }
    let secret = found.secret.filter(|secret| !secret.expose_secret().is_empty()).ok_or_else(|| {
        let name = format!("secret = \"…\", ou la variable {}", variable(&found.key));
        missing("secret", &name)
    })?;
    let psc = flavour == Flavour::ProSanteConnect;
    if let Some((acr, origin)) = found.acr.as_ref().filter(|(acr, _)| psc && acr != PSC_LEVEL) {
        return Err(origin.refuse("acr", acr, "eidas1, le seul niveau de Pro Santé Connect"));
    }
    let usual_label = if psc { "Pro Santé Connect" } else { found.key.as_str() };
    let usual_scope = if psc { "scope_all" } else { "profile email" };
    Ok(ProviderConfig {
        label: if found.label.is_empty() { usual_label.to_owned() } else { found.label },
        scopes: found.scopes.unwrap_or_else(|| usual_scope.split_whitespace().map(str::to_owned).collect()),
        issuer,
        discovery: found.discovery,
        client_id: found.client,
        client_secret: secret,
        acr_values: found.acr.map(|(acr, _)| acr).filter(|acr| !acr.is_empty()),
        flavour,
        key: found.key,
    })
}

/// The variable that may hold the secret of a provider: `MAILLAGE_CONNEXION_PSC_SECRET`.
fn variable(key: &str) -> String {
    format!("MAILLAGE_CONNEXION_{}_SECRET", key.to_ascii_uppercase().replace('-', "_"))
}

fn short_name(text: &str, origin: &Origin) -> Result<String, ConfigError> {
    let right = (1..=30).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !RESERVED.contains(&text);
    let expected = "30 lettres minuscules, chiffres ou tirets au plus, par exemple psc";
    if right { Ok(text.to_owned()) } else { Err(origin.refuse("cle", text, expected)) }
}

fn flavour(text: &str, origin: &Origin) -> Result<Flavour, ConfigError> {
    match text {
        "pro_sante_connect" => Ok(Flavour::ProSanteConnect),
        "openid" => Ok(Flavour::Generic),
        other => Err(origin.refuse("genre", other, "pro_sante_connect ou openid")),
    }
}

/// HTTPS, or HTTP with this very machine for a try.
fn url(key: &str, text: &str, origin: &Origin) -> Result<Url, ConfigError> {
    let refused = || origin.refuse(key, text, "une adresse en https://, comme le fournisseur l’écrit");
    let url = Url::parse(text).map_err(|_| refused())?;
    let here = url.scheme() == "http" && url.host_str().is_some_and(is_loopback);
    if url.scheme() == "https" || here { Ok(url) } else { Err(refused()) }
}

#[cfg(test)]
mod tests {
    use crate::config::Environment;
    use crate::config::tests::{complaint, with_environment, with_file};

    use super::*;

    const PSC: &str = "[[connexion]]\ncle = \"psc\"\ngenre = \"pro_sante_connect\"\n\
        emetteur = \"https://auth.exemple.fr/auth/realms/esante-wallet\"\nclient = \"maillage\"\nsecret = \"s\"\n";

    #[test]
    fn pro_sante_connect_needs_five_lines() {
        let providers = with_file(PSC).unwrap().providers;
        let [psc] = providers.as_slice() else { panic!("{providers:?}") };
        assert_eq!((psc.key.as_str(), psc.label.as_str()), ("psc", "Pro Santé Connect"));
        assert_eq!(
            (psc.flavour, psc.scopes.as_slice()),
            (Flavour::ProSanteConnect, &["scope_all".to_owned()][..])
        );
        assert_eq!((psc.acr_values.as_deref(), psc.discovery.as_ref()), (None, None));
    }

    #[test]
    fn two_providers_stand_side_by_side_and_a_secret_may_be_a_variable() {
        let both = format!(
            "{PSC}[[connexion]]\ncle = \"ma-region\"\nlibelle = \"Compte régional\"\ngenre = \"openid\"\n\
             emetteur = \"http://127.0.0.1:4000\"\nclient = \"m\"\nportees = \"profile\"\nacr = \"haut\"\n"
        );
        let name = "MAILLAGE_CONNEXION_MA_REGION_SECRET".to_owned();
        let secrets = BTreeMap::from([(name.clone(), SecretString::from("caché"))]);
        let environment = Environment { provider_secrets: secrets, ..Environment::default() };
        let providers = with_environment(&both, &environment).unwrap().providers;
        assert_eq!(providers[1].client_secret.expose_secret(), "caché");
        assert_eq!(
            (providers[1].label.as_str(), providers[1].acr_values.as_deref()),
            ("Compte régional", Some("haut"))
        );
        assert!(complaint(&both).contains(&name));
        assert!(complaint(&format!("{PSC}{PSC}")).contains("une clé différente"));
    }

    #[test]
    fn each_mistake_is_shown_and_no_secret_with_it() {
        for (from, to, said) in [
            ("psc", "Psc", "lettres minuscules"),
            ("\"psc\"", "\"password\"", "lettres minuscules"),
            ("pro_sante_connect", "saml", "pro_sante_connect ou openid"),
            ("https://auth", "http://auth", "https://"),
            ("client = \"maillage\"", "client = \"\"", "l’identifiant"),
            ("secret = \"s\"", "acr = \"eidas2\"\nsecret = \"s\"", "eidas1"),
            ("client =", "cliant =", "Clés possibles"),
        ] {
            let complaint = complaint(&PSC.replacen(from, to, 1));
            assert!(complaint.contains(said), "{to}: {complaint}");
        }
        let complaint = complaint(&PSC.replace("secret = \"s\"", "secret = 12345"));
        assert!(!complaint.contains("12345"), "{complaint}");
        assert!(with_file("connexion = 1\n").is_err());
    }
}
