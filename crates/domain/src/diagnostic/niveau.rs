//! What a figure is about: the territory, or what it is compared with.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use territory::{DepartementCode, RegionCode};

/// What a figure is about. Its key stands in addresses and in citations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Niveau {
    /// The territory itself.
    Territoire,
    /// A département that it lies in.
    Departement(DepartementCode),
    /// A region that it lies in.
    Region(RegionCode),
    /// The whole country.
    France,
    /// Territories of the same size class, density and age profile.
    Similaires,
}

/// Not the key of a level.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a level: {0}")]
pub struct NiveauError(pub String);

impl fmt::Display for Niveau {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Niveau::Territoire => f.write_str("territoire"),
            Niveau::Departement(code) => write!(f, "departement-{code}"),
            Niveau::Region(code) => write!(f, "region-{code}"),
            Niveau::France => f.write_str("france"),
            Niveau::Similaires => f.write_str("similaires"),
        }
    }
}

impl FromStr for Niveau {
    type Err = NiveauError;
    fn from_str(text: &str) -> Result<Self, NiveauError> {
        let wrong = || NiveauError(text.to_owned());
        Ok(match text {
            "territoire" => Niveau::Territoire,
            "france" => Niveau::France,
            "similaires" => Niveau::Similaires,
            _ => match text.split_once('-').ok_or_else(wrong)? {
                ("departement", code) => Niveau::Departement(code.parse().map_err(|_| wrong())?),
                ("region", code) => Niveau::Region(code.parse().map_err(|_| wrong())?),
                _ => return Err(wrong()),
            },
        })
    }
}

impl Serialize for Niveau {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Niveau {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back() {
        for key in ["territoire", "departement-2A", "departement-974", "region-76", "france", "similaires"] {
            assert_eq!(key.parse::<Niveau>().map(|niveau| niveau.to_string()), Ok(key.to_owned()));
        }
        for wrong in ["", "departement", "departement-", "commune-66136", "FRANCE"] {
            assert!(wrong.parse::<Niveau>().is_err(), "{wrong}");
        }
    }
}
