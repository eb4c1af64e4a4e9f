//! The year of a file: stated by a person, written in the file, or written in its name.

use territory::Vintage;

use crate::error::ReadError;
use crate::kinds::Opening;
use crate::report::{Report, Warning};

/// Years that an official file can be of.
const YEARS: std::ops::RangeInclusive<i16> = 1960..=2100;

/// The year of a file. A year that a person states wins over the one found, with a warning.
pub(crate) fn resolve(
    opening: &Opening<'_>,
    found: Option<i16>,
    report: &mut Report,
    label: impl Fn(i16) -> String,
) -> Result<Vintage, ReadError> {
    if let Some(stated) = &opening.context.vintage {
        if let Some(found) = found.filter(|found| *found != stated.year) {
            report.warnings.push(Warning::VintageDiffers { stated: stated.year, found });
        }
        return Ok(stated.clone());
    }
    let year = found.ok_or_else(|| ReadError::NoVintage { name: opening.member.name.clone() })?;
    Ok(Vintage { year, label: label(year) })
}

/// `1er janvier 2026`.
pub(crate) fn first_january(year: i16) -> String {
    format!("1er janvier {year}")
}

/// `12 mai 2026`; `None` when the month is not 1 to 12.
pub(crate) fn day_label(year: i16, month: u32, day: u32) -> Option<String> {
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
    let month = MONTHS.get(usize::try_from(month).ok()?.checked_sub(1)?)?;
    let day = if day == 1 { "1er".to_owned() } else { day.to_string() };
    Some(format!("{day} {month} {year}"))
}

/// The first year of a text: `2023`, `pop2023`, `20251014`, but not a longer number.
pub(crate) fn year_in(text: &str) -> Option<i16> {
    let mut numbers =
        text.split(|c: char| !c.is_ascii_digit()).filter(|number| matches!(number.len(), 4 | 8));
    numbers.find_map(|number| number[..4].parse().ok().filter(|year| YEARS.contains(year)))
}

/// The year of INSEE's short form at the end of a file name: `…-communes-21.xlsx`.
pub(crate) fn short_year_in(name: &str) -> Option<i16> {
    let stem = name.split('.').next().unwrap_or(name);
    let tail = stem.rsplit(['-', '_']).next()?;
    (tail.len() == 2).then(|| tail.parse::<i16>().ok().map(century)).flatten()
}

/// `16` is 2016 and `99` is 1999.
pub(crate) fn century(short: i16) -> i16 {
    if short < 60 { 2000 + short } else { 1900 + short }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_found_in_names() {
        assert_eq!(year_in("v_commune_2026.csv"), Some(2026));
        assert_eq!(year_in("donnees_communes_pop2023.csv"), Some(2023));
        assert_eq!(year_in("019HexaSmal_2024-01_latin1.csv"), Some(2024));
        assert_eq!(year_in("finess_categories_20251014.csv"), Some(2025));
        assert_eq!(year_in("laposte_hexasmal.csv"), None);
        assert_eq!(year_in("siren_200029999.csv"), None);
        assert_eq!(short_year_in("table-appartenance-geo-communes-21.xlsx"), Some(2021));
        assert_eq!(short_year_in("epcicom.xlsx"), None);
    }
}
