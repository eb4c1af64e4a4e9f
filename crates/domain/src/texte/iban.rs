//! Bank account numbers.

use std::fmt;

/// An IBAN whose key is right. Personal data: stored sealed, shown masked, never in a log.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Iban(String);

/// Why a text is not an IBAN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IbanProblem {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// It does not start with two letters and two digits.
    #[error("it must start with the two letters of a country and two digits")]
    Start,
    /// Something other than letters and digits.
    #[error("only letters and digits are expected")]
    Characters,
    /// A character is missing or too many.
    #[error("{expected} characters expected, {found} found")]
    Length {
        /// For this country, or the nearest bound when the country's length is not known.
        expected: usize,
        /// Characters typed.
        found: usize,
    },
    /// The key does not match: a character was mistyped.
    #[error("the key is wrong")]
    Key,
}

/// Shortest and longest IBAN of the standard (ISO 13616).
const LENGTHS: (usize, usize) = (15, 34);

/// Length by country, for France, its neighbours and the banks without branches that people use.
fn country_length(country: &str) -> Option<usize> {
    Some(match country {
        "FR" | "MC" | "IT" => 27,
        "AD" | "ES" => 24,
        "PT" => 25,
        "DE" | "GB" | "IE" => 22,
        "CH" => 21,
        "LT" | "LU" | "AT" => 20,
        "NL" => 18,
        "BE" => 16,
        _ => return None,
    })
}

impl Iban {
    /// Reads an IBAN; spaces and capitals do not matter.
    ///
    /// # Errors
    /// What is wrong, so that the screen can say it.
    pub fn parse(typed: &str) -> Result<Self, IbanProblem> {
        let text = super::compact(typed);
        if text.is_empty() {
            return Err(IbanProblem::Empty);
        }
        if !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(IbanProblem::Characters);
        }
        let right_start = text
            .bytes()
            .take(4)
            .enumerate()
            .all(|(rank, byte)| if rank < 2 { byte.is_ascii_uppercase() } else { byte.is_ascii_digit() });
        if text.len() < 4 || !right_start {
            return Err(IbanProblem::Start);
        }
        let expected = country_length(&text[..2]).unwrap_or(text.len().clamp(LENGTHS.0, LENGTHS.1));
        if text.len() != expected {
            return Err(IbanProblem::Length { expected, found: text.len() });
        }
        if remainder(&text) == 1 { Ok(Iban(text)) } else { Err(IbanProblem::Key) }
    }

    /// The characters without spaces: for the sealed column and the transfer file only.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `FR76 •••• 0189`.
    pub fn masked(&self) -> String {
        format!("{} •••• {}", &self.0[..4], &self.0[self.0.len() - 4..])
    }

    /// `FR76 3000 6000 0112 3456 7890 189`.
    pub fn grouped(&self) -> String {
        super::grouped(&self.0, &vec![4; self.0.len().div_ceil(4)])
    }
}

/// Remainder by 97 of the number that the standard makes: start moved to the end, A as 10 to Z as 35.
fn remainder(text: &str) -> u32 {
    let moved = text.chars().skip(4).chain(text.chars().take(4));
    moved.filter_map(|c| c.to_digit(36)).fold(0, |rest, value| {
        let shift = if value < 10 { 10 } else { 100 };
        (rest * shift + value) % 97
    })
}

impl fmt::Debug for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Iban({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_numbers_are_read() {
        for number in ["FR1420041010050500013M02606", "FR7630006000011234567890189"] {
            assert_eq!(Iban::parse(number).unwrap().as_str(), number);
        }
        assert!(Iban::parse("be68 5390 0754 7034").is_ok());
        assert!(Iban::parse("DE89 3704 0044 0532 0130 00").is_ok());
        assert!(Iban::parse("SE45 5000 0000 0583 9825 7466").is_ok(), "a country whose length is not listed");
    }

    #[test]
    fn it_is_shown_masked_and_grouped() {
        let iban = Iban::parse("FR76 3000 6000 0112 3456 7890 189").unwrap();
        assert_eq!(iban.masked(), "FR76 •••• 0189");
        assert_eq!(iban.grouped(), "FR76 3000 6000 0112 3456 7890 189");
        assert_eq!(format!("{iban:?}"), "Iban(FR76 •••• 0189)");
    }

    #[test]
    fn each_mistake_has_its_name() {
        let problem = |typed| Iban::parse(typed).unwrap_err();
        assert_eq!(problem(""), IbanProblem::Empty);
        assert_eq!(problem("7630006000011234567890189"), IbanProblem::Start);
        assert_eq!(problem("FR7"), IbanProblem::Start);
        assert_eq!(problem("FR76_30006"), IbanProblem::Characters);
        assert_eq!(problem("FR763000600001123456789018"), IbanProblem::Length { expected: 27, found: 26 });
        assert_eq!(problem("SE45500000"), IbanProblem::Length { expected: 15, found: 10 });
        assert_eq!(problem("FR7630006000011234567890188"), IbanProblem::Key);
    }

    #[test]
    fn any_changed_digit_breaks_the_key() {
        let right = "FR7630006000011234567890189";
        for place in 2..right.len() {
            for digit in '0'..='9' {
                let mut wrong: Vec<char> = right.chars().collect();
                wrong[place] = digit;
                let wrong: String = wrong.into_iter().collect();
                assert_eq!(Iban::parse(&wrong).is_ok(), wrong == right, "{wrong}");
            }
        }
    }
}
