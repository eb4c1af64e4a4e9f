//! The dated table, and the values that the code asks by name.

use std::sync::LazyLock;

use jiff::SignedDuration;
use jiff::civil::Date;
use serde::Deserialize;

use super::mot_de_passe::{CommonPasswords, PasswordClass, PasswordRules};
use super::verrou::{LockoutRules, SessionRules};
use crate::source::{Confidence, RulesError};

/// What a value counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Characters.
    #[serde(rename = "caracteres")]
    Characters,
    /// Recovery codes.
    Codes,
    /// Wrong tries.
    #[serde(rename = "essais")]
    Tries,
    /// Words.
    #[serde(rename = "mots")]
    Words,
    /// Minutes.
    Minutes,
    /// Hours.
    #[serde(rename = "heures")]
    Hours,
    /// Days of 24 hours.
    #[serde(rename = "jours")]
    Days,
    /// Months of the calendar.
    #[serde(rename = "mois")]
    Months,
}

/// One value of the table, for the page that shows the rules.
#[derive(Clone, Debug, Deserialize)]
pub struct Setting {
    /// Name in the code: `session.absolue`.
    pub code: String,
    /// On screen.
    #[serde(rename = "libelle")]
    pub label: String,
    /// How many.
    #[serde(rename = "valeur")]
    pub value: u32,
    /// Of what.
    #[serde(rename = "unite")]
    pub unit: Unit,
    /// Where it was read, or the text that leaves it open.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Why, in French.
    pub note: Option<String>,
}

/// At most `count` times in `per`.
#[derive(Clone, Debug, Deserialize)]
pub struct Limit {
    /// Name in the code: `connexion`.
    pub code: String,
    /// On screen.
    #[serde(rename = "libelle")]
    pub label: String,
    /// How many times.
    #[serde(rename = "valeur")]
    pub count: u32,
    /// Length of the window, in minutes.
    #[serde(rename = "par_minutes")]
    pub per_minutes: u32,
    /// Where it was read, or the text that leaves it open.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Why, in French.
    pub note: String,
}

impl Limit {
    /// Length of the window.
    pub fn per(&self) -> SignedDuration {
        SignedDuration::from_mins(i64::from(self.per_minutes))
    }
}

/// All rules of safety in force.
#[derive(Clone, Debug)]
pub struct SecurityRules {
    /// Title.
    pub title: String,
    /// First day of validity of the legal text.
    pub effective: Date,
    /// Legal text.
    pub text: String,
    /// Every value, in the order of the table.
    pub settings: Vec<Setting>,
    /// Every limit, in the order of the table.
    pub limits: Vec<Limit>,
    /// What a password must be.
    pub password: PasswordRules,
    /// When a session ends.
    pub session: SessionRules,
    /// What wrong tries cost.
    pub lockout: LockoutRules,
    /// Sign-in attempts by network address.
    pub sign_in: Limit,
    /// Invitations by organisation.
    pub invitations: Limit,
    /// Exports by account.
    pub exports: Limit,
    /// Forgotten passwords by account.
    pub password_resets: Limit,
    /// Changes of e-mail address by account.
    pub email_changes: Limit,
    /// Requests to join by the public link, by network address.
    pub join_requests: Limit,
    /// Life of an invitation link.
    pub invitation_life: SignedDuration,
    /// Life of a printed invitation code.
    pub printed_code_life: SignedDuration,
    /// Life of a link for a forgotten password.
    pub reset_life: SignedDuration,
    /// Life of a link that confirms a new e-mail address.
    pub email_link_life: SignedDuration,
    /// Life of an exchange with a passkey or a provider.
    pub exchange_life: SignedDuration,
    /// Proposed life of a guest's link.
    pub guest_life: SignedDuration,
    /// Longest life of a guest's link.
    pub guest_life_max: SignedDuration,
    /// Recovery codes given at once.
    pub recovery_codes: u32,
    /// How long access logs are kept, in months.
    pub access_logs_months: u32,
}

#[derive(Deserialize)]
struct Table {
    titre: String,
    en_vigueur: Date,
    texte: String,
    mot_de_passe: Vec<PasswordClass>,
    valeur: Vec<Setting>,
    limite: Vec<Limit>,
    courants: CommonPasswords,
}

const TABLE: &str = "securite.toml";

fn missing(what: &str, code: &str) -> RulesError {
    RulesError::Incoherent { table: TABLE, detail: format!("no {what} {code} with the expected unit") }
}

impl Table {
    fn count(&self, code: &str, unit: Unit) -> Result<u32, RulesError> {
        let found = self.valeur.iter().find(|setting| setting.code == code && setting.unit == unit);
        found.map(|setting| setting.value).ok_or_else(|| missing("value", code))
    }

    fn duration(&self, code: &str) -> Result<SignedDuration, RulesError> {
        let setting = self.valeur.iter().find(|setting| setting.code == code);
        let hours = |hours: u32| SignedDuration::from_hours(i64::from(hours));
        match setting.map(|setting| (setting.unit, setting.value)) {
            Some((Unit::Minutes, value)) => Ok(SignedDuration::from_mins(i64::from(value))),
            Some((Unit::Hours, value)) => Ok(hours(value)),
            Some((Unit::Days, value)) => Ok(hours(value) * 24),
            _ => Err(missing("duration", code)),
        }
    }

    fn limit(&self, code: &str) -> Result<Limit, RulesError> {
        self.limite.iter().find(|limit| limit.code == code).cloned().ok_or_else(|| missing("limit", code))
    }
}

pub(super) fn parse(text: &str) -> Result<SecurityRules, RulesError> {
    let table: Table =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    let password = PasswordRules {
        longest: table.count("mot_de_passe.longueur_max", Unit::Characters)?,
        phrase_words: table.count("mot_de_passe.mots", Unit::Words)?,
        personal_min: table.count("mot_de_passe.personnel_min", Unit::Characters)?,
        classes: table.mot_de_passe.clone(),
        common: table.courants.clone(),
    };
    let session = SessionRules {
        idle: table.duration("session.inactivite")?,
        absolute: table.duration("session.absolue")?,
        confirmation: table.duration("session.confirmation")?,
        warning: table.duration("session.avertissement")?,
        listed: table.duration("session.liste")?,
    };
    let lockout = LockoutRules {
        tries: table.count("verrou.essais", Unit::Tries)?,
        first_wait: table.duration("verrou.attente")?,
        longest_wait: table.duration("verrou.attente_max")?,
        forgotten_after: table.duration("verrou.oubli")?,
    };
    if lockout.longest_wait >= lockout.forgotten_after || session.idle > session.absolute {
        let detail = "a wait outlives its oblivion, or idleness a session".to_owned();
        return Err(RulesError::Incoherent { table: TABLE, detail });
    }
    Ok(SecurityRules {
        sign_in: table.limit("connexion")?,
        invitations: table.limit("invitation")?,
        exports: table.limit("export")?,
        password_resets: table.limit("mot_de_passe_oublie")?,
        email_changes: table.limit("changement_courriel")?,
        join_requests: table.limit("demande_adhesion")?,
        invitation_life: table.duration("duree.invitation")?,
        printed_code_life: table.duration("duree.code_imprime")?,
        reset_life: table.duration("duree.lien_mot_de_passe")?,
        email_link_life: table.duration("duree.lien_courriel")?,
        exchange_life: table.duration("duree.echange")?,
        guest_life: table.duration("duree.invite")?,
        guest_life_max: table.duration("duree.invite_max")?,
        recovery_codes: table.count("codes_secours", Unit::Codes)?,
        access_logs_months: table.count("journaux", Unit::Months)?,
        title: table.titre,
        effective: table.en_vigueur,
        text: table.texte,
        settings: table.valeur,
        limits: table.limite,
        password,
        session,
        lockout,
    })
}

/// The rules in force, read once.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn rules() -> Result<&'static SecurityRules, &'static RulesError> {
    static RULES: LazyLock<Result<SecurityRules, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../data/securite.toml")));
    RULES.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_says_where_it_comes_from() {
        let rules = rules().unwrap();
        let settings = rules.settings.iter().map(|s| (&s.code, &s.sources, s.confidence, s.note.clone()));
        let limits = rules.limits.iter().map(|l| (&l.code, &l.sources, l.confidence, Some(l.note.clone())));
        let classes = &rules.password.classes;
        let classes = classes.iter().map(|c| (&c.label, &c.sources, c.confidence, c.note.clone()));
        let mut seen = Vec::new();
        for (code, sources, confidence, note) in settings.chain(limits).chain(classes) {
            assert!(!sources.is_empty() && sources.iter().all(|s| !s.trim().is_empty()), "{code}");
            assert!(confidence != Confidence::TwoSources || sources.len() > 1, "{code}");
            assert!(confidence != Confidence::Decision || note.is_some(), "{code} does not say why");
            assert!(!seen.contains(&code), "{code} stands twice");
            seen.push(code);
        }
        assert!(!rules.password.common.sources.is_empty());
    }

    #[test]
    fn values_are_those_that_were_decided() {
        let rules = rules().unwrap();
        let (minutes, hours) = (SignedDuration::from_mins, SignedDuration::from_hours);
        assert_eq!((rules.session.idle, rules.session.absolute), (minutes(60), hours(12)));
        assert_eq!((rules.session.confirmation, rules.session.warning), (minutes(15), minutes(2)));
        assert_eq!(rules.session.listed, hours(30 * 24));
        assert_eq!((rules.sign_in.count, rules.sign_in.per()), (30, minutes(15)));
        assert_eq!((rules.invitations.count, rules.invitations.per()), (60, hours(1)));
        assert_eq!((rules.exports.count, rules.exports.per()), (20, hours(1)));
        assert_eq!((rules.password_resets.count, rules.password_resets.per()), (3, hours(1)));
        assert_eq!((rules.invitation_life, rules.printed_code_life), (hours(14 * 24), hours(30 * 24)));
        assert_eq!((rules.email_changes.count, rules.email_changes.per()), (3, hours(1)));
        assert_eq!((rules.join_requests.count, rules.join_requests.per()), (100, hours(1)));
        assert_eq!((rules.reset_life, rules.exchange_life), (hours(1), minutes(10)));
        assert_eq!(rules.email_link_life, hours(24));
        assert_eq!((rules.guest_life, rules.guest_life_max), (hours(30 * 24), hours(90 * 24)));
        assert_eq!((rules.recovery_codes, rules.access_logs_months), (10, 12));
        assert_eq!((rules.password.longest, rules.password.phrase_words), (128, 7));
    }

    #[test]
    fn a_table_without_a_value_is_refused() {
        let text = include_str!("../../data/securite.toml");
        for (from, to) in [
            ("code = \"session.absolue\"", "code = \"session.autre\""),
            ("code = \"export\"", "code = \"autre\""),
            ("unite = \"codes\"", "unite = \"mots\""),
            ("valeur = 12\nunite = \"heures\"", "valeur = 12\nunite = \"minutes\""),
        ] {
            let changed = text.replacen(from, to, 1);
            assert!(matches!(parse(&changed), Err(RulesError::Incoherent { .. })), "{from}");
        }
    }
}
