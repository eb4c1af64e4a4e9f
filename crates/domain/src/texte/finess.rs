//! National number of a health or social site.

/// A FINESS number: nine characters whose key is right where it can be checked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Finess(String);

/// Why a text is not a FINESS number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FinessProblem {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// Something other than digits, but for the letter of Corsica in second place.
    #[error("only digits are expected")]
    NotDigits,
    /// Not nine characters.
    #[error("9 characters expected, {found} found")]
    Length {
        /// Characters typed.
        found: usize,
    },
    /// The last digit does not match the others: a digit was mistyped.
    #[error("the check digit is wrong")]
    Key,
}

const CHARACTERS: usize = 9;

impl Finess {
    /// Reads nine characters; spaces do not matter.
    ///
    /// # Errors
    /// What is wrong, so that the screen can say it.
    pub fn parse(typed: &str) -> Result<Self, FinessProblem> {
        let text = super::compact(typed);
        if text.is_empty() {
            return Err(FinessProblem::Empty);
        }
        let corsican = text.starts_with("2A") || text.starts_with("2B");
        let rest = if corsican { &text[2..] } else { text.as_str() };
        if !super::all_digits(rest) {
            return Err(FinessProblem::NotDigits);
        }
        if text.len() != CHARACTERS {
            return Err(FinessProblem::Length { found: text.len() });
        }
        if corsican || super::luhn_sum(&text).is_multiple_of(10) {
            Ok(Finess(text))
        } else {
            Err(FinessProblem::Key)
        }
    }

    /// The nine characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether its key was checked: the rule for the letters of Corsica is not published.
    pub fn is_checked(&self) -> bool {
        super::all_digits(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_a_right_key_are_read() {
        for number in ["310021258", "95 004 7225"] {
            assert!(Finess::parse(number).unwrap().is_checked(), "{number}");
        }
        let corsican = Finess::parse("2a0000014").unwrap();
        assert_eq!((corsican.as_str(), corsican.is_checked()), ("2A0000014", false));
    }

    #[test]
    fn each_mistake_has_its_name() {
        assert_eq!(Finess::parse(" "), Err(FinessProblem::Empty));
        assert_eq!(Finess::parse("660000002"), Err(FinessProblem::Key));
        assert_eq!(Finess::parse("66000000"), Err(FinessProblem::Length { found: 8 }));
        assert_eq!(Finess::parse("66000000X"), Err(FinessProblem::NotDigits));
        assert_eq!(Finess::parse("2A00é0014"), Err(FinessProblem::NotDigits));
    }
}
