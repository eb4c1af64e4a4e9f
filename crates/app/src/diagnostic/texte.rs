//! Numbers, days and ages as people type them in a form or a spreadsheet.

use domain::diagnostic::Periode;
use jiff::civil::Date;
use territory::layers::AgeBand;

/// A number: `13,3`, `1 204`, `13.3 %`. `Ok(None)` when nothing is typed.
pub(super) fn number(text: &str) -> Result<Option<f64>, ()> {
    let text = text.trim().trim_end_matches('%').trim();
    if opendata::text::is_missing(text) {
        return Ok(None);
    }
    opendata::text::number(text).map(Some).ok_or(())
}

/// A yes or a no; nothing is a no.
pub(super) fn yes(text: &str) -> Option<bool> {
    match opendata::text::normalise(text).as_str() {
        "oui" | "o" | "x" | "1" | "vrai" | "true" => Some(true),
        "" | "non" | "n" | "0" | "faux" | "false" => Some(false),
        _ => None,
    }
}

/// A period: `2022`, `2019-2021`, `01/01/2022 - 30/06/2022`, `du 01/01/2022 au 30/06/2022`. It may run backwards.
pub(super) fn period(text: &str) -> Option<Periode> {
    let text = text.trim();
    let text = ["du ", "Du ", "le ", "Le "].iter().find_map(|start| text.strip_prefix(start)).unwrap_or(text);
    if let Some(one) = year_or_day(text) {
        return Some(one);
    }
    [" au ", " à ", " - ", " – ", "–", "/", "-"].iter().find_map(|between| {
        let (from, to) = text.split_once(between)?;
        let (from, to) = (year_or_day(from)?, year_or_day(to)?);
        Some(Periode { from: from.from, to: to.to })
    })
}

fn year_or_day(text: &str) -> Option<Periode> {
    let text = text.trim();
    let digits = text.strip_suffix(".0").unwrap_or(text);
    if digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let year: i16 = digits.parse().ok()?;
        return (1900..=2999).contains(&year).then(|| Periode::year(year));
    }
    let day = day(text)?;
    Some(Periode { from: day, to: day })
}

/// A day: `12/10/2023`, `12.10.23`, `2023-10-12`.
fn day(text: &str) -> Option<Date> {
    if let Ok(day) = text.parse::<Date>() {
        return Some(day);
    }
    let parts: Vec<&str> = text.split(['/', '.']).collect();
    let [day, month, year] = parts[..] else { return None };
    let century = if year.len() == 2 { 2000 } else { 0 };
    let year: i16 = year.parse().ok().filter(|_| matches!(year.len(), 2 | 4))?;
    Date::new(century + year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Ages: `17+`, `17 ans et plus`, `50-74`, `50 à 74 ans`, `moins de 16 ans`. `Ok(None)` when nothing is typed.
pub(super) fn ages(text: &str) -> Result<Option<AgeBand>, ()> {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return Ok(None);
    }
    let mut numbers = Vec::new();
    for digits in text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()) {
        numbers.push(digits.parse::<u8>().ok().filter(|age| *age <= 120).ok_or(())?);
    }
    let under = text.starts_with('<') || text.contains("moins");
    let over = text.contains('+') || text.contains("plus") || text.starts_with('≥');
    match (numbers.as_slice(), under, over) {
        ([from, to], false, false) => Ok(Some(AgeBand { from: *from, to: Some(*to) })),
        ([to], true, false) if *to > 0 => Ok(Some(AgeBand::new(0, to - 1))),
        ([from], false, true) => Ok(Some(AgeBand::over(*from))),
        ([only], false, false) => Ok(Some(AgeBand::new(*only, *only))),
        _ => Err(()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn numbers_are_read_with_commas_spaces_and_signs() {
        for (text, expected) in
            [("13,3", 13.3), ("13.3 %", 13.3), ("1 204", 1204.0), ("16\u{202f}938", 16_938.0), ("0", 0.0)]
        {
            assert_eq!(number(text), Ok(Some(expected)), "{text}");
        }
        assert_eq!(number(" "), Ok(None));
        assert_eq!(number("douze"), Err(()));
    }

    #[test]
    fn periods_are_years_or_two_days() {
        let half = Periode { from: date(2022, 1, 1), to: date(2022, 6, 30) };
        for text in [
            "01/01/2022 - 30/06/2022",
            "01/01/2022-30/06/2022",
            "du 01/01/2022 au 30/06/2022",
            "2022-01-01/2022-06-30",
            "1.1.22 – 30.6.22",
        ] {
            assert_eq!(period(text), Some(half), "{text}");
        }
        assert_eq!(period("2022"), Some(Periode::year(2022)));
        let years = Periode { from: date(2019, 1, 1), to: date(2021, 12, 31) };
        assert_eq!(period("2019-2021"), Some(years));
        let backwards = period("30/06/2022 au 01/01/2022").unwrap();
        assert!(backwards.to < backwards.from, "said by the rules, not lost here");
        for wrong in ["", "l'an passé", "22", "31/02/2022", "0022"] {
            assert_eq!(period(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn ages_are_read_as_people_write_them() {
        for (text, expected) in [
            ("17+", AgeBand::over(17)),
            ("65 ans et plus", AgeBand::over(65)),
            ("50-74", AgeBand::new(50, 74)),
            ("50 à 74 ans", AgeBand::new(50, 74)),
            ("moins de 16 ans", AgeBand::new(0, 15)),
            ("<16", AgeBand::new(0, 15)),
            ("15", AgeBand::new(15, 15)),
        ] {
            assert_eq!(ages(text), Ok(Some(expected)), "{text}");
        }
        assert_eq!(ages(""), Ok(None));
        for wrong in ["adultes", "300+", "1-2-3"] {
            assert_eq!(ages(wrong), Err(()), "{wrong}");
        }
    }

    #[test]
    fn a_yes_is_a_yes() {
        assert_eq!(
            (yes("Oui"), yes(""), yes("non"), yes("peut-être")),
            (Some(true), Some(false), Some(false), None)
        );
    }
}
