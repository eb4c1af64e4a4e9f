//! One change of the supply of general medicine, as a person imagines it and as an address keeps it.

use std::fmt;
use std::str::FromStr;

use territory::CommuneCode;
use territory::accessibility::{Offer, SupplyRules};

use super::regles::{Regles, regles};
use crate::diagnostic::apl::{self, Apl};
use crate::source::RulesError;

/// What changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nature {
    /// General practitioners leave.
    Depart,
    /// General practitioners settle.
    Arrivee,
    /// Advanced-practice nurses are hired.
    Ipa,
    /// A health centre opens.
    Centre,
}

impl Nature {
    /// Every one, in the order of the screen.
    pub const ALL: [Nature; 4] = [Nature::Depart, Nature::Arrivee, Nature::Ipa, Nature::Centre];

    /// Stable key.
    pub fn key(self) -> &'static str {
        match self {
            Nature::Depart => "depart",
            Nature::Arrivee => "arrivee",
            Nature::Ipa => "ipa",
            Nature::Centre => "centre",
        }
    }

    /// The one of a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|nature| nature.key() == key)
    }
}

/// A change. Its text stands in addresses: `depart-96001-1`, `ipa-96001-1-1000`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hypothese {
    /// What changes.
    pub nature: Nature,
    /// Where: a commune, or an arrondissement.
    pub commune: CommuneCode,
    /// How many people or centres.
    pub number: u32,
    /// Acts a year of each, when they are known.
    pub acts: Option<u32>,
}

/// Why a change cannot be simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HypotheseError {
    /// Nobody comes and nobody leaves.
    #[error("nobody is concerned")]
    Nobody,
    /// More people than can be meant.
    #[error("more than {most} people")]
    TooMany {
        /// Most.
        most: u32,
    },
    /// A centre without its acts.
    #[error("the acts of a health centre must be given")]
    ActsNeeded,
    /// Acts that count for nothing.
    #[error("a doctor of {up_to} acts or less counts for nothing")]
    TooFewActs {
        /// Most acts that count for nothing.
        up_to: u32,
    },
    /// More acts than can be meant.
    #[error("more than {most} acts")]
    TooManyActs {
        /// Most.
        most: u32,
    },
}

/// Not the text of a change.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a change: {0}")]
pub struct HypotheseTextError(pub String);

impl fmt::Display for Hypothese {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", self.nature.key(), self.commune, self.number)?;
        self.acts.map_or(Ok(()), |acts| write!(f, "-{acts}"))
    }
}

impl FromStr for Hypothese {
    type Err = HypotheseTextError;
    fn from_str(text: &str) -> Result<Self, HypotheseTextError> {
        let wrong = || HypotheseTextError(text.to_owned());
        let parts: Vec<&str> = text.split('-').collect();
        let (head, acts) = match parts[..] {
            [nature, commune, number] => ([nature, commune, number], None),
            [nature, commune, number, acts] => ([nature, commune, number], Some(acts)),
            _ => return Err(wrong()),
        };
        Ok(Self {
            nature: Nature::from_key(head[0]).ok_or_else(wrong)?,
            commune: head[1].parse().map_err(|_| wrong())?,
            number: head[2].parse().map_err(|_| wrong())?,
            acts: acts.map(str::parse).transpose().map_err(|_| wrong())?,
        })
    }
}

impl Hypothese {
    /// The supply that it adds, in acts a year; less than 0 when it takes some away.
    ///
    /// # Errors
    /// When it cannot be meant, or counts for nothing; the rules themselves when they are malformed.
    pub fn acts_added(&self) -> Result<Result<i64, HypotheseError>, &'static RulesError> {
        Ok(self.acts_with(apl::rules()?, regles()?))
    }

    pub(super) fn acts_with(&self, apl: &Apl, rules: &Regles) -> Result<i64, HypotheseError> {
        let limits = &rules.limits;
        if self.number == 0 {
            return Err(HypotheseError::Nobody);
        }
        if self.number > limits.number {
            return Err(HypotheseError::TooMany { most: limits.number });
        }
        if self.acts.is_some_and(|acts| acts > limits.acts) {
            return Err(HypotheseError::TooManyActs { most: limits.acts });
        }
        let each = self.each(&apl.supply_rules(), rules.ipa.acts)?;
        let all = i64::from(self.number) * each.round() as i64;
        match all {
            0 => Err(HypotheseError::TooFewActs { up_to: self.counts_for_nothing(apl) }),
            all if self.nature == Nature::Depart => Ok(-all),
            all => Ok(all),
        }
    }

    /// Acts that count of one person or centre.
    fn each(&self, rules: &SupplyRules, ipa: u32) -> Result<f64, HypotheseError> {
        let offer = match (self.nature, self.acts) {
            (Nature::Depart | Nature::Arrivee, Some(acts)) => Offer::Observed(f64::from(acts)),
            (Nature::Depart | Nature::Arrivee, None) => Offer::NewlySettled,
            (Nature::Ipa, acts) => Offer::HealthCentre(f64::from(acts.unwrap_or(ipa))),
            (Nature::Centre, Some(acts)) => Offer::HealthCentre(f64::from(acts)),
            (Nature::Centre, None) => return Err(HypotheseError::ActsNeeded),
        };
        // The only other refusal is a number of acts that is none.
        rules.acts(offer).map_err(|_| HypotheseError::ActsNeeded)
    }

    fn counts_for_nothing(&self, apl: &Apl) -> u32 {
        match self.nature {
            Nature::Depart | Nature::Arrivee => apl.supply.nothing_up_to,
            Nature::Ipa | Nature::Centre => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(text: &str) -> Result<i64, HypotheseError> {
        text.parse::<Hypothese>().unwrap().acts_added().unwrap()
    }

    #[test]
    fn the_text_of_a_change_is_read_back() {
        for text in ["depart-96001-1", "arrivee-2A004-2-4800", "centre-97101-1-12000"] {
            assert_eq!(text.parse::<Hypothese>().map(|found| found.to_string()), Ok(text.to_owned()));
        }
        for wrong in ["", "depart", "depart-96001", "depart-96001--1", "depart-96001-1-2-3", "vol-96001-1"] {
            assert!(wrong.parse::<Hypothese>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_cannot_be_meant_says_why() {
        assert_eq!(added("depart-96001-0"), Err(HypotheseError::Nobody));
        assert_eq!(added("arrivee-96001-51"), Err(HypotheseError::TooMany { most: 50 }));
        assert_eq!(added("centre-96001-1"), Err(HypotheseError::ActsNeeded));
        assert_eq!(added("centre-96001-1-0"), Err(HypotheseError::TooFewActs { up_to: 0 }));
        assert_eq!(added("depart-96001-1-250"), Err(HypotheseError::TooFewActs { up_to: 250 }));
        assert_eq!(added("centre-96001-1-200001"), Err(HypotheseError::TooManyActs { most: 200_000 }));
        assert_eq!(added("depart-96001-1-251"), Ok(-3600));
    }
}
