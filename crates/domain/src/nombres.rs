//! Numbers, dates and lists as French people read them. Formats: needs 7.4.

use jiff::civil::Date;

/// Narrow no-break space: between thousands, before `%`, `;`, `!`, `?`.
pub const FINE: char = '\u{202f}';

/// `47 617`.
pub fn entier(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::new();
    for (rank, digit) in digits.chars().enumerate() {
        if rank > 0 && (digits.len() - rank).is_multiple_of(3) {
            text.push(FINE);
        }
        text.push(digit);
    }
    if value < 0 { format!("\u{2212}{text}") } else { text }
}

/// A weighted count, rounded for the screen: `39 396`.
pub fn habitants(value: f64) -> String {
    entier(value.round() as i64)
}

/// `13,3`.
pub fn decimal(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = entier(whole.parse().unwrap_or_default());
    let sign = if value < 0.0 && text.bytes().any(|b| matches!(b, b'1'..=b'9')) { "\u{2212}" } else { "" };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole},{fraction}") }
}

/// A share of 0 to 1 as `13,3 %`.
pub fn pourcent(share: f64) -> String {
    format!("{}{FINE}%", decimal(share * 100.0, 1))
}

/// `382 500 €`.
pub fn euros(whole: u32) -> String {
    format!("{}{FINE}€", entier(i64::from(whole)))
}

/// `18/04/2023`.
pub fn date(day: Date) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}

/// `1 commune`, `226 communes`; zero is singular in French.
pub fn compte(count: usize, singular: &str, plural: &str) -> String {
    let word = if count < 2 { singular } else { plural };
    format!("{}\u{a0}{word}", entier(count as i64))
}

/// `Cabestany, Saleilles et Perpignan`.
pub fn liste<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} et {}", first.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_the_french_way() {
        assert_eq!(entier(47_617), "47\u{202f}617");
        assert_eq!(entier(-1_234_567), "\u{2212}1\u{202f}234\u{202f}567");
        assert_eq!(entier(999), "999");
        assert_eq!(pourcent(0.1333), "13,3\u{202f}%");
        assert_eq!(decimal(1234.5, 1), "1\u{202f}234,5");
        assert_eq!(decimal(-0.04, 1), "0,0");
        assert_eq!(euros(382_500), "382\u{202f}500\u{202f}€");
        assert_eq!(date(jiff::civil::date(2023, 4, 8)), "08/04/2023");
    }

    #[test]
    fn lists_and_counts_agree() {
        assert_eq!(compte(0, "commune", "communes"), "0\u{a0}commune");
        assert_eq!(compte(2, "commune", "communes"), "2\u{a0}communes");
        assert_eq!(liste(&["a", "b", "c"]), "a, b et c");
        assert_eq!(liste::<&str>(&[]), "");
    }
}
