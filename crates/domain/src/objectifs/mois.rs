//! A month of a calendar, as letters of intent print it: `01/2024`.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Mois {
    /// Year.
    pub annee: i16,
    /// Month, from 1 to 12.
    pub mois: i8,
}

impl Mois {
    /// The month of a day.
    pub fn of(day: Date) -> Self {
        Self { annee: day.year(), mois: day.month() }
    }
}

impl fmt::Display for Mois {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}/{:04}", self.mois, self.annee)
    }
}

/// A month as people type it: `09/2027`, `9/2027`, `2027-09`. `None` when it is not one, or not of this century.
pub fn read_month(typed: &str) -> Option<Mois> {
    let parts: Vec<&str> = typed.trim().split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let [first, second] = parts[..] else { return None };
    let (mois, annee) = if first.len() == 4 { (second, first) } else { (first, second) };
    let right = annee.len() == 4
        && mois.len() <= 2
        && [mois, annee].iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let found = Mois { annee: annee.parse().ok()?, mois: mois.parse().ok()? };
    (right && (1..=12).contains(&found.mois) && (2000..2100).contains(&found.annee)).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_as_people_type_it_and_printed_one_way() {
        for typed in ["09/2027", "9/2027", "2027-09", " 09 / 2027 ", "09.2027"] {
            assert_eq!(read_month(typed).map(|month| month.to_string()), Some("09/2027".into()), "{typed}");
        }
        for typed in
            ["", "2027", "13/2027", "00/2027", "09/27", "12/10/2027", "septembre 2027", "+9/2027", "09/1999"]
        {
            assert_eq!(read_month(typed), None, "{typed}");
        }
        assert!(Mois { annee: 2026, mois: 12 } < Mois { annee: 2027, mois: 1 });
    }
}
