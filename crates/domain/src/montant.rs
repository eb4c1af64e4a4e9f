//! Money: whole cents of a euro, never a fraction of one.
//!
//! A share is rounded once, to the nearest cent, and a sum that is cut into parts keeps every cent.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

use serde::{Deserialize, Serialize};

use crate::nombres::{FINE, entier};

/// An amount in cents of a euro. Negative for what is taken back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Montant(i64);

/// Why an amount is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefusSomme {
    /// Nothing was typed.
    #[error("nothing typed")]
    Vide,
    /// It has more than two decimals.
    #[error("more than two decimals")]
    Decimales,
    /// Below zero where nothing below zero makes sense.
    #[error("negative")]
    Negatif,
    /// Not an amount, or a hundred million and more.
    #[error("not an amount")]
    Illisible,
}

/// Amounts that are typed stay below this, in cents.
const TOO_MUCH: i64 = 10_000_000_000;

impl Montant {
    /// Nothing.
    pub const ZERO: Montant = Montant(0);

    /// Whole euros.
    pub const fn euros(euros: i64) -> Self {
        Self(euros * 100)
    }

    /// Cents of a euro.
    pub const fn centimes(cents: i64) -> Self {
        Self(cents)
    }

    /// In cents of a euro.
    pub const fn en_centimes(self) -> i64 {
        self.0
    }

    /// `numerator / denominator` of it, to the nearest cent; half a cent goes away from zero. Zero when the denominator
    /// is.
    #[must_use]
    pub fn part(self, numerator: i64, denominator: i64) -> Self {
        if denominator == 0 {
            return Self::ZERO;
        }
        let (n, d) = (i128::from(self.0) * i128::from(numerator), i128::from(denominator));
        let (n, d) = if d < 0 { (-n, -d) } else { (n, d) };
        let rounded = if n >= 0 { (2 * n + d) / (2 * d) } else { -((-2 * n + d) / (2 * d)) };
        Self(i64::try_from(rounded).unwrap_or(if rounded > 0 { i64::MAX } else { i64::MIN }))
    }

    /// So many per cent of it, to the nearest cent.
    #[must_use]
    pub fn pour_cent(self, percent: i64) -> Self {
        self.part(percent, 100)
    }

    /// Cut by weights, to the cent: the parts add up to it exactly. The cents that remain go to the largest remainders,
    /// the first of equal ones first. Equal parts when every weight is zero; nothing for no weight.
    pub fn repartir(self, weights: &[u64]) -> Vec<Self> {
        if weights.is_empty() {
            return Vec::new();
        }
        let even = vec![1; weights.len()];
        let weights = if weights.iter().all(|one| *one == 0) { &even } else { weights };
        let total: i128 = weights.iter().map(|one| i128::from(*one)).sum();
        let whole = i128::from(self.0.abs());
        let exact = |weight: &u64| whole * i128::from(*weight);
        let mut parts: Vec<i128> = weights.iter().map(|one| exact(one) / total).collect();
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by_key(|rank| std::cmp::Reverse(exact(&weights[*rank]) % total));
        let missing = usize::try_from(whole - parts.iter().sum::<i128>()).unwrap_or_default();
        for rank in order.into_iter().take(missing) {
            parts[rank] += 1;
        }
        let sign = self.0.signum();
        parts.into_iter().map(|part| Self(sign * i64::try_from(part).unwrap_or(i64::MAX))).collect()
    }

    /// `33 657,53 €`; `27 000 €` for whole euros.
    pub fn texte(self) -> String {
        let (euros, cents) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        let sign = if self.0 < 0 { "\u{2212}" } else { "" };
        let euros = entier(i64::try_from(euros).unwrap_or(i64::MAX));
        let cents = if cents == 0 { String::new() } else { format!(",{cents:02}") };
        format!("{sign}{euros}{cents}{FINE}€")
    }

    /// `33657,53`: as a spreadsheet or an accountant's file takes it.
    pub fn nu(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        format!("{sign}{},{:02}", self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100)
    }

    /// An amount of zero or more as people type it: `1250`, `1 250,50 €`, `1.250,5`, `1250.50`.
    ///
    /// # Errors
    /// When there is nothing, a minus, more than two decimals, or no amount.
    pub fn lire(typed: &str) -> Result<Self, RefusSomme> {
        let text: String = typed.to_lowercase().replace("euros", "").replace("euro", "").replace('€', "");
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if text.is_empty() {
            return Err(RefusSomme::Vide);
        }
        if text.starts_with(['-', '\u{2212}', '\u{2013}']) {
            return Err(RefusSomme::Negatif);
        }
        // A comma is decimal; a point is, unless it groups by three.
        let (whole, cents) = match (text.split_once(','), text.rsplit_once('.')) {
            (Some((whole, cents)), _) => (whole.to_owned(), cents),
            (None, Some((whole, last))) if last.len() != 3 => (whole.to_owned(), last),
            _ => (text.clone(), ""),
        };
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let groups: Vec<&str> = whole.split('.').collect();
        let grouped =
            groups[1..].iter().all(|part| part.len() == 3) && (groups.len() == 1 || groups[0].len() <= 3);
        if !grouped || groups.iter().any(|part| part.is_empty() || !digits(part)) || !digits(cents) {
            return Err(RefusSomme::Illisible);
        }
        if cents.len() > 2 {
            return Err(RefusSomme::Decimales);
        }
        let euros: i64 = groups.concat().parse().map_err(|_| RefusSomme::Illisible)?;
        let cents: i64 = format!("{cents:0<2}").parse().map_err(|_| RefusSomme::Illisible)?;
        let amount = euros.checked_mul(100).and_then(|amount| amount.checked_add(cents));
        amount.filter(|amount| *amount < TOO_MUCH).map(Self).ok_or(RefusSomme::Illisible)
    }
}

impl Add for Montant {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Montant {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Montant {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Montant {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Montant {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_worked_example_is_cut_to_the_cent() {
        let fixe = Montant::euros(90_000);
        let due = fixe.part(182, 365);
        assert_eq!(due, Montant::centimes(4_487_671));
        let advance = fixe.part(182 * 75, 365 * 100);
        assert_eq!(advance.texte(), "33\u{202f}657,53\u{202f}€");
        assert_eq!((due - advance).texte(), "11\u{202f}219,18\u{202f}€");
        assert_eq!(Montant::euros(27_000).texte(), "27\u{202f}000\u{202f}€");
        assert_eq!((-Montant::centimes(105)).texte(), "\u{2212}1,05\u{202f}€");
        assert_eq!(Montant::centimes(-5).nu(), "-0,05");
    }

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (typed, cents) in [
            ("1250", 125_000),
            (" 1\u{202f}250,50 € ", 125_050),
            ("1.250,5", 125_050),
            ("1250.50", 125_050),
            ("1.250", 125_000),
            ("0", 0),
            ("12 000 euros", 1_200_000),
            ("7,", 700),
        ] {
            assert_eq!(Montant::lire(typed), Ok(Montant(cents)), "{typed}");
        }
        for (typed, refus) in [
            ("", RefusSomme::Vide),
            ("€", RefusSomme::Vide),
            ("-5", RefusSomme::Negatif),
            ("\u{2212}5", RefusSomme::Negatif),
            ("1,005", RefusSomme::Decimales),
            ("1.25.3", RefusSomme::Illisible),
            ("1,2,3", RefusSomme::Illisible),
            ("mille", RefusSomme::Illisible),
            ("100000000", RefusSomme::Illisible),
            ("99999999999999999999", RefusSomme::Illisible),
        ] {
            assert_eq!(Montant::lire(typed), Err(refus), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_whole(
            cents in -TOO_MUCH..TOO_MUCH,
            weights in prop::collection::vec(0..1_000_000u64, 1..12),
        ) {
            let parts = Montant(cents).repartir(&weights);
            prop_assert_eq!(parts.len(), weights.len());
            prop_assert_eq!(parts.iter().copied().sum::<Montant>(), Montant(cents));
            prop_assert!(parts.iter().all(|part| part.0.signum() * cents.signum() >= 0));
        }

        #[test]
        fn what_is_printed_is_read_back(cents in 0..TOO_MUCH) {
            prop_assert_eq!(Montant::lire(&Montant(cents).texte()), Ok(Montant(cents)));
            prop_assert_eq!(Montant::lire(&Montant(cents).nu()), Ok(Montant(cents)));
        }

        #[test]
        fn no_text_stops_the_reader(typed in ".{0,20}") {
            prop_assert!(Montant::lire(&typed).is_ok_and(|amount| amount >= Montant::ZERO) || Montant::lire(&typed).is_err());
        }

        #[test]
        fn a_share_and_its_rest_are_the_whole(cents in 0..TOO_MUCH, days in 0..366i64) {
            let whole = Montant(cents);
            let share = whole.part(days, 366);
            prop_assert!(share >= Montant::ZERO && share <= whole);
            prop_assert_eq!(share + (whole - share), whole);
        }
    }
}
