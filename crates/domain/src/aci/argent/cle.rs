//! The key of a payment: it stays the same whatever happens to its date and amount, so that what was received hangs on it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::aci::missions::missions;
use crate::aci::poste::Poste;
use crate::authz::role::words;

words! {
    /// What a payment is.
    NatureEcheance {
        /// At signature, once the file is complete.
        Demarrage = "demarrage", "Démarrage";
        /// A part of a fixed amount, in advance.
        Avance = "avance", "Avance";
        /// What remains of a fixed amount.
        Solde = "solde", "Solde";
        /// After the evaluation of a year, never before.
        Variable = "variable", "Part variable";
        /// A crisis that the agency recognised.
        EvenementCrise = "evenement_crise", "Crise reconnue par l'ARS";
    }
}

/// Key of a payment: `1.avance.acces`, `2.solde.fonctionnement`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cle {
    /// The contract year whose money it is.
    pub annee: u8,
    /// What it is.
    pub nature: NatureEcheance,
    /// Key of the mission; `None` for the fonctionnement.
    pub mission: Option<String>,
}

/// A text that is no key of a payment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no payment has the key {0}")]
pub struct CleInconnue(pub String);

/// Stands for the mission of what belongs to none.
const FONCTIONNEMENT: &str = "fonctionnement";

impl Cle {
    /// Its mission on screen.
    pub fn mission_label(&self) -> String {
        match &self.mission {
            None => "Fonctionnement".into(),
            Some(cle) => {
                let found = missions().ok().and_then(|table| table.mission(cle));
                found.map_or_else(|| cle.clone(), |mission| mission.court.clone())
            }
        }
    }

    /// `Année 1, Accès aux soins, avance`.
    pub fn label(&self) -> String {
        format!("Année {}, {}, {}", self.annee, self.mission_label(), self.nature.label().to_lowercase())
    }

    /// The signed amount that it comes from; `None` for the start-up, which is not of a year.
    pub fn poste(&self) -> Option<Poste> {
        match (self.nature, &self.mission) {
            (NatureEcheance::Demarrage, _) => None,
            (NatureEcheance::EvenementCrise, _) => Some(Poste::EvenementCrise),
            (NatureEcheance::Variable, Some(mission)) => Some(Poste::Variable(mission.clone())),
            (_, Some(mission)) => Some(Poste::Fixe(mission.clone())),
            (_, None) => Some(Poste::Fonctionnement),
        }
    }
}

impl fmt::Display for Cle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mission = self.mission.as_deref().unwrap_or(FONCTIONNEMENT);
        write!(f, "{}.{}.{mission}", self.annee, self.nature.key())
    }
}

impl FromStr for Cle {
    type Err = CleInconnue;
    fn from_str(text: &str) -> Result<Self, CleInconnue> {
        let wrong = || CleInconnue(text.to_owned());
        let mut parts = text.splitn(3, '.');
        let mut next = || parts.next().ok_or_else(wrong);
        let annee = next()?.parse().ok().filter(|annee| *annee > 0).ok_or_else(wrong)?;
        let nature = NatureEcheance::from_key(next()?).ok_or_else(wrong)?;
        let mission = next()?;
        let known = missions().is_ok_and(|table| table.mission(mission).is_some());
        match mission {
            FONCTIONNEMENT if nature != NatureEcheance::Variable => Ok(Self { annee, nature, mission: None }),
            _ if known => Ok(Self { annee, nature, mission: Some(mission.to_owned()) }),
            _ => Err(wrong()),
        }
    }
}

impl TryFrom<String> for Cle {
    type Error = CleInconnue;
    fn try_from(text: String) -> Result<Self, CleInconnue> {
        text.parse()
    }
}

impl From<Cle> for String {
    fn from(cle: Cle) -> String {
        cle.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back_and_an_unknown_one_is_refused() {
        for text in [
            "1.avance.acces",
            "5.solde.fonctionnement",
            "1.demarrage.fonctionnement",
            "2.variable.prevention",
        ] {
            assert_eq!(text.parse::<Cle>().unwrap().to_string(), text);
        }
        for text in
            ["", "0.avance.acces", "1.avance", "1.rien.acces", "1.avance.rien", "1.variable.fonctionnement"]
        {
            assert!(text.parse::<Cle>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_variable_is_never_the_fixed_amount_of_its_mission() {
        let poste = |text: &str| text.parse::<Cle>().unwrap().poste();
        assert_eq!(poste("1.variable.acces"), Some(Poste::Variable("acces".into())));
        assert_eq!(poste("1.solde.acces"), Some(Poste::Fixe("acces".into())));
        assert_eq!(poste("1.avance.fonctionnement"), Some(Poste::Fonctionnement));
        assert_eq!(poste("1.demarrage.fonctionnement"), None);
    }
}
