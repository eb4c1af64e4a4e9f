//! Amounts of a budget: whole euros, zero or more.

/// Why an amount is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusMontant {
    /// Nothing was typed.
    Vide,
    /// It has cents: the form has none.
    Centimes,
    /// Below zero.
    Negatif,
    /// Not an amount, or a billion and more.
    Illisible,
}

/// Amounts stay below this.
const TOO_MUCH: i64 = 1_000_000_000;

/// Whole euros as people type them: `1250`, `1 250`, `1.250`, `1 250 €`.
///
/// # Errors
/// When there is nothing, cents, a minus, or no amount.
pub fn read_euros(typed: &str) -> Result<i64, RefusMontant> {
    let text: String = typed.to_lowercase().replace("euros", "").replace("euro", "").replace('€', "");
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() {
        return Err(RefusMontant::Vide);
    }
    if text.starts_with(['-', '\u{2212}', '\u{2013}']) {
        return Err(RefusMontant::Negatif);
    }
    let right = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((whole, cents)) = text.split_once(',') {
        let whole = whole.replace('.', "");
        return Err(if right(&whole) && right(cents) {
            RefusMontant::Centimes
        } else {
            RefusMontant::Illisible
        });
    }
    let parts: Vec<&str> = text.split('.').collect();
    if !parts.iter().all(|part| right(part)) {
        return Err(RefusMontant::Illisible);
    }
    // Points group thousands by three; anything else after a point is cents.
    if parts[1..].iter().any(|part| part.len() != 3) || (parts.len() > 1 && parts[0].len() > 3) {
        return Err(if parts.len() == 2 { RefusMontant::Centimes } else { RefusMontant::Illisible });
    }
    let amount: i64 = parts.concat().parse().map_err(|_| RefusMontant::Illisible)?;
    if amount < TOO_MUCH { Ok(amount) } else { Err(RefusMontant::Illisible) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_whole_euros_of_zero_or_more() {
        for (typed, amount) in
            [("1250", 1250), (" 1 250 € ", 1250), ("1.250", 1250), ("0", 0), ("12\u{202f}000 euros", 12_000)]
        {
            assert_eq!(read_euros(typed), Ok(amount), "{typed}");
        }
        for (typed, refus) in [
            ("1 250,50", RefusMontant::Centimes),
            ("1250,00", RefusMontant::Centimes),
            ("1250.50", RefusMontant::Centimes),
            ("-5", RefusMontant::Negatif),
            ("\u{2212}5", RefusMontant::Negatif),
            ("", RefusMontant::Vide),
            ("mille", RefusMontant::Illisible),
            ("1.25.3", RefusMontant::Illisible),
            ("1,5 k", RefusMontant::Illisible),
            ("1000000000", RefusMontant::Illisible),
            ("99999999999999999999", RefusMontant::Illisible),
        ] {
            assert_eq!(read_euros(typed), Err(refus), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(amount in 0..TOO_MUCH) {
            prop_assert_eq!(read_euros(&format!("{}\u{202f}€", crate::nombres::entier(amount))), Ok(amount));
        }

        #[test]
        fn no_text_is_read_below_zero_or_stops_the_reader(typed in ".{0,20}") {
            prop_assert!(read_euros(&typed).is_ok_and(|amount| amount >= 0) || read_euros(&typed).is_err());
        }
    }
}
