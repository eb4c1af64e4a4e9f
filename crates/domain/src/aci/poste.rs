//! What an amount of the contract is for.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::missions::missions;

/// What an amount of a contract year is for. Its key stands in the database, in files and in addresses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Poste {
    /// Running the association.
    Fonctionnement,
    /// The fixed part of a mission, by its key. For the crisis mission: the plan, or its update.
    Fixe(String),
    /// The variable part of a mission, by its key: what indicators share.
    Variable(String),
    /// A crisis that the agency recognised.
    EvenementCrise,
}

/// A key that names no amount of a contract.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no amount of a contract has the key {0}")]
pub struct UnknownPoste(pub String);

impl Poste {
    /// Stable key: `fonctionnement`, `fixe.acces`, `variable.acces`, `crise_evenement`.
    pub fn key(&self) -> String {
        self.to_string()
    }

    /// The mission; `None` for what belongs to none.
    pub fn mission(&self) -> Option<&str> {
        match self {
            Poste::Fonctionnement => None,
            Poste::Fixe(mission) | Poste::Variable(mission) => Some(mission),
            Poste::EvenementCrise => Some("crise"),
        }
    }

    /// On screen, in French, with its mission.
    pub fn label(&self) -> String {
        let named = |cle: &str| {
            let table = missions().ok().and_then(|table| table.mission(cle));
            table.map_or_else(|| cle.to_owned(), |mission| mission.court.clone())
        };
        match self {
            Poste::Fonctionnement => "Fonctionnement".into(),
            Poste::Fixe(cle) => format!("{}, part fixe", named(cle)),
            Poste::Variable(cle) => format!("{}, part variable", named(cle)),
            Poste::EvenementCrise => "Crise reconnue par l'ARS".into(),
        }
    }

    /// Whether it is paid without an evaluation: what a prudent budget counts.
    pub fn is_fixe(&self) -> bool {
        matches!(self, Poste::Fonctionnement | Poste::Fixe(_))
    }
}

impl fmt::Display for Poste {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Poste::Fonctionnement => f.write_str("fonctionnement"),
            Poste::Fixe(mission) => write!(f, "fixe.{mission}"),
            Poste::Variable(mission) => write!(f, "variable.{mission}"),
            Poste::EvenementCrise => f.write_str("crise_evenement"),
        }
    }
}

impl TryFrom<String> for Poste {
    type Error = UnknownPoste;
    fn try_from(key: String) -> Result<Self, UnknownPoste> {
        let known = |mission: &str| missions().is_ok_and(|table| table.mission(mission).is_some());
        match key.split_once('.') {
            None if key == "fonctionnement" => Ok(Poste::Fonctionnement),
            None if key == "crise_evenement" => Ok(Poste::EvenementCrise),
            Some(("fixe", mission)) if known(mission) => Ok(Poste::Fixe(mission.to_owned())),
            Some(("variable", mission)) if known(mission) => Ok(Poste::Variable(mission.to_owned())),
            _ => Err(UnknownPoste(key)),
        }
    }
}

impl From<Poste> for String {
    fn from(poste: Poste) -> String {
        poste.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back_and_an_unknown_one_is_refused() {
        for key in ["fonctionnement", "fixe.acces", "variable.prevention", "crise_evenement"] {
            assert_eq!(Poste::try_from(key.to_owned()).unwrap().key(), key);
        }
        for key in ["", "fixe", "fixe.rien", "total.acces", "Fonctionnement"] {
            assert!(Poste::try_from(key.to_owned()).is_err(), "{key}");
        }
        assert_eq!(Poste::Fixe("acces".into()).label(), "Accès aux soins, part fixe");
    }
}
