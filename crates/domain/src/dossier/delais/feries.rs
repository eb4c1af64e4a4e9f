//! Days on which nobody is at the office in France.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use serde::Deserialize;

use crate::source::Confidence;

/// The public holidays of the table.
#[derive(Clone, Debug, Deserialize)]
pub struct Feries {
    fixes: Vec<String>,
    paques: Vec<i64>,
    alsace_moselle: bool,
    alsace_moselle_fixes: Vec<String>,
    alsace_moselle_paques: Vec<i64>,
    /// Where they were read.
    pub sources: Vec<String>,
    /// How sure they are.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What is left out, in French.
    pub note: String,
}

/// Easter Sunday of the Gregorian calendar, by the method of Meeus, Jones and Butcher.
pub fn paques(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let day = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(day / 31).ok()?, i8::try_from(day % 31 + 1).ok()?).ok()
}

impl Feries {
    /// Whether every day of the table can be read.
    pub(super) fn is_readable(&self) -> bool {
        let all = self.fixes.iter().chain(&self.alsace_moselle_fixes);
        all.into_iter().all(|text| format!("2024-{text}").parse::<Date>().is_ok())
    }

    /// Whether a day is a public holiday.
    pub fn is_ferie(&self, day: Date) -> bool {
        let written = format!("{:02}-{:02}", day.month(), day.day());
        let local = self.alsace_moselle;
        let fixed = self.fixes.contains(&written) || (local && self.alsace_moselle_fixes.contains(&written));
        let Some(easter) = paques(day.year()) else { return fixed };
        let from = |days: &i64| easter.checked_add(Span::new().days(*days)).ok() == Some(day);
        fixed || self.paques.iter().any(from) || (local && self.alsace_moselle_paques.iter().any(from))
    }

    /// Whether people are at the office.
    pub fn is_ouvre(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !self.is_ferie(day)
    }

    /// That day, or the first one after it when people are at the office.
    pub fn ouvre(&self, mut day: Date) -> Date {
        while !self.is_ouvre(day) {
            let Ok(next) = day.checked_add(1.day()) else { break };
            day = next;
        }
        day
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::regles;
    use super::*;

    #[test]
    fn easter_falls_where_the_calendars_say() {
        // Dates of the Institut de mécanique céleste; the earliest and the latest that can be are among them.
        let known = [
            date(1818, 3, 22),
            date(1943, 4, 25),
            date(2000, 4, 23),
            date(2024, 3, 31),
            date(2025, 4, 20),
            date(2026, 4, 5),
            date(2027, 3, 28),
            date(2038, 4, 25),
        ];
        for day in known {
            assert_eq!(paques(day.year()), Some(day));
        }
    }

    #[test]
    fn the_eleven_holidays_of_a_year_are_found_and_those_of_alsace_only_when_asked() {
        let days = &regles().unwrap().feries;
        let year =
            (1..=12).flat_map(|month| (1..=31).filter_map(move |day| Date::new(2026, month, day).ok()));
        let found: Vec<Date> = year.filter(|day| days.is_ferie(*day)).collect();
        let expected =
            [(1, 1), (4, 6), (5, 1), (5, 8), (5, 14), (5, 25), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
        assert_eq!(found, expected.map(|(month, day)| date(2026, month, day)));
        let there = Feries { alsace_moselle: true, ..days.clone() };
        assert!(there.is_ferie(date(2026, 4, 3)) && there.is_ferie(date(2026, 12, 26)));
        assert!(!days.is_ferie(date(2026, 4, 3)) && !days.is_ferie(date(2026, 12, 26)));
    }

    #[test]
    fn a_day_off_moves_to_the_next_working_day() {
        let days = &regles().unwrap().feries;
        assert_eq!(days.ouvre(date(2026, 11, 20)), date(2026, 11, 20));
        assert_eq!(days.ouvre(date(2026, 11, 21)), date(2026, 11, 23));
        // Friday 1 May, then a week-end.
        assert_eq!(days.ouvre(date(2026, 5, 1)), date(2026, 5, 4));
        // Christmas on a Friday.
        assert_eq!(days.ouvre(date(2026, 12, 25)), date(2026, 12, 28));
    }
}
