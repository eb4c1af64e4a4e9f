//! Days as people type them.

use jiff::civil::Date;

/// A day: `12/10/2023`, `12.10.23`, `12102023`, `2023-10-12`. `None` when the text is not one.
pub fn read_day(typed: &str) -> Option<Date> {
    let typed = typed.trim();
    if let Ok(day) = typed.parse::<Date>() {
        return Some(day);
    }
    let compact = typed.len() == 8 && super::all_digits(typed);
    let parts: Vec<&str> = if compact {
        vec![&typed[..2], &typed[2..4], &typed[4..]]
    } else {
        typed.split(['/', '.', '-', ' ']).filter(|part| !part.is_empty()).collect()
    };
    let [day, month, year] = parts[..] else { return None };
    // Two digits are a year of this century: nothing here is older than a CPTS.
    let century = if year.len() == 2 { 2000 } else { 0 };
    let year: i16 = year.parse().ok().filter(|_| matches!(year.len(), 2 | 4))?;
    Date::new(century + year, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_type_them() {
        let expected = Some(jiff::civil::date(2023, 10, 12));
        for text in ["12/10/2023", "12/10/23", "12.10.23", "12102023", "2023-10-12", " 12 10 2023 "] {
            assert_eq!(read_day(text), expected, "{text}");
        }
        for text in ["31/02/2023", "demain", "12/10", "12/10/20235", "00/10/2023", "é1234567", ""] {
            assert_eq!(read_day(text), None, "{text}");
        }
    }
}
