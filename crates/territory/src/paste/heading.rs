//! Headings and totals of pasted tables.

use crate::text::search_key;

/// The words that headings of such tables are made of.
const WORDS: [&str; 32] = [
    "code",
    "codes",
    "postal",
    "postaux",
    "insee",
    "iris",
    "commune",
    "communes",
    "quartier",
    "quartiers",
    "nom",
    "noms",
    "nombre",
    "total",
    "totale",
    "population",
    "habitants",
    "hab",
    "departement",
    "territoire",
    "liste",
    "libelle",
    "epci",
    "de",
    "des",
    "du",
    "la",
    "le",
    "les",
    "et",
    "ou",
    "par",
];

/// Whether a line holds nothing but words of headings, and numbers too short to be codes.
pub(super) fn is_heading(line: &str) -> bool {
    let key = search_key(line);
    let mut words = key.split(' ').filter(|word| !word.is_empty()).peekable();
    let has_word = words.clone().any(|word| word.bytes().any(|b| b.is_ascii_alphabetic()));
    let short_number = |word: &str| word.len() < 4 && word.bytes().all(|b| b.is_ascii_digit());
    words.peek().is_some() && has_word && words.all(|word| WORDS.contains(&word) || short_number(word))
}

#[cfg(test)]
mod tests {
    use super::is_heading;

    #[test]
    fn headings_of_the_letter_of_intent_are_seen() {
        for line in ["COMMUNES / QUARTIERS", "CODE", "POSTAL", "CODE INSEE", "Nombre total de communes : 16"]
        {
            assert!(is_heading(line), "{line}");
        }
        for line in ["Codes 66028", "Total", "Communeville", "16", "La Commune rêvée"] {
            assert_eq!(is_heading(line), line == "Total", "{line}");
        }
    }
}
