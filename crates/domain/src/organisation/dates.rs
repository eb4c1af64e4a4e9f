//! Days as people type them. Formats: needs 7.4.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Reads `12/10/2023`, `12.10.2023`, `12-10-2023`, `12/10/23`, `12102023`, `2023-10-12`.
pub fn read_date(typed: &str) -> Option<Date> {
    let typed = typed.trim();
    if let Ok(date) = typed.parse::<Date>() {
        return Some(date);
    }
    let parts: Vec<&str> = typed.split(['/', '.', '-', ' ']).filter(|part| !part.is_empty()).collect();
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (day, month, year) = match parts.as_slice() {
        [whole] if whole.len() == 8 && digits(whole) => (&whole[..2], &whole[2..4], &whole[4..]),
        [day, month, year] => (*day, *month, *year),
        _ => return None,
    };
    let year: i16 = match (year.len(), year.parse().ok()?) {
        (2, short) if digits(year) => 2000 + short,
        (4, full) => full,
        _ => return None,
    };
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The instant when a day is over: what ends « on » a day is still there that day.
pub fn end_of_day(date: Date, zone: &TimeZone) -> Option<Timestamp> {
    let next = date.checked_add(1.day()).ok()?;
    Some(next.to_zoned(zone.clone()).ok()?.timestamp())
}

/// The day of an instant that [`end_of_day`] made, or of any other.
pub fn day(until: Timestamp, zone: &TimeZone) -> Date {
    let local = until.to_zoned(zone.clone());
    match local.datetime().time() == jiff::civil::Time::midnight() {
        true => local.date().yesterday().unwrap_or(local.date()),
        false => local.date(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_is_read_however_it_is_typed() {
        for typed in
            ["12/10/2023", "12.10.2023", "12-10-2023", " 12 10 2023", "12/10/23", "12102023", "2023-10-12"]
        {
            assert_eq!(read_date(typed), Some(date(2023, 10, 12)), "{typed}");
        }
        for typed in ["", "demain", "31/02/2027", "12/10", "1/2/3/4", "12/10/123", "é2102023"] {
            assert_eq!(read_date(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_day_ends_at_midnight_in_france_summer_and_winter() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        for (day_typed, utc) in [
            (date(2026, 12, 31), "2026-12-31T23:00:00Z"),
            (date(2027, 6, 30), "2027-06-30T22:00:00Z"),
            (date(2027, 3, 28), "2027-03-28T22:00:00Z"),
        ] {
            let end = end_of_day(day_typed, &paris).unwrap();
            assert_eq!(end.to_string(), utc);
            assert_eq!(day(end, &paris), day_typed);
        }
        assert_eq!(day("2026-11-22T09:00:00Z".parse().unwrap(), &paris), date(2026, 11, 22));
    }
}
