//! A day and a time as people say them, and the instant that they are: some are none, some are two.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};

/// What an hour of the clock is worth at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeureLocale {
    /// One instant.
    Une(Timestamp),
    /// The clock jumps over it, one night in March.
    Inexistante,
    /// The clock shows it twice, one night in October: summer time first, then winter time.
    Double(Timestamp, Timestamp),
}

impl HeureLocale {
    /// Reads an hour of the clock; `None` when the calendar does not go that far.
    pub fn read(day: Date, time: Time, zone: &TimeZone) -> Option<Self> {
        let local = day.to_datetime(time);
        let at = |offset: jiff::tz::Offset| offset.to_timestamp(local).ok();
        Some(match zone.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => HeureLocale::Une(at(offset)?),
            AmbiguousOffset::Gap { .. } => HeureLocale::Inexistante,
            AmbiguousOffset::Fold { before, after } => HeureLocale::Double(at(before)?, at(after)?),
        })
    }

    /// The instant, once somebody said which of the two when there are two.
    pub fn choose(self, second: Option<bool>) -> Option<Timestamp> {
        match (self, second) {
            (HeureLocale::Une(at), _) => Some(at),
            (HeureLocale::Double(first, _), Some(false)) => Some(first),
            (HeureLocale::Double(_, last), Some(true)) => Some(last),
            (HeureLocale::Double(..), None) | (HeureLocale::Inexistante, _) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    fn read(day: Date, hour: i8) -> HeureLocale {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        HeureLocale::read(day, time(hour, 30, 0, 0), &paris).unwrap()
    }

    fn utc(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn an_evening_is_one_instant_summer_and_winter() {
        assert_eq!(read(date(2026, 11, 26), 20), HeureLocale::Une(utc("2026-11-26T19:30:00Z")));
        assert_eq!(read(date(2026, 6, 26), 20), HeureLocale::Une(utc("2026-06-26T18:30:00Z")));
    }

    #[test]
    fn the_night_of_march_has_no_half_past_two() {
        assert_eq!(read(date(2027, 3, 28), 2), HeureLocale::Inexistante);
        assert_eq!(read(date(2027, 3, 28), 2).choose(Some(true)), None);
        assert_eq!(read(date(2027, 3, 28), 3), HeureLocale::Une(utc("2027-03-28T01:30:00Z")));
    }

    #[test]
    fn the_night_of_october_has_two_half_past_two_and_somebody_chooses() {
        let (first, last) = (utc("2026-10-25T00:30:00Z"), utc("2026-10-25T01:30:00Z"));
        let night = read(date(2026, 10, 25), 2);
        assert_eq!(night, HeureLocale::Double(first, last));
        assert_eq!(night.choose(None), None);
        assert_eq!((night.choose(Some(false)), night.choose(Some(true))), (Some(first), Some(last)));
    }
}
