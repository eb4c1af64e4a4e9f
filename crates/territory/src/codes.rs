//! Official geographic codes, as small `Copy` values that cannot hold a malformed code.
//!
//! Formats: `shared/domain/needs.md` 7.4, INSEE *Code officiel géographique*.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a text is not a code. The text is kept so that a person can be told what was read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Wrong number of characters.
    #[error("{what}: {found:?} has the wrong length, {expected} characters expected")]
    Length {
        /// Kind of code, for example `commune`.
        what: &'static str,
        /// What was read.
        found: String,
        /// Number of characters of this kind of code.
        expected: usize,
    },
    /// A character that this kind of code cannot hold.
    #[error("{what}: {found:?} holds a character that is not allowed")]
    Character {
        /// Kind of code.
        what: &'static str,
        /// What was read.
        found: String,
    },
}

macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $len:literal, $what:literal, $check:path) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name([u8; $len]);

        impl $name {
            /// The code as text.
            pub fn as_str(&self) -> &str {
                // Only ASCII is ever stored; the constructor checked it.
                std::str::from_utf8(&self.0).unwrap_or_default().trim_end_matches('\0')
            }
        }

        impl FromStr for $name {
            type Err = CodeError;
            fn from_str(text: &str) -> Result<Self, CodeError> {
                let bytes = text.as_bytes();
                $check(bytes, text)?;
                let mut stored = [0; $len];
                stored[..bytes.len()].copy_from_slice(bytes);
                Ok(Self(stored))
            }
        }

        impl TryFrom<String> for $name {
            type Error = CodeError;
            fn try_from(text: String) -> Result<Self, CodeError> { text.parse() }
        }
        impl From<$name> for String {
            fn from(code: $name) -> String { code.as_str().to_owned() }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(self.as_str()) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "{}({})", $what, self.as_str()) }
        }
    };
}

code!(
    /// Commune or municipal arrondissement: 5 characters, `66028`, `2A004`, `97411`, `75101`.
    #[doc(alias = "code INSEE")]
    CommuneCode, 5, "commune", check_commune
);
code!(
    /// IRIS: the commune (or arrondissement) and four digits, `660280101`.
    IrisCode, 9, "IRIS", check_iris
);
code!(
    /// Département: 2 characters, or 3 overseas: `66`, `2A`, `974`.
    DepartementCode, 3, "département", check_departement
);
code!(
    /// Region: 2 digits, `76`.
    RegionCode, 2, "région", check_region
);
code!(
    /// EPCI with own taxation, by its SIREN: 9 digits.
    EpciCode, 9, "EPCI", check_epci
);
code!(
    /// FINESS number of a site or of a legal entity: 9 characters, `660013186`, `2A0000014`.
    FinessCode, 9, "FINESS", check_finess
);
code!(
    /// Category of a site of the FINESS register: 3 digits, `620`.
    CategoryCode, 3, "catégorie", check_category
);

fn check_length(what: &'static str, expected: usize, text: &str) -> Result<(), CodeError> {
    if text.len() == expected {
        Ok(())
    } else {
        Err(CodeError::Length { what, found: text.to_owned(), expected })
    }
}

fn check_digits(what: &'static str, digits: &[u8], text: &str) -> Result<(), CodeError> {
    if digits.iter().all(u8::is_ascii_digit) {
        Ok(())
    } else {
        Err(CodeError::Character { what, found: text.to_owned() })
    }
}

/// The first two characters of a commune or département: digits, or Corsica's `2A` and `2B`.
fn check_prefix(what: &'static str, prefix: &[u8], text: &str) -> Result<(), CodeError> {
    if matches!(prefix, b"2A" | b"2B") { Ok(()) } else { check_digits(what, prefix, text) }
}

fn check_commune(bytes: &[u8], text: &str) -> Result<(), CodeError> {
    check_length("commune", 5, text)?;
    check_prefix("commune", &bytes[..2], text)?;
    check_digits("commune", &bytes[2..], text)
}

fn check_iris(bytes: &[u8], text: &str) -> Result<(), CodeError> {
    check_length("IRIS", 9, text)?;
    check_prefix("IRIS", &bytes[..2], text)?;
    check_digits("IRIS", &bytes[2..], text)
}

fn check_departement(bytes: &[u8], text: &str) -> Result<(), CodeError> {
    if text.len() == 3 {
        return check_digits("département", bytes, text);
    }
    check_length("département", 2, text)?;
    check_prefix("département", bytes, text)
}

fn check_region(bytes: &[u8], text: &str) -> Result<(), CodeError> {
    check_length("région", 2, text)?;
    check_digits("région", bytes, text)
}

fn check_epci(bytes: &[u8], text: &str) -> Result<(), CodeError> {
    check_length("EPCI", 9, text)?;
    check_digits("EPCI", bytes, text)
}

fn check_finess(bytes: &[u8], text: &str) -> Result<(), CodeError> {
    check_length("FINESS", 9, text)?;
    check_prefix("FINESS", &bytes[..2], text)?;
    if bytes[2..].iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
        Ok(())
    } else {
        Err(CodeError::Character { what: "FINESS", found: text.to_owned() })
    }
}

fn check_category(bytes: &[u8], text: &str) -> Result<(), CodeError> {
    check_length("catégorie", 3, text)?;
    check_digits("catégorie", bytes, text)
}

/// An area that figures are published for, larger than a territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaCode {
    /// A département.
    Departement(DepartementCode),
    /// A region.
    Region(RegionCode),
    /// The whole country.
    France,
}

/// Puts back the zeros that a spreadsheet removed on the left: `9001` becomes `09001`.
///
/// A text that holds anything but digits, or is already long enough, comes back trimmed and in capitals.
pub fn pad_left(text: &str, width: usize) -> String {
    let text = text.trim();
    if !text.is_empty() && text.len() < width && text.bytes().all(|b| b.is_ascii_digit()) {
        format!("{text:0>width$}")
    } else {
        text.to_ascii_uppercase()
    }
}

impl CommuneCode {
    /// The département that the code belongs to (`97` and `98` take three characters).
    pub fn departement(self) -> DepartementCode {
        let width = if self.as_str().starts_with("97") || self.as_str().starts_with("98") { 3 } else { 2 };
        let mut stored = [0; 3];
        stored[..width].copy_from_slice(&self.0[..width]);
        DepartementCode(stored)
    }

    /// Paris, Lyon or Marseille when the code is one of their arrondissements.
    pub fn arrondissement_parent(self) -> Option<CommuneCode> {
        let number: u32 = self.as_str().parse().ok()?;
        let parent = match number {
            75101..=75120 => b"75056",
            69381..=69389 => b"69123",
            13201..=13216 => b"13055",
            _ => return None,
        };
        Some(CommuneCode(*parent))
    }

    /// Whether the commune is split into municipal arrondissements (Paris, Lyon, Marseille).
    pub fn has_arrondissements(self) -> bool {
        matches!(self.as_str(), "75056" | "69123" | "13055")
    }

    /// The commune itself, or the commune an arrondissement belongs to.
    pub fn whole_commune(self) -> CommuneCode {
        self.arrondissement_parent().unwrap_or(self)
    }
}

impl IrisCode {
    /// The commune, or the arrondissement in Paris, Lyon and Marseille.
    pub fn commune(self) -> CommuneCode {
        let mut stored = [0; 5];
        stored.copy_from_slice(&self.0[..5]);
        CommuneCode(stored)
    }

    /// Whether the code stands for a commune that is not divided (`…0000`).
    pub fn is_whole_commune(self) -> bool {
        &self.0[5..] == b"0000"
    }
}

/// What a perimeter is made of: a whole commune (or arrondissement), or one IRIS.
///
/// The IRIS code of an undivided commune (`661860000`) always becomes that commune.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum UnitCode {
    /// A whole commune or municipal arrondissement.
    Commune(CommuneCode),
    /// One IRIS of a divided commune.
    Iris(IrisCode),
}

impl UnitCode {
    /// The commune (or arrondissement) the unit lies in.
    pub fn commune(self) -> CommuneCode {
        match self {
            UnitCode::Commune(code) => code,
            UnitCode::Iris(code) => code.commune(),
        }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        match self {
            UnitCode::Commune(code) => code.as_str(),
            UnitCode::Iris(code) => code.as_str(),
        }
    }
}

impl From<CommuneCode> for UnitCode {
    fn from(code: CommuneCode) -> Self {
        UnitCode::Commune(code)
    }
}

impl From<IrisCode> for UnitCode {
    fn from(code: IrisCode) -> Self {
        if code.is_whole_commune() { UnitCode::Commune(code.commune()) } else { UnitCode::Iris(code) }
    }
}

impl FromStr for UnitCode {
    type Err = CodeError;
    fn from_str(text: &str) -> Result<Self, CodeError> {
        if text.len() == 9 {
            text.parse::<IrisCode>().map(Into::into)
        } else {
            text.parse().map(UnitCode::Commune)
        }
    }
}

impl TryFrom<String> for UnitCode {
    type Error = CodeError;
    fn try_from(text: String) -> Result<Self, CodeError> {
        text.parse()
    }
}

impl From<UnitCode> for String {
    fn from(code: UnitCode) -> String {
        code.as_str().to_owned()
    }
}

impl fmt::Display for UnitCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_keep_their_text_and_refuse_what_is_not_a_code() {
        assert_eq!("2A004".parse::<CommuneCode>().unwrap().as_str(), "2A004");
        assert!("2C004".parse::<CommuneCode>().is_err());
        assert!("6602".parse::<CommuneCode>().is_err());
        assert!("66028é".parse::<CommuneCode>().is_err());
        assert!("66028010A".parse::<IrisCode>().is_err());
        assert_eq!("974".parse::<DepartementCode>().unwrap().as_str(), "974");
        assert_eq!(serde_roundtrip("97411").departement().as_str(), "974");
    }

    fn serde_roundtrip(text: &str) -> CommuneCode {
        CommuneCode::try_from(String::from(text.parse::<CommuneCode>().unwrap())).unwrap()
    }

    #[test]
    fn an_undivided_iris_is_its_commune() {
        let unit: UnitCode = "661860000".parse().unwrap();
        assert_eq!(unit, UnitCode::Commune("66186".parse().unwrap()));
        let unit: UnitCode = "660280101".parse().unwrap();
        assert_eq!(unit.commune().as_str(), "66028");
    }

    #[test]
    fn arrondissements_know_their_commune() {
        for (code, parent) in [("75101", "75056"), ("69389", "69123"), ("13216", "13055")] {
            assert_eq!(code.parse::<CommuneCode>().unwrap().whole_commune().as_str(), parent);
        }
        assert_eq!("69390".parse::<CommuneCode>().unwrap().arrondissement_parent(), None);
    }

    #[test]
    fn finess_numbers_and_categories_are_checked() {
        for good in ["660013186", "2A0000014", "970100012"] {
            assert_eq!(good.parse::<FinessCode>().unwrap().as_str(), good);
        }
        for bad in ["66001318", "2,665E+13", "66 013186", "66001318é", ""] {
            assert!(bad.parse::<FinessCode>().is_err(), "{bad}");
        }
        assert!("620".parse::<CategoryCode>().is_ok());
        assert!("62".parse::<CategoryCode>().is_err());
        assert!("62A".parse::<CategoryCode>().is_err());
    }

    #[test]
    fn lost_zeros_come_back() {
        assert_eq!(pad_left(" 9001", 5), "09001");
        assert_eq!(pad_left("2a004", 5), "2A004");
        assert_eq!(pad_left("", 5), "");
    }
}
