//! Values of indicators: exact to a thousandth, so that a bound that is reached is reached.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::nombres::entier;

/// A value in thousandths of its unit: `72,40` is 72 400.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Nombre(i64);

/// The text is no number, has more than three decimals, or is a thousand million and more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a number of at most three decimals")]
pub struct PasUnNombre;

/// Values stay below this, in thousandths.
const TOO_MUCH: i64 = 1_000_000_000_000;

impl Nombre {
    /// A whole value.
    pub const fn entier(value: i64) -> Self {
        Self(value * 1_000)
    }

    /// In thousandths.
    pub const fn milliemes(value: i64) -> Self {
        Self(value)
    }

    /// In thousandths.
    pub const fn en_milliemes(self) -> i64 {
        self.0
    }

    /// The sum.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// What must be added to another to make it.
    #[must_use]
    pub const fn moins(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// As people type it: `68 811`, `69,70`, `66.26 %`, `+2700`, `-13`. A unit after it is passed over when it is `%`.
    ///
    /// # Errors
    /// When it is no number of at most three decimals.
    pub fn lire(typed: &str) -> Result<Self, PasUnNombre> {
        let text: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '%').collect();
        let (negative, text) = match text.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(&text)),
        };
        let (whole, decimals) = text.split_once([',', '.']).unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(decimals) || decimals.len() > 3 {
            return Err(PasUnNombre);
        }
        let whole: i64 = whole.parse().map_err(|_| PasUnNombre)?;
        let decimals: i64 = format!("{decimals:0<3}").parse().map_err(|_| PasUnNombre)?;
        let value = whole.checked_mul(1_000).and_then(|value| value.checked_add(decimals));
        let value = value.filter(|value| *value < TOO_MUCH).ok_or(PasUnNombre)?;
        Ok(Self(if negative { -value } else { value }))
    }
}

impl fmt::Display for Nombre {
    /// `68 811`, `69,7`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, decimals) = (self.0.unsigned_abs() / 1_000, self.0.unsigned_abs() % 1_000);
        let sign = if self.0 < 0 { "\u{2212}" } else { "" };
        let whole = entier(i64::try_from(whole).unwrap_or(i64::MAX));
        let decimals = format!("{decimals:03}");
        let decimals = decimals.trim_end_matches('0');
        if decimals.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole},{decimals}") }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn values_are_read_and_printed_the_french_way() {
        for (typed, value) in [
            ("68 811", 68_811_000),
            ("69,70", 69_700),
            ("66.26 %", 66_260),
            ("+2700", 2_700_000),
            ("-13", -13_000),
        ] {
            assert_eq!(Nombre::lire(typed), Ok(Nombre(value)), "{typed}");
        }
        for typed in ["", "%", "fait", "1,2345", "12 patients", "1,2,3", "9999999999999"] {
            assert_eq!(Nombre::lire(typed), Err(PasUnNombre), "{typed}");
        }
        assert_eq!(Nombre(69_700).to_string(), "69,7");
        assert_eq!(Nombre::entier(-68_811).to_string(), "\u{2212}68\u{202f}811");
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(value in -TOO_MUCH + 1..TOO_MUCH) {
            prop_assert_eq!(Nombre::lire(&Nombre(value).to_string()), Ok(Nombre(value)));
        }
    }
}
