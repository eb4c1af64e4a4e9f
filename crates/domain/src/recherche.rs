//! A search that forgives: accents, capitals, the order of words, words begun only, one slip of the keyboard.
//!
//! ```
//! use domain::recherche::Demande;
//!
//! let asked = Demande::new("marie du");
//! assert!(asked.rank("dupont marie 10101234564").is_some());
//! assert!(asked.rank("martin marie").is_none());
//! assert!(Demande::new("dupnot").rank("dupont marie").is_some());
//! ```

use territory::text::search_key;

/// Letters from which one slip is forgiven: below, nearly every word would look like another.
const FORGIVEN_FROM: usize = 4;
/// The same for a word that is only begun.
const BEGUN_FORGIVEN_FROM: usize = 5;
/// Digits from which a piece of a number is looked for inside it.
const DIGITS_INSIDE: usize = 4;
/// Words of a key that are looked at; the words of one bit set.
const WORDS: usize = 32;
/// Words asked that are looked for, the longest ones.
const ASKED: usize = 8;
/// More than any cost of a word.
const NEVER: u32 = 6;

/// What is looked for. Compare it with keys made by [`search_key`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demande {
    words: Vec<Word>,
    /// The same with two neighbours written as one: `le veque` for `leveque`.
    joined: Vec<Vec<Word>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    text: String,
    /// The word as typed, when its key says it in full: `st` for `saint`.
    short: Option<String>,
    digits: bool,
}

impl Word {
    fn new(text: String) -> Self {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let short = match text.as_str() {
            "saint" => Some("st".to_owned()),
            "sainte" => Some("ste".to_owned()),
            _ => None,
        };
        Self { text, short, digits }
    }

    /// How far a word of a key is from this one, 0 for the same; `None` when it is another.
    fn cost(&self, key: &str) -> Option<u32> {
        if key.starts_with(&self.text) {
            return Some(u32::from(key.len() != self.text.len()));
        }
        if let Some(short) = &self.short {
            return key.starts_with(short).then_some(2);
        }
        if self.digits {
            // A number kept with its country has no leading zero: +33 6 12… is 06 12…
            let inside = self.text.strip_prefix('0').unwrap_or(&self.text);
            return (inside.len() >= DIGITS_INSIDE && key.contains(inside)).then_some(2);
        }
        if self.text.len() < FORGIVEN_FROM {
            return None;
        }
        one_slip(self.text.as_bytes(), key.as_bytes())
    }
}

/// Whether one letter is missing, added, changed, or two are swapped: in the whole word (4) or in its beginning (5).
fn one_slip(typed: &[u8], key: &[u8]) -> Option<u32> {
    let same = typed.iter().zip(key).take_while(|(a, b)| a == b).count();
    let (rest, left) = (&typed[same..], &key[same..]);
    let swapped = rest.len() > 1 && left.len() > 1 && rest[0] == left[1] && rest[1] == left[0];
    let tries = [
        rest.get(1..).zip(left.get(1..)),
        rest.get(1..).zip(Some(left)),
        Some(rest).zip(left.get(1..)),
        rest.get(2..).zip(left.get(2..)).filter(|_| swapped),
    ];
    let cost = |(after, left): (&[u8], &[u8])| match left.strip_prefix(after) {
        Some([]) => Some(4),
        Some(_) => (typed.len() >= BEGUN_FORGIVEN_FROM).then_some(5),
        None => None,
    };
    tries.into_iter().flatten().filter_map(cost).min()
}

impl Demande {
    /// From what was typed. Digits typed in groups are one number.
    pub fn new(typed: &str) -> Self {
        let key = search_key(typed);
        let mut texts: Vec<String> = Vec::new();
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        for word in key.split_whitespace() {
            match texts.last_mut().filter(|last| is_number(last) && is_number(word)) {
                Some(last) => last.push_str(word),
                None => texts.push(word.to_owned()),
            }
        }
        let joined = (1..texts.len()).map(|at| {
            let mut one = texts.clone();
            let second = one.remove(at);
            one[at - 1].push_str(&second);
            Self::sorted(one)
        });
        let joined = joined.collect();
        Self { words: Self::sorted(texts), joined }
    }

    /// The longest words first: they leave the fewest choices.
    fn sorted(texts: Vec<String>) -> Vec<Word> {
        let mut words: Vec<Word> = texts.into_iter().map(Word::new).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.text.len()));
        words.truncate(ASKED);
        words
    }

    /// Whether nothing is asked: everything is found.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How far a key is from what is asked, 0 for the same words; `None` when it is not what is asked.
    pub fn rank(&self, key: &str) -> Option<u32> {
        let mut words = [""; WORDS];
        let mut count = 0;
        for (place, word) in words.iter_mut().zip(key.split(' ').filter(|word| !word.is_empty())) {
            *place = word;
            count += 1;
        }
        let words = &words[..count];
        let found = assign(&self.words, words, 0);
        found.or_else(|| self.joined.iter().filter_map(|one| assign(one, words, 0)).min())
    }
}

/// The sum of costs when each word asked has its own word of the key, the nearest that is free.
fn assign(asked: &[Word], key: &[&str], used: u32) -> Option<u32> {
    let Some((first, others)) = asked.split_first() else { return Some(0) };
    let mut costs = [(NEVER, 0_u32); WORDS];
    for (at, (place, word)) in costs.iter_mut().zip(key).enumerate() {
        let alone = first.cost(word).map(|cost| (cost, 1 << at));
        let cost = alone.or_else(|| written_apart(first, key, at).map(|cost| (cost, 3 << at)));
        *place = cost.filter(|(_, taken)| used & taken == 0).unwrap_or((NEVER, 0));
    }
    // The nearest word first and the first way that works: trying every way would be endless on a long key.
    (0..NEVER).find_map(|wanted| {
        let near = costs.iter().filter(|(cost, _)| *cost == wanted);
        near.filter_map(|(cost, taken)| assign(others, key, used | taken).map(|rest| rest + cost)).next()
    })
}

/// A word typed as one that the key writes in two: `degaulle` for `de gaulle`.
fn written_apart(asked: &Word, key: &[&str], at: usize) -> Option<u32> {
    let rest = asked.text.strip_prefix(key[at]).filter(|rest| !rest.is_empty())?;
    let next = key.get(at + 1)?;
    next.starts_with(rest).then(|| 2 + u32::from(next.len() != rest.len()))
}

/// What is found, the nearest first; among equals the order they came in.
pub fn trouver<T>(typed: &str, items: impl IntoIterator<Item = T>, key: impl Fn(&T) -> &str) -> Vec<T> {
    let asked = Demande::new(typed);
    if asked.is_empty() {
        return items.into_iter().collect();
    }
    let ranked = items.into_iter().filter_map(|item| asked.rank(key(&item)).map(|rank| (rank, item)));
    let mut ranked: Vec<(u32, T)> = ranked.collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, item)| item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str, name: &str) -> bool {
        Demande::new(typed).rank(&search_key(name)).is_some()
    }

    #[test]
    fn accents_capitals_order_and_beginnings_do_not_matter() {
        for typed in ["leveque anne", "LÉVÊQUE", "anne lev", "Anne-Marie", "marie l", "d exemple", ""] {
            assert!(found(typed, "D'Exemple-Lévêque Anne Marie"), "{typed}");
        }
        for typed in ["anne paul", "veque", "marie marie", "exemple exemple"] {
            assert!(!found(typed, "D'Exemple-Lévêque Anne Marie"), "{typed}");
        }
    }

    #[test]
    fn one_slip_is_forgiven_from_four_letters_and_two_are_not() {
        for typed in ["dupomt", "dupnot", "dupot", "duppont", "upont", "dupontt", "durpo", "xupont"] {
            assert!(found(typed, "Dupont Marie"), "{typed}");
        }
        for typed in ["dumpomt", "ddupomt", "nari", "dxp", "mraei"] {
            assert!(!found(typed, "Dupont Marie-Ange"), "{typed}");
        }
    }

    #[test]
    fn a_number_is_found_by_its_pieces_however_it_is_spaced() {
        for typed in ["10101234564", "10 101 234 564", "34564", "dupont 4564"] {
            assert!(found(typed, "Dupont Marie 10101234564"), "{typed}");
        }
        assert!(found("06 12 34 56 78", "Dupont 33612345678"));
        assert!(!found("10101234565", "Dupont Marie 10101234564"));
        assert!(!found("345", "Dupont Marie 10101234564"));
    }

    #[test]
    fn words_written_apart_or_together_are_the_same() {
        assert!(found("degaulle", "De Gaulle Charline"));
        assert!(found("le veque", "Leveque Anne"));
        assert!(found("st", "Stephane Exemple"));
        assert!(found("st", "Saint-Exemple"));
    }

    #[test]
    fn the_nearest_comes_first_and_each_word_serves_once() {
        let names = ["martine mara", "marie martin", "martin marie", "mari marti"];
        let all = trouver("marie martin", names, |name| name);
        assert_eq!(all, ["marie martin", "martin marie", "mari marti"]);
        assert!(found("mar marie", "Marie Martin"));
        assert_eq!(trouver("", names, |name| name), names);
    }

    #[test]
    fn a_long_key_and_a_long_question_are_read_in_a_moment() {
        let key = "ma ".repeat(60);
        let asked = Demande::new(&"ma ".repeat(40));
        assert!(asked.rank(&key).is_some());
        assert_eq!(Demande::new("ma ma ma zz").rank(&key), None);
    }
}
