//! National number of a health professional.

use std::fmt;

/// A number of the *répertoire partagé des professionnels intervenant dans le système de santé*.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rpps(String);

/// Why a text is not an RPPS number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RppsProblem {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// Something other than digits.
    #[error("only digits are expected")]
    NotDigits,
    /// Nine digits, or ten that start with 0: an ADELI number, which RPPS replaced.
    #[error("an ADELI number, not an RPPS number")]
    Adeli,
    /// Not 11 digits.
    #[error("11 digits expected, {found} found")]
    Length {
        /// Digits typed.
        found: usize,
    },
    /// The last digit does not match the others: a digit was mistyped.
    #[error("the check digit is wrong")]
    Key,
}

const DIGITS: usize = 11;

impl Rpps {
    /// Reads 11 digits, or the 12 of an IDNPS: `8` and the RPPS number. Spaces do not matter.
    ///
    /// # Errors
    /// What is wrong, so that the screen can say it.
    pub fn parse(typed: &str) -> Result<Self, RppsProblem> {
        let text = super::compact(typed);
        if text.is_empty() {
            return Err(RppsProblem::Empty);
        }
        if !super::all_digits(&text) {
            return Err(RppsProblem::NotDigits);
        }
        let digits = match text.len() {
            DIGITS => text.as_str(),
            // The prefix of an IDNPS is not part of the key.
            12 if text.starts_with('8') => &text[1..],
            9 => return Err(RppsProblem::Adeli),
            10 if text.starts_with('0') => return Err(RppsProblem::Adeli),
            found => return Err(RppsProblem::Length { found }),
        };
        if super::luhn_sum(digits).is_multiple_of(10) {
            Ok(Rpps(digits.to_owned()))
        } else {
            Err(RppsProblem::Key)
        }
    }

    /// The number that starts with these 10 digits: they say what its last one is. For invented people.
    ///
    /// # Errors
    /// When they are not 10 digits.
    pub fn completed(body: &str) -> Result<Self, RppsProblem> {
        if body.len() != DIGITS - 1 {
            return Err(RppsProblem::Length { found: body.len() });
        }
        let mut read = (0..10).map(|key| Self::parse(&format!("{body}{key}")));
        read.find(|read| *read != Err(RppsProblem::Key)).unwrap_or(Err(RppsProblem::Key))
    }

    /// The 11 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The 12 digits of the IDNPS, as exchanges name a professional.
    pub fn idnps(&self) -> String {
        format!("8{}", self.0)
    }
}

impl fmt::Debug for Rpps {
    /// Masked: a log names nobody.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rpps(•••{})", &self.0[DIGITS - 4..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_a_right_key_are_read() {
        for number in ["99700218896", "10101234564"] {
            assert_eq!(Rpps::parse(number).unwrap().as_str(), number);
        }
        assert_eq!(Rpps::parse(" 101 0123 4564 ").unwrap().as_str(), "10101234564");
    }

    #[test]
    fn ten_digits_say_the_last_one() {
        assert_eq!(Rpps::completed("9970021889").unwrap().as_str(), "99700218896");
        assert_eq!(Rpps::completed("997002188"), Err(RppsProblem::Length { found: 9 }));
        assert_eq!(Rpps::completed("997002188A"), Err(RppsProblem::NotDigits));
    }

    #[test]
    fn the_idnps_is_the_number_after_an_eight() {
        let rpps = Rpps::parse("899700218896").unwrap();
        assert_eq!((rpps.as_str(), rpps.idnps().as_str()), ("99700218896", "899700218896"));
    }

    #[test]
    fn each_mistake_has_its_name() {
        assert_eq!(Rpps::parse("10003456785"), Err(RppsProblem::Key));
        assert_eq!(Rpps::parse("  "), Err(RppsProblem::Empty));
        assert_eq!(Rpps::parse("1010123456A"), Err(RppsProblem::NotDigits));
        assert_eq!(Rpps::parse("661234567"), Err(RppsProblem::Adeli));
        assert_eq!(Rpps::parse("0661234567"), Err(RppsProblem::Adeli));
        assert_eq!(Rpps::parse("1010123456"), Err(RppsProblem::Length { found: 10 }));
        assert_eq!(Rpps::parse("199700218896"), Err(RppsProblem::Length { found: 12 }));
        assert_eq!(Rpps::parse("١٠١٠١٢٣٤٥٦٤"), Err(RppsProblem::NotDigits));
    }

    #[test]
    fn a_log_shows_the_end_only() {
        assert_eq!(format!("{:?}", Rpps::parse("10101234564").unwrap()), "Rpps(•••4564)");
    }
}
