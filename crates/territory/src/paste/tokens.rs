//! The codes inside a line of text.

/// What looks like a code.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Tokens {
    /// Nine characters: IRIS, undivided commune or EPCI; each once.
    pub(super) nine: Vec<String>,
    /// Five characters: commune code or postcode; each once.
    pub(super) five: Vec<String>,
    /// A number in scientific notation.
    pub(super) scientific: Option<String>,
}

/// Finds codes between anything that is neither a letter nor a digit.
pub(super) fn tokens(line: &str) -> Tokens {
    let mut tokens = Tokens { scientific: scientific(line), ..Tokens::default() };
    for word in line.split(|c: char| !c.is_alphanumeric()) {
        let list = match word.len() {
            9 if is_code(word) => &mut tokens.nine,
            5 if is_code(word) => &mut tokens.five,
            _ => continue,
        };
        let word = word.to_ascii_uppercase();
        if !list.contains(&word) {
            list.push(word);
        }
    }
    tokens
}

/// Digits, or Corsica's letter in second place.
fn is_code(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes[0].is_ascii_digit()
        && (bytes[1].is_ascii_digit()
            || matches!((bytes[0], bytes[1].to_ascii_uppercase()), (b'2', b'A' | b'B')))
        && bytes[2..].iter().all(u8::is_ascii_digit)
}

/// `2,665E+13`, as a spreadsheet writes a code that it took for a number.
fn scientific(line: &str) -> Option<String> {
    line.split_whitespace().map(|word| word.trim_matches(|c| matches!(c, ';' | '"' | '(' | ')'))).find_map(
        |word| {
            let (mantissa, exponent) = word.split_once("E+").or_else(|| word.split_once("e+"))?;
            let number = !mantissa.is_empty()
                && mantissa.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
                && !exponent.is_empty()
                && exponent.bytes().all(|b| b.is_ascii_digit());
            number.then(|| word.to_owned())
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_once_even_without_their_parenthesis() {
        let found = tokens("Clos Banet (661361101) - Perpignan 66000 (661361101");
        assert_eq!((found.nine, found.five), (vec!["661361101".to_owned()], vec!["66000".to_owned()]));
    }

    #[test]
    fn corsican_codes_and_scientific_numbers_are_seen() {
        assert_eq!(tokens("2a004 Ajaccio").five, ["2A004"]);
        assert_eq!(tokens("CPTS;2,665E+13").scientific, None);
        assert_eq!(tokens("2,665E+13").scientific.as_deref(), Some("2,665E+13"));
        assert!(tokens("Euros 12AB3").five.is_empty());
    }
}
