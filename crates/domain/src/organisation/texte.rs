//! Free text: tidied, bounded, without a social security number.

use crate::texte::contains_nir;

/// Why a text is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing typed.
    #[error("the text is empty")]
    Empty,
    /// More characters than accepted.
    #[error("the text is longer than {0} characters")]
    TooLong(usize),
    /// It holds a social security number, which Maillage never keeps (decree 2019-341).
    #[error("the text holds a social security number")]
    SocialSecurity,
}

/// A text without blanks around it, its lines kept, of at most `max` characters; empty is accepted.
///
/// # Errors
/// When it is too long or holds a social security number.
pub fn checked_text(text: &str, max: usize) -> Result<String, TextError> {
    let lines: Vec<String> =
        text.trim().lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let text = lines.join("\n");
    if contains_nir(&text) {
        Err(TextError::SocialSecurity)
    } else if text.chars().count() > max {
        Err(TextError::TooLong(max))
    } else {
        Ok(text)
    }
}

/// A BIC in capitals, without spaces: six letters, two characters, maybe three more (ISO 9362).
pub fn read_bic(typed: &str) -> Option<String> {
    let bic: String = typed.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect();
    let right = matches!(bic.len(), 8 | 11)
        && bic.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && bic.bytes().take(6).all(|byte| byte.is_ascii_uppercase());
    right.then_some(bic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_tidied_bounded_and_never_holds_a_social_security_number() {
        assert_eq!(
            checked_text("  12  rue du Pont \r\n 66000 Perpignan ", 80).unwrap(),
            "12 rue du Pont\n66000 Perpignan"
        );
        assert_eq!(checked_text("", 5), Ok(String::new()));
        assert_eq!(checked_text("éééééé", 5), Err(TextError::TooLong(5)));
        assert_eq!(checked_text("patient 1 85 05 75 123 456 73", 80), Err(TextError::SocialSecurity));
    }

    #[test]
    fn a_bic_has_eight_or_eleven_characters() {
        assert_eq!(read_bic("agri frpp"), Some("AGRIFRPP".into()));
        assert_eq!(read_bic("AGRIFRPP882"), Some("AGRIFRPP882".into()));
        for typed in ["", "AGRIFRP", "AGR1FRPP", "AGRIFRPP8822", "AGRIFRPé"] {
            assert_eq!(read_bic(typed), None, "{typed}");
        }
    }
}
