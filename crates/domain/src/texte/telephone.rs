//! Telephone numbers, stored as E.164 and shown as French people write them.

use std::fmt;

/// A number that can be dialled from anywhere.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Telephone(String);

/// Why a text is not a telephone number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TelephoneProblem {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// Something other than digits, spaces, dots, hyphens, parentheses and a leading `+`.
    #[error("only digits are expected")]
    NotDigits,
    /// Nine digits: a spreadsheet dropped the zero. The likely number waits for a yes.
    #[error("the leading zero was lost")]
    LostLeadingZero {
        /// The number with its zero.
        likely: Telephone,
    },
    /// `15`, `112`, `3646`: a service, not somebody's line.
    #[error("a short number")]
    Short,
    /// Another count of digits; for a foreign number, digits after the `+`.
    #[error("10 digits expected, {found} found")]
    Length {
        /// Digits typed.
        found: usize,
    },
    /// Ten digits that start with `00`, or not with 0.
    #[error("a French number starts with 0 and a digit from 1 to 9")]
    Start,
}

/// Codes of the overseas plans by the three first digits of their national numbers (after the zero).
/// All other French numbers belong to 33.
const OVERSEAS: [(&str, &[&str]); 5] = [
    ("262", &["262", "263", "269", "639", "692", "693"]),
    ("508", &["508", "708"]),
    ("590", &["590", "690", "691"]),
    ("594", &["594", "694"]),
    ("596", &["596", "696", "697"]),
];
/// Digits of a French number after its zero.
const NATIONAL: usize = 9;

impl Telephone {
    /// Reads `04 26 03 06 90`, `+33 4 26 03 06 90`, `+33 (0)4…`, `0033…`, and foreign numbers with `+`.
    ///
    /// # Errors
    /// What is wrong, so that the screen can say it.
    pub fn parse(typed: &str) -> Result<Self, TelephoneProblem> {
        let text = super::compact(&typed.replace("(0)", ""));
        let text: String = text.chars().filter(|c| !matches!(c, '(' | ')' | '/')).collect();
        let (international, digits) = match text.strip_prefix('+').or_else(|| text.strip_prefix("00")) {
            Some(rest) => (true, rest),
            None => (false, text.as_str()),
        };
        if text.is_empty() {
            return Err(TelephoneProblem::Empty);
        }
        if !super::all_digits(digits) {
            return Err(TelephoneProblem::NotDigits);
        }
        if international { from_international(digits) } else { from_national(digits) }
    }

    /// Reads what the database holds: `+33426030690`.
    pub fn from_e164(stored: &str) -> Option<Self> {
        let telephone = Telephone::parse(stored).ok()?;
        (telephone.0 == stored).then_some(telephone)
    }

    /// `+33426030690`.
    pub fn e164(&self) -> &str {
        &self.0
    }

    /// `04 26 03 06 90`; a foreign number keeps its code: `+32470123456`.
    pub fn shown(&self) -> String {
        match self.national() {
            Some(national) => super::grouped(&format!("0{national}"), &[2, 2, 2, 2, 2]),
            None => self.0.clone(),
        }
    }

    /// Whether a text message may reach it: 06, 07 and the mobile ranges overseas.
    pub fn is_mobile(&self) -> bool {
        self.national().is_some_and(|national| national.starts_with(['6', '7']))
    }

    /// The nine digits after the zero, when French.
    fn national(&self) -> Option<&str> {
        let digits = &self.0[1..];
        let rest = digits.strip_prefix("33").filter(|rest| rest.len() == NATIONAL);
        rest.or_else(|| {
            let (code, rest) = digits.split_at_checked(3)?;
            (code_of(rest) == code && rest.len() == NATIONAL).then_some(rest)
        })
    }
}

/// The country code that a national number of 9 digits belongs to.
fn code_of(national: &str) -> &'static str {
    let overseas = |starts: &[&str]| starts.iter().any(|start| national.starts_with(start));
    OVERSEAS.iter().find(|(_, starts)| overseas(starts)).map_or("33", |(code, _)| code)
}

fn french(national: &str) -> Result<Telephone, TelephoneProblem> {
    if national.starts_with('0') {
        return Err(TelephoneProblem::Start);
    }
    Ok(Telephone(format!("+{}{national}", code_of(national))))
}

fn from_national(digits: &str) -> Result<Telephone, TelephoneProblem> {
    match (digits.len(), digits.strip_prefix('0')) {
        (10, Some(national)) => french(national),
        (10, None) => Err(TelephoneProblem::Start),
        (NATIONAL, None) => Err(TelephoneProblem::LostLeadingZero { likely: french(digits)? }),
        (2..=4, None) => Err(TelephoneProblem::Short),
        (found, _) => Err(TelephoneProblem::Length { found }),
    }
}

fn from_international(digits: &str) -> Result<Telephone, TelephoneProblem> {
    if let Some(rest) = digits.strip_prefix("33") {
        let national = rest.strip_prefix('0').filter(|rest| rest.len() == NATIONAL).unwrap_or(rest);
        return match national.len() {
            NATIONAL => french(national),
            found => Err(TelephoneProblem::Length { found: found + 1 }),
        };
    }
    // E.164 allows 15 digits; no country has fewer than 8 with its code in daily use.
    match digits.len() {
        8..=15 if !digits.starts_with('0') => Ok(Telephone(format!("+{digits}"))),
        found => Err(TelephoneProblem::Length { found }),
    }
}

impl fmt::Debug for Telephone {
    /// Masked: a log names nobody.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Telephone(•••{})", &self.0[self.0.len() - 2..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn e164(typed: &str) -> String {
        Telephone::parse(typed).unwrap().e164().to_owned()
    }

    #[test]
    fn every_way_of_writing_gives_one_number() {
        for typed in [
            "04 26 03 06 90",
            "0426030690",
            "04.26.03.06.90",
            "04-26-03-06-90",
            "04\u{a0}26\u{202f}03 06 90",
            "+33 4 26 03 06 90",
            "+33 (0)4 26 03 06 90",
            "+330426030690",
            "0033 4 26 03 06 90",
        ] {
            assert_eq!(e164(typed), "+33426030690", "{typed}");
        }
        assert_eq!(Telephone::parse("+33426030690").unwrap().shown(), "04 26 03 06 90");
    }

    #[test]
    fn overseas_numbers_have_their_own_codes() {
        for (typed, stored) in [
            ("0590 12 34 56", "+590590123456"),
            ("0690 12 34 56", "+590690123456"),
            ("0262 12 34 56", "+262262123456"),
            ("0639 12 34 56", "+262639123456"),
            ("0594 12 34 56", "+594594123456"),
            ("0696 12 34 56", "+596696123456"),
        ] {
            let telephone = Telephone::parse(typed).unwrap();
            assert_eq!(telephone.e164(), stored);
            assert_eq!(telephone.shown().replace(' ', ""), typed.replace(' ', ""));
            assert_eq!(Telephone::from_e164(stored), Some(telephone));
        }
    }

    #[test]
    fn a_lost_zero_is_said_and_the_number_offered() {
        let Err(TelephoneProblem::LostLeadingZero { likely }) = Telephone::parse("426030690") else {
            panic!("nine digits must not pass silently");
        };
        assert_eq!(likely.shown(), "04 26 03 06 90");
    }

    #[test]
    fn foreign_numbers_keep_their_code() {
        let belgian = Telephone::parse("+32 470 12 34 56").unwrap();
        assert_eq!((belgian.shown().as_str(), belgian.is_mobile()), ("+32470123456", false));
    }

    #[test]
    fn mobiles_are_known() {
        assert!(Telephone::parse("06 12 34 56 78").unwrap().is_mobile());
        assert!(Telephone::parse("0692 12 34 56").unwrap().is_mobile());
        assert!(!Telephone::parse("04 26 03 06 90").unwrap().is_mobile());
    }

    #[test]
    fn each_mistake_has_its_name() {
        let problem = |typed| Telephone::parse(typed).unwrap_err();
        assert_eq!(problem(" "), TelephoneProblem::Empty);
        assert_eq!(problem("04 26 03 06 9O"), TelephoneProblem::NotDigits);
        assert_eq!(problem("15"), TelephoneProblem::Short);
        assert_eq!(problem("3646"), TelephoneProblem::Short);
        assert_eq!(problem("04 26 03 06"), TelephoneProblem::Length { found: 8 });
        assert_eq!(problem("+33 4 26 03 06"), TelephoneProblem::Length { found: 8 });
        assert_eq!(problem("1426030690"), TelephoneProblem::Start);
        assert_eq!(problem("+"), TelephoneProblem::Length { found: 0 });
        assert!(Telephone::from_e164("0426030690").is_none());
    }

    #[test]
    fn a_log_shows_the_end_only() {
        assert_eq!(format!("{:?}", Telephone::parse("0426030690").unwrap()), "Telephone(•••90)");
    }
}
