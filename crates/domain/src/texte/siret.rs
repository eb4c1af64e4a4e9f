//! Numbers of a company or association (SIREN) and of its establishments (SIRET).

/// Number of a legal body: 9 digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Siren(String);

/// Number of an establishment: the SIREN and 5 digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Siret(String);

/// Why a text is not a SIREN or a SIRET.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SirenProblem {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// Something other than digits.
    #[error("only digits are expected")]
    NotDigits,
    /// Nine digits where an establishment was asked, or fourteen where the body was.
    #[error("the number of the other level: {found} digits")]
    OtherLevel {
        /// Digits typed.
        found: usize,
    },
    /// Another count of digits.
    #[error("{expected} digits expected, {found} found")]
    Length {
        /// 9 or 14.
        expected: usize,
        /// Digits typed.
        found: usize,
    },
    /// The key does not match: a digit was mistyped.
    #[error("the check digit is wrong")]
    Key,
}

const SIREN_DIGITS: usize = 9;
const SIRET_DIGITS: usize = 14;
/// Has more establishments than Luhn keys allow.
const LA_POSTE: &str = "356000000";

fn digits(typed: &str, expected: usize) -> Result<String, SirenProblem> {
    let text = super::compact(typed);
    if text.is_empty() {
        return Err(SirenProblem::Empty);
    }
    if !super::all_digits(&text) {
        return Err(SirenProblem::NotDigits);
    }
    match text.len() {
        found if found == expected => Ok(text),
        found @ (SIREN_DIGITS | SIRET_DIGITS) => Err(SirenProblem::OtherLevel { found }),
        found => Err(SirenProblem::Length { expected, found }),
    }
}

impl Siren {
    /// Reads 9 digits; spaces do not matter.
    ///
    /// # Errors
    /// What is wrong, so that the screen can say it.
    pub fn parse(typed: &str) -> Result<Self, SirenProblem> {
        let text = digits(typed, SIREN_DIGITS)?;
        if super::luhn_sum(&text).is_multiple_of(10) { Ok(Siren(text)) } else { Err(SirenProblem::Key) }
    }

    /// The 9 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `732 829 320`.
    pub fn grouped(&self) -> String {
        super::grouped(&self.0, &[3, 3, 3])
    }
}

impl Siret {
    /// Reads 14 digits; spaces do not matter. The establishments of La Poste have their own key.
    ///
    /// # Errors
    /// What is wrong, so that the screen can say it.
    pub fn parse(typed: &str) -> Result<Self, SirenProblem> {
        let text = digits(typed, SIRET_DIGITS)?;
        let sum: u32 = text.chars().filter_map(|c| c.to_digit(10)).sum();
        let of_la_poste = text.starts_with(LA_POSTE) && sum.is_multiple_of(5);
        // A SIRET contains a SIREN: its key must be right too.
        let siren_right = super::luhn_sum(&text[..SIREN_DIGITS]).is_multiple_of(10);
        if siren_right && (of_la_poste || super::luhn_sum(&text).is_multiple_of(10)) {
            Ok(Siret(text))
        } else {
            Err(SirenProblem::Key)
        }
    }

    /// The 14 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The legal body.
    pub fn siren(&self) -> Siren {
        Siren(self.0[..SIREN_DIGITS].to_owned())
    }

    /// `732 829 320 00074`.
    pub fn grouped(&self) -> String {
        super::grouped(&self.0, &[3, 3, 3, 5])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_siret_is_read_and_gives_its_siren() {
        let siret = Siret::parse("732 829 320 00074").unwrap();
        assert_eq!(siret.as_str(), "73282932000074");
        assert_eq!(siret.grouped(), "732 829 320 00074");
        assert_eq!(siret.siren(), Siren::parse("732829320").unwrap());
        assert_eq!(siret.siren().grouped(), "732 829 320");
    }

    #[test]
    fn la_poste_counts_by_five() {
        assert!(Siret::parse("35600000049837").is_ok());
        assert!(Siret::parse("35600000000048").is_ok(), "its head office has an ordinary key");
        assert_eq!(Siret::parse("35600000049838"), Err(SirenProblem::Key));
    }

    #[test]
    fn each_mistake_has_its_name() {
        assert_eq!(Siret::parse("73282932000075"), Err(SirenProblem::Key));
        assert_eq!(Siret::parse("732829320"), Err(SirenProblem::OtherLevel { found: 9 }));
        assert_eq!(Siren::parse("73282932000074"), Err(SirenProblem::OtherLevel { found: 14 }));
        assert_eq!(Siret::parse("7328293200007"), Err(SirenProblem::Length { expected: 14, found: 13 }));
        assert_eq!(Siren::parse("73282932O"), Err(SirenProblem::NotDigits));
        assert_eq!(Siren::parse(""), Err(SirenProblem::Empty));
        assert_eq!(Siren::parse("732829321"), Err(SirenProblem::Key));
    }
}
