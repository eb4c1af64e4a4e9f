//! French typography for texts that come from tables and from people, typed with ordinary spaces and quotes.

use domain::nombres::FINE;

const NBSP: char = '\u{a0}';

/// Curls apostrophes and makes the spaces that must not break unbreakable.
pub fn french(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |rank: usize| chars.get(rank).copied();
    let mut out = String::with_capacity(text.len() + 8);
    for (rank, &char) in chars.iter().enumerate() {
        let before = rank.checked_sub(1).and_then(at);
        let after = at(rank + 1);
        out.push(match char {
            '\'' if before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric) => {
                '’'
            }
            ' ' => space(before, after, thousands(&chars, rank)),
            _ => char,
        });
    }
    out
}

fn space(before: Option<char>, after: Option<char>, thousands: bool) -> char {
    match (before, after) {
        (_, Some(';' | '!' | '?' | '%' | '€')) => FINE,
        (_, Some(':' | '»')) | (Some('«'), _) => NBSP,
        _ if thousands => FINE,
        _ => ' ',
    }
}

/// Whether the space stands before exactly three digits, after one: `40 000`.
fn thousands(chars: &[char], space: usize) -> bool {
    let digit = |rank: usize| chars.get(rank).is_some_and(char::is_ascii_digit);
    space > 0 && digit(space - 1) && (space + 1..space + 4).all(digit) && !digit(space + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_that_must_not_break_do_not() {
        assert_eq!(
            french("de 40 000 à 80 000 : « oui » ; non ? 5 % 382 500 €"),
            "de 40\u{202f}000 à 80\u{202f}000\u{a0}: «\u{a0}oui\u{a0}»\u{202f}; non\u{202f}? 5\u{202f}% 382\u{202f}500\u{202f}€"
        );
    }

    #[test]
    fn apostrophes_are_curled_only_between_letters() {
        assert_eq!(french("L'Abergement d'Aude 'cité'"), "L’Abergement d’Aude 'cité'");
    }

    #[test]
    fn codes_and_dates_are_left_alone() {
        for text in ["66330, 66100", "15 2024", "du 20/06/2019 au 30/03/2022", "IRIS 0101"] {
            assert_eq!(french(text), text);
        }
    }
}
