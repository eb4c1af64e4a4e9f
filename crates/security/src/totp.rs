//! Codes of an application on a phone: RFC 6238 with SHA-1, 6 digits, 30 seconds.

use std::fmt;
use std::fmt::Write as _;

use jiff::Timestamp;
use qrcode::{Color, QrCode};
use subtle::ConstantTimeEq as _;
use totp_rs::{Builder, Secret, Totp};

use crate::entropy::{Entropy, bytes};

/// Length of a step, in seconds. Every application supposes it.
const STEP_S: i64 = 30;
/// How many steps before and after now are accepted.
const SKEW: i64 = 1;
/// How far a clock may be wrong for the error to be recognised: two hours, in steps.
const CLOCK_SEARCH: i64 = 2 * 3600 / STEP_S;

/// A secret or a name that cannot be used for codes.
#[derive(Debug, thiserror::Error)]
pub enum TotpError {
    /// Not base32, or shorter than the 16 bytes of RFC 4226.
    #[error("not a base32 secret of at least 16 bytes")]
    BadSecret,
    /// An empty name, or one that the `otpauth` form cannot hold.
    #[error("issuer or account name unusable in an otpauth address")]
    BadName,
    /// More characters than a QR code holds.
    #[error("too long for a QR code")]
    TooLong,
}

/// What a typed code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TotpVerdict {
    /// The code is right: save the step, so that the code does not serve twice.
    Right {
        /// Number of the 30-second step since 1970.
        step: i64,
    },
    /// No code of these two hours, or not six digits.
    Wrong,
    /// The code, or a later one, was already used.
    Replayed,
    /// The code would be right if the phone's clock were: tell the person.
    ///
    /// Count it as a failed attempt, under the same limit as [`TotpVerdict::Wrong`]: without a limit, the
    /// answer would help to guess a code that becomes right later.
    ClockOff {
        /// How far the phone is ahead (positive) or behind (negative), in minutes.
        minutes: i64,
    },
}

/// The secret shared with the person's application, 20 bytes when we make it.
#[derive(Clone)]
pub struct TotpSecret(Vec<u8>);

impl TotpSecret {
    /// Draws a new secret.
    pub fn new(entropy: &dyn Entropy) -> Self {
        Self(bytes::<20>(entropy).to_vec())
    }

    /// The secret as people type it and as it is kept (sealed).
    pub fn to_base32(&self) -> String {
        Secret::from(self.0.as_slice()).to_base32()
    }

    /// Reads [`TotpSecret::to_base32`] back, whatever the case and the spaces.
    pub fn from_base32(text: &str) -> Result<Self, TotpError> {
        let tidy: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
        let secret = Secret::try_from_base32(&tidy).map_err(|_| TotpError::BadSecret)?;
        let bytes: &[u8] = secret.as_ref();
        if bytes.len() < 16 {
            return Err(TotpError::BadSecret);
        }
        Ok(Self(bytes.to_vec()))
    }

    /// The `otpauth://` address that an application reads in a QR code.
    ///
    /// A colon separates both names in this form; those inside the names become spaces.
    pub fn uri(&self, issuer: &str, account: &str) -> Result<String, TotpError> {
        self.builder()
            .with_issuer(Some(issuer.replace(':', " ")))
            .with_account_name(account.replace(':', " "))
            .build()
            .and_then(|totp| totp.to_url())
            .map_err(|_| TotpError::BadName)
    }

    /// Judges what a person typed at this instant; `last_step` is the step of the last code accepted.
    pub fn check(&self, code: &str, at: Timestamp, last_step: Option<i64>) -> TotpVerdict {
        let typed: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        if typed.len() != 6 || !typed.bytes().all(|b| b.is_ascii_digit()) {
            return TotpVerdict::Wrong;
        }
        let totp = self.builder().build_noncompliant();
        let now = at.as_second().div_euclid(STEP_S);
        let used = |step: i64| last_step.is_some_and(|last| step <= last);
        let accepted: Vec<i64> =
            (now - SKEW..=now + SKEW).filter(|step| is_code_of(&totp, *step, &typed)).collect();
        if let Some(step) = accepted.iter().copied().find(|step| !used(*step)) {
            return TotpVerdict::Right { step };
        }
        if !accepted.is_empty() || last_step.is_some_and(|last| is_code_of(&totp, last, &typed)) {
            return TotpVerdict::Replayed;
        }
        // From the nearest step outwards: the smallest error is the likeliest.
        let off = (SKEW + 1..=CLOCK_SEARCH)
            .flat_map(|distance| [distance, -distance])
            .find(|distance| is_code_of(&totp, now + distance, &typed));
        off.map_or(TotpVerdict::Wrong, |steps| TotpVerdict::ClockOff { minutes: steps * STEP_S / 60 })
    }

    fn builder(&self) -> Builder {
        // The defaults of the library are those of RFC 6238: SHA-1, 6 digits, 30 seconds.
        Builder::new().with_secret(Secret::from(self.0.as_slice()))
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(hidden)")
    }
}

fn is_code_of(totp: &Totp, step: i64, typed: &str) -> bool {
    u64::try_from(step * STEP_S)
        .is_ok_and(|second| totp.generate(second).to_string().as_bytes().ct_eq(typed.as_bytes()).into())
}

/// A QR code as SVG for the middle of a page: no declaration, no style, no size but its `viewBox`.
pub fn qr_svg(text: &str) -> Result<String, TotpError> {
    /// Empty modules around the code that readers need.
    const QUIET: usize = 4;
    let code = QrCode::new(text.as_bytes()).map_err(|_| TotpError::TooLong)?;
    let (width, side) = (code.width(), code.width() + 2 * QUIET);
    let mut path = String::new();
    for (place, _) in code.to_colors().iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
        // Writing to a `String` cannot fail.
        let _ = write!(path, "M{} {}h1v1h-1z", place % width + QUIET, place / width + QUIET);
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"qr\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
         <path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::CountingEntropy;

    /// The secret of RFC 6238, appendix B.
    fn rfc() -> TotpSecret {
        TotpSecret(b"12345678901234567890".to_vec())
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn the_published_codes_are_right() {
        // RFC 6238, appendix B, SHA-1: the last six of the eight digits.
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(
                rfc().check(code, at(second), None),
                TotpVerdict::Right { step: second / 30 },
                "{second}"
            );
        }
    }

    #[test]
    fn one_step_of_delay_is_accepted_and_spaces_do_not_count() {
        let step = 1_234_567_890 / 30;
        for moment in [1_234_567_890 - 30, 1_234_567_890 + 30] {
            assert_eq!(rfc().check(" 005 924 ", at(moment), None), TotpVerdict::Right { step });
        }
    }

    #[test]
    fn a_code_does_not_serve_twice() {
        let step = 1_234_567_890 / 30;
        assert_eq!(rfc().check("005924", at(1_234_567_890), Some(step)), TotpVerdict::Replayed);
        assert_eq!(rfc().check("005924", at(1_234_567_890), Some(step + 1)), TotpVerdict::Replayed);
        assert_eq!(rfc().check("005924", at(1_234_567_890), Some(step - 1)), TotpVerdict::Right { step });
        // The same code ten minutes later is still the used one, not a slow clock.
        assert_eq!(rfc().check("005924", at(1_234_567_890 + 600), Some(step)), TotpVerdict::Replayed);
    }

    #[test]
    fn a_phone_whose_clock_is_an_hour_wrong_is_told_so() {
        for (minutes, moment) in [(60, -3600), (-60, 3600), (1, -60), (119, -119 * 60)] {
            let verdict = rfc().check("005924", at(1_234_567_890 + moment), None);
            assert_eq!(verdict, TotpVerdict::ClockOff { minutes }, "{moment}");
        }
        assert_eq!(rfc().check("005924", at(1_234_567_890 - 3 * 3600), None), TotpVerdict::Wrong);
    }

    #[test]
    fn what_is_no_code_is_wrong() {
        for code in ["", "00592", "0059245", "00592a", "٠٠٥٩٢٤", "000000"] {
            assert_eq!(rfc().check(code, at(1_234_567_890), None), TotpVerdict::Wrong, "{code}");
        }
    }

    #[test]
    fn a_secret_reads_back_and_gives_an_address() {
        let secret = TotpSecret::new(&CountingEntropy::new(1));
        let text = secret.to_base32();
        assert_eq!(text.len(), 32);
        let typed = text.to_lowercase().replacen('a', " a", 1);
        assert_eq!(TotpSecret::from_base32(&typed).unwrap().0, secret.0);
        let uri = secret.uri("Maillage : essai", "a.b@exemple.fr").unwrap();
        assert!(uri.starts_with("otpauth://totp/Maillage%20"), "{uri}");
        assert!(uri.contains(&format!("secret={text}")) && uri.contains("issuer=Maillage"), "{uri}");
        assert!(!format!("{secret:?}").contains(&text));
        assert!(TotpSecret::from_base32("AAAA").is_err());
        assert!(TotpSecret::from_base32("00000000000000000000000000000000").is_err());
    }

    #[test]
    fn a_qr_code_is_svg_that_a_narrow_page_can_hold() {
        let svg = qr_svg("otpauth://totp/a").unwrap();
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
        assert!(!svg.contains("style") && !svg.contains("width=") && !svg.contains("height="));
        // Version 2 is 25 modules wide, and the finder pattern starts after the quiet zone.
        assert!(svg.contains("viewBox=\"0 0 33 33\"") && svg.contains("M4 4h1v1h-1z"));
        assert!(matches!(qr_svg(&"a".repeat(3000)), Err(TotpError::TooLong)));
    }
}
