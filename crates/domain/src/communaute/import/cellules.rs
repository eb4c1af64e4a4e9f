//! What one cell of a spreadsheet means, as people and spreadsheet programs write it.

use jiff::civil::Date;
use territory::codes;
use territory::text::search_key;

use super::remarque::Remarque;
use crate::texte::{Email, Finess, Rpps, RppsProblem, Telephone, TelephoneProblem};

/// Days that a spreadsheet counts from: 30 December 1899 is day zero of Excel once its false leap day is past.
const EPOCH: Date = jiff::civil::date(1899, 12, 30);
/// Serial numbers that may be a day of somebody's list: from 1954 to 2064.
const SERIALS: std::ops::RangeInclusive<i64> = 20_000..=60_000;
const MOIS: [&str; 12] = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
];

/// `426030690.0` and `426030690,0` as a spreadsheet wrote them: without their decimals.
fn whole(text: &str) -> &str {
    let text = text.trim();
    text.strip_suffix(".0").or_else(|| text.strip_suffix(",0")).unwrap_or(text)
}

/// The digits of `4,26030690E+08`, when the notation kept all of them.
fn unfolded(text: &str) -> Option<String> {
    let (mantissa, exponent) = text.trim().split_once(['E', 'e'])?;
    let exponent: usize = exponent.trim_start_matches('+').parse().ok()?;
    let (start, rest) = mantissa.split_once([',', '.']).unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    // Fewer decimals than the exponent: the last digits were rounded away, and zeros would be an invention.
    (start.len() == 1 && digits(start) && digits(rest) && rest.len() >= exponent)
        .then(|| format!("{start}{}", &rest[..exponent]))
}

/// Whether a number was folded as `1,01E+10`.
fn is_folded(text: &str) -> bool {
    text.trim().split_once(['E', 'e']).is_some_and(|(mantissa, exponent)| {
        let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        mantissa.split([',', '.']).all(number) && number(exponent.trim_start_matches('+'))
    })
}

/// A day as people and spreadsheets write it: `12/10/2023`, `12.10.23`, `12102023`, `2023-10-12 00:00:00`,
/// `12 octobre 2023`, `1er mai 2023`, `45211`.
pub fn jour(cell: &str) -> Option<Date> {
    let text = whole(cell);
    if let Ok(serial) = text.parse::<f64>().map(|value| value.trunc() as i64)
        && SERIALS.contains(&serial)
        && !(text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return EPOCH.checked_add(jiff::Span::new().days(serial)).ok();
    }
    let key = text.to_lowercase();
    let day = key.split([' ', 't']).next().unwrap_or_default();
    if let Ok(found) = day.get(..10).unwrap_or(day).parse::<Date>() {
        return Some(found);
    }
    let of = |year: &str, month: Option<i8>, day: &str| {
        let century = if year.len() == 2 { 2000 } else { 0 };
        let year: i16 = year.parse().ok().filter(|_| matches!(year.len(), 2 | 4))?;
        Date::new(century + year, month?, day.trim_end_matches("er").parse().ok()?).ok()
    };
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return of(&text[4..], text[2..4].parse().ok(), &text[..2]);
    }
    let parts: Vec<&str> = day.split(['/', '.', '-']).filter(|part| !part.is_empty()).collect();
    if let [day, month, year] = parts[..] {
        return of(year, month.parse().ok(), day);
    }
    let words = search_key(text);
    let mut words = words.split(' ').filter(|word| !matches!(*word, "le" | "lundi" | "mardi" | "mercredi"));
    let (first, month, year) = (words.next()?, words.next()?, words.next()?);
    let rank = MOIS.iter().position(|name| *name == month || (month.len() > 2 && name.starts_with(month)))?;
    of(year, i8::try_from(rank + 1).ok(), first)
}

/// A national number, or what a cell holds in its place: the RPPS, the ADELI, and what is to be said.
pub fn rpps(cell: &str, remarques: &mut Vec<Remarque>) -> (Option<Rpps>, Option<String>) {
    let text = whole(cell);
    if text.is_empty() {
        return (None, None);
    }
    if is_folded(text) {
        return match unfolded(text).and_then(|digits| Rpps::parse(&digits).ok()) {
            Some(found) => (Some(found), None),
            None => {
                remarques.push(Remarque::RppsScientifique);
                (None, None)
            }
        };
    }
    if let Ok(found) = Rpps::parse(text) {
        return (Some(found), None);
    }
    // « RPPS : 101 0123 4564 / ADELI 66 1 23456 7 »: each piece by itself.
    let (mut found, mut adeli, mut worst) = (None, None, None);
    for piece in text.split(['/', ';', ',', '\n', '|']) {
        let digits: String = piece.chars().filter(char::is_ascii_digit).collect();
        if digits.is_empty() {
            continue;
        }
        match Rpps::parse(&digits) {
            Ok(number) => found = Some(number),
            Err(RppsProblem::Adeli) => adeli = Some(format!("{digits:0>9}")),
            Err(problem) => worst = Some(problem),
        }
    }
    match (found.is_some() || adeli.is_some(), worst) {
        (true, _) => {}
        (false, Some(RppsProblem::Key)) => remarques.push(Remarque::RppsCle),
        (false, Some(RppsProblem::Length { found })) => remarques.push(Remarque::RppsLongueur(found)),
        (false, _) => remarques.push(Remarque::RppsIllisible),
    }
    (found, adeli)
}

/// A former number, nine characters.
pub fn adeli(cell: &str) -> Option<String> {
    let text: String = whole(cell).chars().filter(char::is_ascii_alphanumeric).collect();
    let text = if text.len() == 8 { format!("0{text}") } else { text.to_ascii_uppercase() };
    (text.len() == 9).then_some(text)
}

/// The telephone numbers of a cell, in E.164.
pub fn telephones(cell: &str, remarques: &mut Vec<Remarque>) -> Vec<String> {
    let text = whole(cell);
    let mut found: Vec<String> = Vec::new();
    let text = match (is_folded(text), unfolded(text)) {
        (true, Some(digits)) => digits,
        (true, None) => {
            remarques.push(Remarque::TelephoneIllisible(text.to_owned()));
            return found;
        }
        (false, _) => text.replace(" ou ", "/").replace(" et ", "/"),
    };
    let lines: Vec<String> = match Telephone::parse(&text) {
        Ok(_) | Err(TelephoneProblem::LostLeadingZero { .. }) => vec![text],
        Err(_) => text.split(['/', ';', ',', '\n', '|']).map(str::to_owned).collect(),
    };
    for piece in lines {
        // « 04 68 … (secrétariat) », « Tél : 04 68 … »
        let letters: String = piece.chars().filter(|c| !c.is_alphabetic() && *c != ':').collect();
        match Telephone::parse(letters.replace("()", "").trim()) {
            Ok(number) => found.push(number.e164().to_owned()),
            Err(TelephoneProblem::LostLeadingZero { likely }) => {
                remarques.push(Remarque::ZeroRendu(likely.shown()));
                found.push(likely.e164().to_owned());
            }
            Err(TelephoneProblem::Empty) if letters.len() == piece.len() => {}
            Err(_) if piece.trim().is_empty() => {}
            Err(_) => remarques.push(Remarque::TelephoneIllisible(piece.trim().to_owned())),
        }
    }
    found.dedup();
    found
}

/// The e-mail addresses of a cell, as typed but without the spaces that got into them.
pub fn courriels(cell: &str, remarques: &mut Vec<Remarque>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let text = cell.replace("mailto:", "").replace(['<', '>'], " ").replace(" ou ", ";").replace(" et ", ";");
    if text.trim().is_empty() {
        return found;
    }
    let mut take = |piece: &str, found: &mut Vec<String>| {
        let plain: String = piece.chars().filter(|c| !c.is_whitespace()).collect();
        match Email::parse(plain.trim_end_matches(['.', ','])) {
            Ok(address) => {
                if plain.len() != piece.trim().len() {
                    remarques.push(Remarque::CourrielCorrige(address.as_str().to_owned()));
                }
                found.push(address.as_str().to_owned());
            }
            Err(_) => remarques.push(Remarque::CourrielIllisible(piece.trim().to_owned())),
        }
    };
    if text.matches('@').count() < 2 {
        take(&text, &mut found);
    } else {
        let cut = text.split([';', ',', '/', '\n', '|']).filter(|piece| !piece.trim().is_empty());
        for piece in cut {
            if piece.matches('@').count() < 2 {
                take(piece, &mut found);
            } else {
                piece.split_whitespace().for_each(|one| take(one, &mut found));
            }
        }
    }
    found.dedup();
    if found.len() > 1 {
        remarques.push(Remarque::PlusieursCourriels(found.len()));
    }
    found
}

/// A number of FINESS, its zero put back.
pub fn finess(cell: &str) -> Option<String> {
    let text: String = whole(cell).chars().filter(|c| !c.is_whitespace()).collect();
    Finess::parse(&codes::pad_left(&text, 9)).ok().map(|number| number.as_str().to_owned())
}

/// Postcode and town of an address: `66046`, `PERPIGNAN CEDEX 9`.
pub fn lieu(code_postal: &str, commune: &str, adresse: &str) -> (String, String) {
    let five = |text: &str| {
        let mut groups = text.split(|c: char| !c.is_ascii_digit());
        groups.rfind(|group| group.len() == 5).map(str::to_owned)
    };
    let code = codes::pad_left(&whole(code_postal).replace(' ', ""), 5);
    let code = if code.len() == 5 && five(&code).is_some() { Some(code) } else { None };
    // Our own exports write the INSEE code where no postcode is known.
    let coded = commune.trim().len() == 5 && code.is_none() && !commune.contains(' ');
    if coded && commune.bytes().any(|byte| byte.is_ascii_digit()) {
        return (String::new(), commune.trim().to_owned());
    }
    if !commune.trim().is_empty() {
        let plain = commune.replace(['(', ')'], " ");
        let code = code.or_else(|| five(&plain)).unwrap_or_default();
        let town: Vec<&str> =
            plain.split_whitespace().filter(|word| !(word.len() == 5 && five(word).is_some())).collect();
        return (code, town.join(" "));
    }
    // « 12 rue du Four 66000 PERPIGNAN »: what follows the last postcode is the town.
    let code = code.or_else(|| five(adresse)).unwrap_or_default();
    let town = adresse.rsplit_once(code.as_str()).filter(|_| !code.is_empty()).map(|(_, town)| town);
    (code, town.unwrap_or_default().trim_matches([' ', ',', '-']).trim().to_owned())
}

/// A street without the postcode and the town that follow it.
pub fn rue(adresse: &str, code: &str) -> String {
    let street =
        if code.is_empty() { adresse } else { adresse.rsplit_once(code).map_or(adresse, |(s, _)| s) };
    street.trim().trim_end_matches([',', '-', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_read_in_every_shape() {
        for typed in [
            "12/10/2023",
            "12.10.23",
            "12-10-2023",
            "12102023",
            "2023-10-12",
            "2023-10-12 00:00:00",
            "12/10/2023 14:05",
            "12 octobre 2023",
            "12 oct. 2023",
            "le 12 octobre 2023",
            "45211",
            "45211.0",
            "45211.75",
        ] {
            assert_eq!(jour(typed), Some(date(2023, 10, 12)), "{typed}");
        }
        assert_eq!(jour("1er mai 2024"), Some(date(2024, 5, 1)));
        for wrong in ["", "31/02/2024", "2024", "été 2024", "oui", "99/99/9999"] {
            assert_eq!(jour(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_number_is_found_among_what_surrounds_it() {
        let read = |cell: &str| {
            let mut remarques = Vec::new();
            let (number, adeli) = rpps(cell, &mut remarques);
            (number.map(|n| n.as_str().to_owned()), adeli, remarques)
        };
        let good = Some("10101234564".to_owned());
        for typed in
            ["10101234564", "10101234564.0", "RPPS : 101 0123 4564", "810101234564", "1,0101234564E+10"]
        {
            assert_eq!(read(typed), (good.clone(), None, vec![]), "{typed}");
        }
        assert_eq!(read("10101234564 / 661234567"), (good, Some("661234567".into()), vec![]));
        assert_eq!(read("661234567"), (None, Some("661234567".into()), vec![]));
        assert_eq!(read("1,01012E+10"), (None, None, vec![Remarque::RppsScientifique]));
        assert_eq!(read("10101234565"), (None, None, vec![Remarque::RppsCle]));
        assert_eq!(read("1010123456"), (None, None, vec![Remarque::RppsLongueur(10)]));
        assert_eq!(read("en cours"), (None, None, vec![Remarque::RppsIllisible]));
    }

    #[test]
    fn telephones_get_their_zero_back_and_are_told_apart() {
        let read = |cell: &str| {
            let mut remarques = Vec::new();
            (telephones(cell, &mut remarques), remarques)
        };
        let one = vec!["+33468000001".to_owned()];
        assert_eq!(read("04 68 00 00 01"), (one.clone(), vec![]));
        assert_eq!(read("Tél : 04.68.00.00.01 (secrétariat)"), (one.clone(), vec![]));
        let restored = vec![Remarque::ZeroRendu("04 68 00 00 01".into())];
        assert_eq!(read("468000001"), (one.clone(), restored.clone()));
        assert_eq!(read("468000001.0"), (one, restored));
        let two = vec!["+33468000001".to_owned(), "+33600000002".to_owned()];
        assert_eq!(read("04 68 00 00 01 / 06 00 00 00 02"), (two, vec![]));
        assert_eq!(read("4,68E+08"), (vec![], vec![Remarque::TelephoneIllisible("4,68E+08".into())]));
        assert_eq!(read("-").0, Vec::<String>::new());
    }

    #[test]
    fn addresses_lose_their_spaces_and_two_in_a_cell_are_two() {
        let read = |cell: &str| {
            let mut remarques = Vec::new();
            (courriels(cell, &mut remarques), remarques)
        };
        assert_eq!(read("a.b@exemple.test"), (vec!["a.b@exemple.test".to_owned()], vec![]));
        assert_eq!(read("a.b @ exemple.test").0, ["a.b@exemple.test"]);
        assert_eq!(read("a@exemple.test ; b@exemple.test").1, [Remarque::PlusieursCourriels(2)]);
        assert_eq!(read("a@exemple.test b@exemple.test").0, ["a@exemple.test", "b@exemple.test"]);
        assert_eq!(read("pas de mail").1, [Remarque::CourrielIllisible("pas de mail".into())]);
    }

    #[test]
    fn a_town_is_found_beside_its_postcode() {
        assert_eq!(lieu("66000", "Perpignan", ""), ("66000".into(), "Perpignan".into()));
        assert_eq!(lieu("1000", "Bourg", ""), ("01000".into(), "Bourg".into()));
        assert_eq!(lieu("", "66046 PERPIGNAN CEDEX 9", ""), ("66046".into(), "PERPIGNAN CEDEX 9".into()));
        assert_eq!(lieu("", "Perpignan (66000)", ""), ("66000".into(), "Perpignan".into()));
        assert_eq!(lieu("", "", "12 rue du Four, 66000 PERPIGNAN"), ("66000".into(), "PERPIGNAN".into()));
        assert_eq!(rue("12 rue du Four, 66000 PERPIGNAN", "66000"), "12 rue du Four");
    }
}
