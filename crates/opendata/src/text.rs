//! Words, numbers and codes as official files write them.

use std::borrow::Cow;

use territory::codes::pad_left;

use crate::report::{Encoding, Reason};

/// Bytes as text: UTF-8 where they are valid, otherwise Windows-1252. Some files mix both, line by line.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// What the lines seen so far say about the encoding of a file.
#[derive(Clone, Copy, Debug, Default)]
pub struct EncodingSeen {
    utf8: bool,
    windows: bool,
}

impl EncodingSeen {
    /// Looks at one line.
    pub fn see(&mut self, line: &[u8]) {
        if line.is_ascii() {
        } else if std::str::from_utf8(line).is_ok() {
            self.utf8 = true;
        } else {
            self.windows = true;
        }
    }

    /// The conclusion. Pure ASCII is UTF-8.
    pub fn conclusion(self) -> Encoding {
        match (self.utf8, self.windows) {
            (true, true) => Encoding::Mixed,
            (false, true) => Encoding::Windows1252,
            _ => Encoding::Utf8,
        }
    }
}

/// Whether accents were lost by a wrong conversion: the replacement mark, or UTF-8 read as Latin-1
/// and written again (`Ã©` for `é`).
pub fn lost_accents(line: &[u8]) -> bool {
    if line.is_ascii() {
        return false;
    }
    let Ok(text) = std::str::from_utf8(line) else { return false };
    let mut before = ' ';
    for character in text.chars() {
        let continued = before == 'Ã' && ('\u{80}'..='\u{bf}').contains(&character);
        if character == '\u{fffd}' || continued {
            return true;
        }
        before = character;
    }
    false
}

/// A column name without accents, capitals, marks or spaces: `#Code_commune_INSEE` is `code_commune_insee`.
pub fn normalise(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for character in name.chars().flat_map(char::to_lowercase) {
        let plain = match character {
            'à' | 'â' | 'ä' | 'á' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'î' | 'ï' => 'i',
            'ô' | 'ö' => 'o',
            'ù' | 'û' | 'ü' => 'u',
            'ç' => 'c',
            'ÿ' => 'y',
            other => other,
        };
        if plain == 'œ' {
            out.push_str("oe");
        } else if plain.is_ascii_alphanumeric() {
            out.push(plain);
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    out.truncate(out.trim_end_matches('_').len());
    out
}

/// A cell whose value is not available: empty, or one of the producers' marks. Never zero.
pub fn is_missing(cell: &str) -> bool {
    let cell = cell.trim();
    matches!(
        cell,
        "" | "NS" | "ns" | "nd" | "ND" | "N/D" | "n.d." | "s" | "c" | "NA" | "na" | "." | "-" | "…"
    ) || cell.starts_with("N/A")
}

/// A number with a decimal comma or point and, sometimes, spaces between thousands.
pub fn number(cell: &str) -> Option<f64> {
    let cell = cell.trim();
    if let Ok(value) = cell.parse::<f64>() {
        return value.is_finite().then_some(value);
    }
    let spaces = [' ', '\u{a0}', '\u{202f}'];
    let plain: String =
        cell.chars().filter(|c| !spaces.contains(c)).map(|c| if c == ',' { '.' } else { c }).collect();
    plain.parse::<f64>().ok().filter(|value| value.is_finite())
}

/// `2,665E+13`: what a spreadsheet makes of a long code.
pub fn is_scientific(cell: &str) -> bool {
    let cell = cell.trim();
    let Some((mantissa, exponent)) = cell.split_once(['E', 'e']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts = mantissa.split_once([',', '.']).unwrap_or((mantissa, "0"));
    digits(parts.0) && digits(parts.1) && exponent.strip_prefix('+').is_some_and(digits)
}

/// A code as text, with its lost zeros, and whether any was put back.
pub(crate) fn code(cell: &str, width: usize) -> Result<(String, bool), Reason> {
    let cell = cell.trim();
    if is_scientific(cell) {
        return Err(Reason::ScientificNotation { found: cell.to_owned() });
    }
    // A spreadsheet or a data frame may have made a decimal number of it.
    let cell = cell.strip_suffix(".0").or_else(|| cell.strip_suffix(",0")).unwrap_or(cell);
    let padded = pad_left(cell, width);
    let changed = padded.len() > cell.len();
    Ok((padded, changed))
}

/// The beginning of a line, for a report.
pub(crate) fn excerpt(line: &str) -> String {
    const LENGTH: usize = 60;
    let line = line.trim();
    match line.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_lose_accents_marks_and_capitals() {
        assert_eq!(normalise("#Code_commune_INSEE"), "code_commune_insee");
        assert_eq!(normalise("\u{feff}Libellé d'acheminement "), "libelle_d_acheminement");
        assert_eq!(normalise("P22_POP0014"), "p22_pop0014");
    }

    #[test]
    fn latin_1_and_utf_8_are_told_apart_line_by_line() {
        let mut seen = EncodingSeen::default();
        seen.see(b"Ambleon");
        assert_eq!(seen.conclusion(), Encoding::Utf8);
        seen.see(b"Amb\xe9rieu");
        assert_eq!(seen.conclusion(), Encoding::Windows1252);
        seen.see("Céret".as_bytes());
        assert_eq!(seen.conclusion(), Encoding::Mixed);
        assert_eq!(decode(b"C\xe9ret"), "Céret");
    }

    #[test]
    fn lost_accents_are_seen_and_real_ones_are_not() {
        assert!(lost_accents("CÃ©ret".as_bytes()));
        assert!(lost_accents("C\u{fffd}ret".as_bytes()));
        assert!(!lost_accents("Céret, LA FORÊT, Ãbo".as_bytes()));
        assert!(!lost_accents(b"C\xe9ret"));
    }

    #[test]
    fn numbers_take_commas_points_and_spaces() {
        assert_eq!(number("2 057,5"), Some(2057.5));
        assert_eq!(number("1\u{202f}204"), Some(1204.0));
        assert_eq!(number("12.25"), Some(12.25));
        assert_eq!(number("douze"), None);
        assert_eq!(number("inf"), None);
    }

    #[test]
    fn missing_marks_are_not_numbers_and_not_zero() {
        for mark in ["", " ", "NS", "nd", "s", "c", "N/A - secret statistique"] {
            assert!(is_missing(mark), "{mark}");
        }
        assert!(!is_missing("0"));
    }

    #[test]
    fn scientific_notation_of_a_code_is_seen() {
        assert!(is_scientific("2,665E+13"));
        assert!(is_scientific("2E+08"));
        assert!(!is_scientific("2A004"));
        assert!(!is_scientific("66E"));
        assert!(matches!(code("6,6028E+8", 9), Err(Reason::ScientificNotation { .. })));
    }

    #[test]
    fn codes_get_their_zeros_back() {
        assert_eq!(code("9001", 5), Ok(("09001".into(), true)));
        assert_eq!(code("9240.0", 5), Ok(("09240".into(), true)));
        assert_eq!(code("66028", 5), Ok(("66028".into(), false)));
    }
}
