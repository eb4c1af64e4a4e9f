//! Finds social security numbers in free text, so that they are refused everywhere.
//!
//! The use of the NIR outside its legal frame is forbidden (decree 2019-341): no field of Maillage holds one.
//! The search must not refuse what a CPTS types every day: SIRET, IBAN, lists of telephones and of postcodes.
//! Hence two ways to count as a NIR. *As written on a card*: groups cut where the card cuts them, and a shape
//! that a person can have. *By its key*: 15 characters cut in another way, whose key is right.

use super::{Iban, is_separator};

/// Where a NIR may be cut: sex, year, month, département, commune, rank, key.
const CUTS: [usize; 6] = [1, 3, 5, 7, 10, 13];
const WITHOUT_KEY: usize = 13;
const WITH_KEY: usize = 15;
/// Separators between two groups of one number: `1 - 85` has three.
const WIDEST_GAP: usize = 3;

/// Whether a text contains a social security number (NIR), alone or among other words.
///
/// Thirteen characters count on a plausible shape; fifteen on a plausible shape or on a right key.
pub fn contains_nir(text: &str) -> bool {
    let groups = groups(&without_ibans(text));
    (0..groups.len()).any(|first| starts_nir(&groups[first..]))
}

/// Digits that follow each other, and whether only separators stand between them and the group before.
struct Group {
    text: String,
    follows: bool,
}

/// Whether the first groups, joined, are a NIR.
fn starts_nir(groups: &[Group]) -> bool {
    let mut joined = String::new();
    let mut cuts = Vec::new();
    for group in groups {
        if !joined.is_empty() {
            if !group.follows {
                return false;
            }
            cuts.push(joined.len());
        }
        joined.push_str(&group.text);
        match joined.len() {
            WITHOUT_KEY | WITH_KEY if is_nir(&joined, &cuts) => return true,
            length if length >= WITH_KEY => return false,
            _ => {}
        }
    }
    false
}

fn is_nir(joined: &str, cuts: &[usize]) -> bool {
    let plausible = has_plausible_shape(joined);
    let key_right = joined.len() == WITH_KEY && has_right_key(joined);
    if cut_as_on_a_card(joined.len(), cuts) {
        plausible || (key_right && joined.starts_with(['1', '2', '3', '4', '7', '8']))
    } else {
        // Three postcodes, five numbers of three digits: by chance, one list in a hundred has a right key.
        plausible && key_right && !is_list(joined.len(), cuts)
    }
}

/// Groups cut where a card cuts them, and cut enough to tell them from two numbers side by side:
/// `26120 0475000000` is a postcode and a telephone, `1 73282932000074` a rank and a SIRET.
fn cut_as_on_a_card(length: usize, cuts: &[usize]) -> bool {
    if !cuts.iter().all(|cut| CUTS.contains(cut)) {
        return false;
    }
    match (length, cuts) {
        (_, []) | (WITHOUT_KEY, [1]) | (WITH_KEY, [13]) => true,
        (_, [_] | [5, 10]) => false,
        (WITH_KEY, _) => cuts.last() == Some(&13),
        _ => true,
    }
}

/// Groups of one length, or a postcode before a telephone number.
fn is_list(length: usize, cuts: &[usize]) -> bool {
    let Some(first) = cuts.first() else { return false };
    let same_length = *first > 1 && cuts.iter().zip(1..).all(|(cut, rank)| *cut == first * rank);
    (same_length && length.is_multiple_of(*first)) || cuts == [5]
}

/// Sex, month, département, commune and rank that a person can have.
fn has_plausible_shape(joined: &str) -> bool {
    let number = |from: usize, to: usize| joined.get(from..to).and_then(|part| part.parse::<u32>().ok());
    let corsica = matches!(&joined[5..7], "2A" | "2B");
    // Months 20, 30 to 42 and 50 to 99 belong to civil registers that do not say the month.
    let month = matches!(number(3, 5), Some(1..=12 | 20 | 30..=42 | 50..=99));
    let departement = corsica || matches!(number(5, 7), Some(1..=99));
    let year = number(1, 3).is_some();
    let place_and_rank = number(7, 10).is_some_and(|n| n > 0) && number(10, 13).is_some_and(|n| n > 0);
    joined.starts_with(['1', '2', '7', '8']) && year && month && departement && place_and_rank
}

/// Key: 97 less the remainder of the 13 first by 97, with 19 for 2A and 18 for 2B.
fn has_right_key(joined: &str) -> bool {
    let number = joined[..WITHOUT_KEY].replace("2A", "19").replace("2B", "18");
    let key = joined[WITHOUT_KEY..].parse::<u64>();
    number.parse::<u64>().ok().zip(key.ok()).is_some_and(|(number, key)| 97 - number % 97 == key)
}

/// Groups of digits of a text; the letter of 2A and 2B belongs to its group.
fn groups(text: &[char]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut gap = Some(WIDEST_GAP + 1);
    for (place, character) in text.iter().enumerate() {
        let next = text.get(place + 1);
        let corsican = matches!(character, 'a' | 'A' | 'b' | 'B')
            && gap == Some(0)
            && groups.last().is_some_and(|group| group.text.ends_with('2'))
            && next.is_none_or(|c| !c.is_alphabetic());
        if character.is_ascii_digit() || corsican {
            match groups.last_mut().filter(|_| gap == Some(0)) {
                Some(group) => group.text.push(character.to_ascii_uppercase()),
                None => groups.push(Group {
                    text: character.to_string(),
                    follows: gap.is_some_and(|gap| gap <= WIDEST_GAP),
                }),
            }
            gap = Some(0);
        } else {
            // A line break or a tab separates two numbers; so does any other character.
            let separates = is_separator(*character) && !matches!(character, '\n' | '\r' | '\t');
            gap = if separates { gap.map(|gap| gap + 1) } else { None };
        }
    }
    groups
}

/// The text with its bank account numbers blanked: their groups of digits may look like anything.
fn without_ibans(text: &str) -> Vec<char> {
    let mut blanked: Vec<char> = text.chars().collect();
    let mut place = 0;
    while place < blanked.len() {
        let after_a_word = place > 0 && blanked[place - 1].is_alphanumeric();
        match iban_end(&blanked, place).filter(|_| !after_a_word) {
            Some(end) => {
                blanked[place..end].fill('\n');
                place = end;
            }
            None => place += 1,
        }
    }
    blanked
}

/// Where the IBAN that starts at `place` ends, when there is one.
fn iban_end(text: &[char], place: usize) -> Option<usize> {
    let starts = text.get(place..place + 4)?;
    if !starts[..2].iter().all(char::is_ascii_alphabetic) || !starts[2..].iter().all(char::is_ascii_digit) {
        return None;
    }
    let mut compact = String::new();
    let mut end = None;
    for (offset, character) in text[place..].iter().enumerate() {
        match character {
            c if c.is_ascii_alphanumeric() => compact.push(*c),
            ' ' | '\u{a0}' | '\u{202f}' => continue,
            _ => break,
        }
        if compact.len() > 34 {
            break;
        }
        let next = text.get(place + offset + 1);
        if next.is_none_or(|c| !c.is_alphanumeric()) && Iban::parse(&compact).is_ok() {
            end = Some(place + offset + 1);
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made-up numbers and their keys.
    const KEYS: [(&str, &str); 5] = [
        ("1850575123456", "73"),
        ("2690549588157", "80"),
        ("2550814168025", "38"),
        ("195022A004123", "03"),
        ("195022B004123", "30"),
    ];

    fn cut(number: &str, separator: &str) -> String {
        let mut text = String::new();
        for (rank, character) in number.chars().enumerate() {
            if CUTS.contains(&rank) {
                text.push_str(separator);
            }
            text.push(character);
        }
        text
    }

    #[test]
    fn keys_are_those_of_the_register() {
        for (number, key) in KEYS {
            assert!(has_right_key(&format!("{number}{key}")), "{number}");
            assert!(!has_right_key(&format!("{number}97")), "{number}");
        }
    }

    #[test]
    fn a_nir_is_found_however_it_is_written() {
        for (number, key) in KEYS {
            for number in [number.to_owned(), format!("{number}{key}"), format!("{number}12")] {
                for separator in ["", " ", ".", "-", "\u{a0}", "\u{202f}", " - ", "\u{2011}"] {
                    let written = cut(&number, separator);
                    for text in [
                        written.clone(),
                        written.to_lowercase(),
                        format!("Patient vu le 12/10/2023, n° {written}, à rappeler."),
                        format!("NIR:{written}"),
                        format!("chambre 12 {written}"),
                        format!("nº{written}x"),
                    ] {
                        assert!(contains_nir(&text), "{text}");
                    }
                }
            }
            assert!(contains_nir(&format!("{number} {key}")), "{number}");
            assert!(contains_nir(&format!("{} {}", &number[..1], &number[1..])), "{number}");
        }
    }

    #[test]
    fn a_right_key_counts_with_any_grouping_and_a_foreign_sex_digit() {
        assert!(contains_nir("1850 5751 2345 673"));
        assert!(contains_nir("1 8505 7512 3456 73"));
        assert!(contains_nir("1 8 5 0 5 7 5 1 2 3 4 5 6 7 3"));
        let number = 3_850_575_123_456_u64;
        assert!(contains_nir(&format!("{number}{:02}", 97 - number % 97)));
        assert!(!contains_nir(&format!("{number}{:02}", 96 - number % 97)));
    }

    #[test]
    fn what_a_cpts_types_every_day_passes() {
        for text in [
            "",
            "Réunion du 12/10/2023 de 14:30 à 16:00, 25 personnes",
            "SIRET 73282932000074",
            "SIRET 732 829 320 00074",
            "1 73282932000074",
            "35600000049837",
            "FR76 3000 6000 0112 3456 7890 189",
            "FR7630006000011234567890189",
            "fr14 2004 1010 0505 0001 3M02 606",
            "BE68 5390 0754 7034",
            "04 26 03 06 90 06 12 34 56 78 04 26 03 06 91",
            "+33 1 42 03 06 90 06 12 34 56 78",
            "0426030690 0612345678",
            "26120 04 75 00 00 00",
            "26120 0475000000",
            "poste 212 0426030690",
            "75001 75002 75003 75004 75005 75006 75007 75008 75009 75010 75011 75012 75013 75014",
            "71012 05046 66008 66024",
            "66008 66024 66136",
            "899700218896",
            "10101234564",
            "950047225 310021258",
            "3400930000000",
            "3017620422003",
            "978-2-07-036822-8",
            "5449000000996",
            "IRIS 660080000 660240101",
            "2026-11-22 14:30:00",
            "1 250 000,00 € pour 2 500 000 habitants",
            "018f4e5c-1d2b-7a3c-8123-456789012345",
            "12345678901234567890",
            "185057512345",
            "1850575123456731",
            "1850075123456",
            "1851375123456",
            "1850500123456",
            "1850575000456",
            "2A004 2B033",
            "1 85\n05 75\t123 456",
        ] {
            assert!(!contains_nir(text), "{text}");
        }
    }

    #[test]
    fn a_nir_after_an_iban_is_still_found() {
        assert!(contains_nir("FR76 3000 6000 0112 3456 7890 189, 1 85 05 75 123 456 73"));
        assert!(contains_nir("FR76 3000 6000 0112 3456 7890 189 1 85 05 75 123 456 73"));
    }

    #[test]
    fn every_list_of_paris_postcodes_passes() {
        let codes: Vec<String> = (75_001..=75_020).map(|code: u32| code.to_string()).collect();
        for first in &codes {
            for second in &codes {
                for third in &codes {
                    assert!(!contains_nir(&format!("{first} {second} {third}")));
                }
            }
        }
    }
}
