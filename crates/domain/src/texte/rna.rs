//! Number of an association in the *répertoire national des associations*.

/// `W`, the prefecture, and a rank: `W662001234`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rna(String);

/// Why a text is not an RNA number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RnaProblem {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// The first letter is not W.
    #[error("it must start with W")]
    NoW,
    /// Not 9 characters after the W.
    #[error("9 characters expected after W, {found} found")]
    Length {
        /// Characters after the W.
        found: usize,
    },
    /// A character that an RNA number cannot have.
    #[error("only digits are expected after W, except for 2A and 2B")]
    Characters,
}

impl Rna {
    /// Reads `W` and 9 characters; spaces and capitals do not matter. No key exists.
    ///
    /// # Errors
    /// What is wrong, so that the screen can say it.
    pub fn parse(typed: &str) -> Result<Self, RnaProblem> {
        let text = super::compact(typed);
        if text.is_empty() {
            return Err(RnaProblem::Empty);
        }
        let rest = text.strip_prefix('W').ok_or(RnaProblem::NoW)?;
        let found = rest.chars().count();
        if found != 9 {
            return Err(RnaProblem::Length { found });
        }
        let right = |(rank, c): (usize, char)| c.is_ascii_digit() || (rank == 1 && matches!(c, 'A' | 'B'));
        if !rest.chars().enumerate().all(right) {
            return Err(RnaProblem::Characters);
        }
        Ok(Rna(text))
    }

    /// The 10 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_whatever_the_case() {
        assert_eq!(Rna::parse("w662 001 234").unwrap().as_str(), "W662001234");
        assert!(Rna::parse("W2A2001234").is_ok());
        assert!(Rna::parse("W9T1001234").is_err());
    }

    #[test]
    fn each_mistake_has_its_name() {
        assert_eq!(Rna::parse(" "), Err(RnaProblem::Empty));
        assert_eq!(Rna::parse("662001234"), Err(RnaProblem::NoW));
        assert_eq!(Rna::parse("W66200123"), Err(RnaProblem::Length { found: 8 }));
        assert_eq!(Rna::parse("W66200123É"), Err(RnaProblem::Characters));
        assert_eq!(Rna::parse("W6620A1234"), Err(RnaProblem::Characters));
    }
}
