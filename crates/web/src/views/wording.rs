//! French spacing for texts that come from data tables, where people type ordinary spaces.

/// Puts no-break spaces inside guillemets, before high punctuation and between thousands.
pub(super) fn spaced(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |rank: usize| chars.get(rank).copied().unwrap_or_default();
    let mut spaced = String::with_capacity(text.len());
    for (rank, c) in chars.iter().enumerate() {
        let before = if rank == 0 { '\0' } else { at(rank - 1) };
        spaced.push(match (c, before, at(rank + 1)) {
            (' ', '«', _) | (' ', _, '»' | ':') => '\u{a0}',
            (' ', _, ';' | '!' | '?' | '%' | '€') => '\u{202f}',
            (' ', b, _) if b.is_ascii_digit() && starts_thousands(&chars[rank + 1..]) => '\u{202f}',
            _ => *c,
        });
    }
    spaced
}

/// Three digits and no more.
fn starts_thousands(rest: &[char]) -> bool {
    rest.len() >= 3
        && rest[..3].iter().all(char::is_ascii_digit)
        && !rest.get(3).is_some_and(char::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_spaces_become_french_ones() {
        assert_eq!(
            spaced("Taille 2 : « de 40 000 à 80 000 » ; 12 %"),
            "Taille 2\u{a0}: «\u{a0}de 40\u{202f}000 à 80\u{202f}000\u{a0}»\u{202f}; 12\u{202f}%"
        );
        assert_eq!(spaced("accord de 2019 et 1200 autres"), "accord de 2019 et 1200 autres");
    }
}
