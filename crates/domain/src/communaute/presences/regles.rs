//! The rules of presence, read from `data/presences.toml`.

use std::sync::LazyLock;

use jiff::SignedDuration;
use jiff::civil::{Date, Time};
use serde::Deserialize;

use crate::securite::Limit;
use crate::source::{Confidence, RulesError};

/// What a value counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Unite {
    Secondes,
    Minutes,
    Heures,
    Jours,
    Codes,
    Presences,
}

/// One value of the table, for who checks it.
#[derive(Clone, Debug, Deserialize)]
pub struct Valeur {
    /// Name in the code: `qr.pas`.
    pub code: String,
    /// On screen.
    pub libelle: String,
    valeur: u32,
    unite: Unite,
    /// Where it was read, or the text that leaves it open.
    pub sources: Vec<String>,
    /// How sure it is.
    pub confiance: Confidence,
    /// Why, in French.
    pub note: String,
}

/// A case that the table decides itself; times of one evening in Paris.
#[derive(Clone, Debug, Deserialize)]
pub struct Exemple {
    /// Key of the means.
    pub moyen: String,
    /// When the code was shown.
    pub montre: Time,
    /// When the server received it.
    pub recu: Time,
    /// `comptee`, `hors_horaire`, or the reason why it must be confirmed.
    pub attendu: String,
}

/// The rules in force.
#[derive(Clone, Debug)]
pub struct Regles {
    /// Title.
    pub titre: String,
    /// Since when.
    pub en_vigueur: Date,
    /// The text that leaves it open.
    pub texte: String,
    /// Every value, in the order of the table.
    pub valeurs: Vec<Valeur>,
    /// Life of a code on the screen.
    pub pas: SignedDuration,
    /// How long after it was shown a code still counts by itself.
    pub tolerance: SignedDuration,
    /// Life of a short code.
    pub code_pas: SignedDuration,
    /// How many short codes before the current one are still accepted.
    pub code_grace: u32,
    /// How long before the meeting signing opens.
    pub ouverture: SignedDuration,
    /// How long after the meeting signing closes.
    pub fermeture: SignedDuration,
    /// How long after the meeting a late scan is still received.
    pub dernier_envoi: SignedDuration,
    /// How long a meeting without an end is supposed to last.
    pub duree: SignedDuration,
    /// How long a phone remembers its owner.
    pub memoire: SignedDuration,
    /// From how many presences a shared phone is shown.
    pub partage: u32,
    /// How often the screen of the room is refreshed.
    pub rafraichi: SignedDuration,
    /// Short codes tried by network address.
    pub essais_code: Limit,
    /// Signatures sent by network address.
    pub envois: Limit,
    /// Proofs tried for one name at one meeting.
    pub essais_nom: Limit,
    /// Cases that tests replay.
    pub exemples: Vec<Exemple>,
}

#[derive(Deserialize)]
struct Table {
    titre: String,
    en_vigueur: Date,
    texte: String,
    valeur: Vec<Valeur>,
    limite: Vec<Limit>,
    exemple: Vec<Exemple>,
}

const TABLE: &str = "presences.toml";

fn missing(what: &str, code: &str) -> RulesError {
    RulesError::Incoherent { table: TABLE, detail: format!("no {what} {code} with the expected unit") }
}

impl Table {
    fn duration(&self, code: &str) -> Result<SignedDuration, RulesError> {
        let found = self.valeur.iter().find(|one| one.code == code).ok_or_else(|| missing("value", code))?;
        let count = i64::from(found.valeur);
        match found.unite {
            Unite::Secondes => Ok(SignedDuration::from_secs(count)),
            Unite::Minutes => Ok(SignedDuration::from_mins(count)),
            Unite::Heures => Ok(SignedDuration::from_hours(count)),
            Unite::Jours => Ok(SignedDuration::from_hours(count * 24)),
            Unite::Codes | Unite::Presences => Err(missing("duration", code)),
        }
    }

    fn count(&self, code: &str, unite: Unite) -> Result<u32, RulesError> {
        let found = self.valeur.iter().find(|one| one.code == code && one.unite == unite);
        found.map(|one| one.valeur).ok_or_else(|| missing("count", code))
    }

    fn limit(&self, code: &str) -> Result<Limit, RulesError> {
        self.limite.iter().find(|one| one.code == code).cloned().ok_or_else(|| missing("limit", code))
    }
}

fn parse(text: &str) -> Result<Regles, RulesError> {
    let table: Table =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    let regles = Regles {
        pas: table.duration("qr.pas")?,
        tolerance: table.duration("qr.tolerance")?,
        code_pas: table.duration("code.pas")?,
        code_grace: table.count("code.grace", Unite::Codes)?,
        ouverture: table.duration("ouverture")?,
        fermeture: table.duration("fermeture")?,
        dernier_envoi: table.duration("dernier_envoi")?,
        duree: table.duration("duree")?,
        memoire: table.duration("telephone.memoire")?,
        partage: table.count("telephone.partage", Unite::Presences)?,
        rafraichi: table.duration("ecran.rafraichi")?,
        essais_code: table.limit("presence_code")?,
        envois: table.limit("presence_envoi")?,
        essais_nom: table.limit("presence_nom")?,
        titre: table.titre,
        en_vigueur: table.en_vigueur,
        texte: table.texte,
        valeurs: table.valeur,
        exemples: table.exemple,
    };
    let coherent = regles.pas.is_positive()
        && regles.code_pas.is_positive()
        && regles.pas <= regles.tolerance
        && regles.rafraichi < regles.pas
        && regles.fermeture <= regles.dernier_envoi;
    if coherent {
        Ok(regles)
    } else {
        let detail = "a step outlives its tolerance, or the closing the last sending".to_owned();
        Err(RulesError::Incoherent { table: TABLE, detail })
    }
}

/// The rules in force, read once.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn regles() -> Result<&'static Regles, &'static RulesError> {
    static READ: LazyLock<Result<Regles, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../../data/presences.toml")));
    READ.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = include_str!("../../../data/presences.toml");

    #[test]
    fn every_value_says_where_it_comes_from_and_why() {
        let regles = regles().unwrap();
        for one in &regles.valeurs {
            assert!(!one.sources.is_empty() && !one.note.is_empty(), "{}", one.code);
        }
        for limit in [&regles.essais_code, &regles.envois, &regles.essais_nom] {
            assert!(!limit.sources.is_empty() && limit.count > 0, "{}", limit.code);
        }
        assert_eq!(regles.pas, SignedDuration::from_secs(30));
        assert_eq!(regles.tolerance, SignedDuration::from_mins(10));
        assert_eq!((regles.code_grace, regles.partage), (1, 2));
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        for (from, to) in [
            ("valeur = 30\nunite = \"secondes\"", "valeur = 30\nunite = \"heures\""),
            ("code = \"qr.pas\"", "code = \"qr.autre\""),
            ("code = \"presence_nom\"", "code = \"autre\""),
            ("unite = \"presences\"", "unite = \"codes\""),
            ("valeur = 72\nunite = \"heures\"", "valeur = 7\nunite = \"minutes\""),
        ] {
            let changed = TEXT.replacen(from, to, 1);
            assert!(matches!(parse(&changed), Err(RulesError::Incoherent { .. })), "{from}");
        }
    }
}
