//! Days and hours as a letter says them: `jeudi 17 décembre 2026, de 20 h à 21 h 30`.

use jiff::civil::{Date, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, Zoned};

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

/// `jeudi 17 décembre 2026`.
pub fn jour(day: Date) -> String {
    let name = match day.weekday() {
        Weekday::Monday => "lundi",
        Weekday::Tuesday => "mardi",
        Weekday::Wednesday => "mercredi",
        Weekday::Thursday => "jeudi",
        Weekday::Friday => "vendredi",
        Weekday::Saturday => "samedi",
        Weekday::Sunday => "dimanche",
    };
    let number = if day.day() == 1 { "1er".to_owned() } else { day.day().to_string() };
    let month = usize::try_from(day.month()).ok().and_then(|rank| MONTHS.get(rank.saturating_sub(1)));
    format!("{name} {number}\u{a0}{} {}", month.copied().unwrap_or_default(), day.year())
}

/// `20 h`, `20 h 30`; the night when the clock shows an hour twice, which of the two.
pub fn heure(at: &Zoned) -> String {
    let minute = if at.minute() == 0 { String::new() } else { format!("\u{a0}{:02}", at.minute()) };
    let text = format!("{}\u{a0}h{minute}", at.hour());
    match at.time_zone().to_ambiguous_timestamp(at.datetime()).offset() {
        AmbiguousOffset::Fold { before, .. } if at.offset() == before => format!("{text} (heure d'été)"),
        AmbiguousOffset::Fold { .. } => format!("{text} (heure d'hiver)"),
        _ => text,
    }
}

/// `jeudi 17 décembre 2026, de 20 h à 21 h 30`.
pub fn creneau(debut: Timestamp, fin: Option<Timestamp>, zone: &TimeZone) -> String {
    let start = debut.to_zoned(zone.clone());
    let day = jour(start.date());
    let Some(end) = fin.map(|fin| fin.to_zoned(zone.clone())) else {
        return format!("{day}, à {}", heure(&start));
    };
    if end.date() == start.date() {
        format!("{day}, de {} à {}", heure(&start), heure(&end))
    } else {
        format!("{day}, de {} à {} le lendemain", heure(&start), heure(&end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(debut: &str, fin: &str) -> String {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        creneau(debut.parse().unwrap(), Some(fin.parse().unwrap()), &paris).replace('\u{a0}', " ")
    }

    #[test]
    fn a_meeting_is_said_as_people_say_it() {
        assert_eq!(
            said("2026-12-17T19:00:00Z", "2026-12-17T20:30:00Z"),
            "jeudi 17 décembre 2026, de 20 h à 21 h 30"
        );
        assert_eq!(
            said("2026-07-01T21:00:00Z", "2026-07-01T22:30:00Z"),
            "mercredi 1er juillet 2026, de 23 h à 0 h 30 le lendemain"
        );
    }

    #[test]
    fn the_night_of_october_says_which_of_the_two_hours() {
        assert_eq!(
            said("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"),
            "dimanche 25 octobre 2026, de 2 h 30 (heure d'été) à 2 h 30 (heure d'hiver)"
        );
    }
}
