//! Natures of spending, read from `data/aci/natures.toml`: accounts 60 to 68 of associations.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::source::{Confidence, RulesError};

/// A nature of spending.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct NatureCharge {
    /// Its account, of three figures: its key too.
    pub compte: String,
    /// The two figures under which a budget counts it.
    pub classe: String,
    /// On screen.
    pub libelle: String,
}

/// The accounts that stand opposite in the file of the accountant.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ComptesFec {
    /// Code of the journal.
    pub journal: String,
    /// Its name.
    pub journal_libelle: String,
    /// Account of the bank.
    pub banque: String,
    /// Its name.
    pub banque_libelle: String,
    /// Account of what is received.
    pub produit: String,
    /// Its name.
    pub produit_libelle: String,
    /// How sure that is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What to know of it, in French.
    pub note: String,
}

/// The whole table.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Natures {
    /// Its title.
    pub titre: String,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What to know of it, in French.
    pub note: String,
    /// The natures, in the order of the accounts.
    #[serde(rename = "nature")]
    pub natures: Vec<NatureCharge>,
    /// Names of the accounts of two figures.
    pub classes: BTreeMap<String, String>,
    /// The accounts opposite.
    pub fec: ComptesFec,
}

impl Natures {
    /// A nature by its account.
    pub fn nature(&self, compte: &str) -> Option<&NatureCharge> {
        self.natures.iter().find(|one| one.compte == compte)
    }

    /// `606 Achats non stockés, fournitures`; the account alone when the table does not know it any more.
    pub fn label(&self, compte: &str) -> String {
        self.nature(compte).map_or_else(|| compte.to_owned(), |one| format!("{} {}", one.compte, one.libelle))
    }
}

const TABLE: &str = "aci/natures.toml";

fn parse(text: &str) -> Result<Natures, RulesError> {
    let table: Natures =
        toml::from_str(text).map_err(|error| RulesError::Shape { table: TABLE, cause: Box::new(error) })?;
    let wrong = |detail: String| Err(RulesError::Incoherent { table: TABLE, detail });
    let account = |text: &str| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    for one in &table.natures {
        if !account(&one.compte) || !one.compte.starts_with('6') || !one.compte.starts_with(&one.classe) {
            return wrong(format!("{} is no account of spending", one.compte));
        }
        if !table.classes.contains_key(&one.classe) {
            return wrong(format!("{} has no name", one.classe));
        }
    }
    if table.natures.windows(2).any(|pair| pair[0].compte >= pair[1].compte) {
        return wrong("accounts are not in order".into());
    }
    if !account(&table.fec.banque) || !account(&table.fec.produit) {
        return wrong("an account opposite has not three figures".into());
    }
    Ok(table)
}

/// The natures that ship with the program.
///
/// # Errors
/// When they are malformed.
pub fn natures() -> Result<&'static Natures, &'static RulesError> {
    static NATURES: LazyLock<Result<Natures, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../../data/aci/natures.toml")));
    NATURES.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_nature_is_an_account_of_the_budget() {
        let table = natures().unwrap();
        assert_eq!(table.label("641"), "641 Rémunérations du personnel");
        assert_eq!(table.label("999"), "999");
        let classes: Vec<&str> = table.classes.keys().map(String::as_str).collect();
        assert_eq!(classes, ["60", "61", "62", "63", "64", "65", "66", "67", "68"]);
        assert!(classes.iter().all(|classe| table.natures.iter().any(|one| one.classe == *classe)));
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        let text = include_str!("../../../data/aci/natures.toml");
        for (from, to) in [
            ("compte = \"606\"", "compte = \"706\""),
            ("compte = \"611\"", "compte = \"601\""),
            ("banque = \"512\"", "banque = \"51\""),
            ("classe = \"60\"", "classe = \"6\""),
        ] {
            let wrong = text.replacen(from, to, 1);
            assert_ne!(wrong, text);
            assert!(matches!(parse(&wrong), Err(RulesError::Incoherent { .. })), "{from}");
        }
    }
}
