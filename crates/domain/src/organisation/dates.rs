//! Days of people and instants of the program.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

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
