//! Reading the community: its door, who is missing, participation, one's own page.

pub mod accueil;
pub mod effectif;
pub mod moi;
pub mod participation;

use domain::professions::professions;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The label of a profession code, as tables say it.
pub fn profession(code: Option<&str>) -> String {
    let label = code.and_then(|code| professions().ok()?.label(code));
    label.map_or_else(|| "Sans profession connue".to_owned(), str::to_owned)
}

/// `jeudi 12 mars 2026 à 19 h 30`, where the CPTS is.
pub fn quand(at: Timestamp, zone: &TimeZone) -> String {
    const DAYS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
    let local = at.to_zoned(zone.clone());
    let weekday = DAYS[usize::from(local.weekday().to_monday_zero_offset().unsigned_abs()) % 7];
    let (day, month) = (local.day(), mois_nom(local.date()));
    let first = if day == 1 { "1er".to_owned() } else { day.to_string() };
    format!("{weekday} {first} {month} {} à {}\u{a0}h\u{a0}{:02}", local.year(), local.hour(), local.minute())
}

/// `mars`.
fn mois_nom(day: Date) -> &'static str {
    const MONTHS: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    MONTHS[usize::from(day.month().unsigned_abs().saturating_sub(1)) % 12]
}

/// `mars 2026`.
pub fn mois(day: Date) -> String {
    format!("{} {}", mois_nom(day), day.year())
}

/// `1 h 30`, `45 min`.
pub fn duree(minutes: u64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest}\u{a0}min"),
        (hours, rest) => {
            format!("{}\u{a0}h\u{a0}{rest:02}", domain::nombres::entier(i64::try_from(hours).unwrap_or(0)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_are_said_as_people_say_them() {
        let at = |text: &str| text.parse().unwrap();
        assert_eq!(
            quand(at("2026-03-12T18:30:00Z"), &app::paris()),
            "jeudi 12 mars 2026 à 19\u{a0}h\u{a0}30"
        );
        let there = domain::communaute::Fuseau::Reunion.zone().unwrap();
        assert_eq!(quand(at("2026-03-12T18:30:00Z"), &there), "jeudi 12 mars 2026 à 22\u{a0}h\u{a0}30");
        assert_eq!(
            quand(at("2026-10-31T23:05:00Z"), &app::paris()),
            "dimanche 1er novembre 2026 à 0\u{a0}h\u{a0}05"
        );
        assert_eq!(mois(jiff::civil::date(2026, 8, 1)), "août 2026");
        assert_eq!((duree(45), duree(90)), ("45\u{a0}min".to_owned(), "1\u{a0}h\u{a0}30".to_owned()));
        assert_eq!(profession(None), "Sans profession connue");
    }
}
