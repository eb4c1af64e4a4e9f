//! What a password must be, and what is wrong with the one that was typed.

use std::collections::BTreeSet;

use serde::Deserialize;
use territory::text::search_key;

use crate::source::Confidence;

/// So many characters of so many kinds suffice.
#[derive(Clone, Debug, Deserialize)]
pub struct PasswordClass {
    /// Fewest characters.
    #[serde(rename = "longueur")]
    pub length: u32,
    /// Fewest kinds among capitals, small letters, digits and signs.
    #[serde(rename = "classes")]
    pub kinds: u32,
    /// On screen.
    #[serde(rename = "libelle")]
    pub label: String,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// How it is applied, in French.
    pub note: Option<String>,
}

/// Passwords that everybody tries first.
#[derive(Clone, Debug, Deserialize)]
pub struct CommonPasswords {
    /// Where the list was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// How it was completed, in French.
    pub note: String,
    /// The words, in small letters without accents.
    #[serde(rename = "mots")]
    pub words: Vec<String>,
}

/// What a password must be.
#[derive(Clone, Debug)]
pub struct PasswordRules {
    /// One of these suffices.
    pub classes: Vec<PasswordClass>,
    /// Or a phrase of so many different words.
    pub phrase_words: u32,
    /// Most characters.
    pub longest: u32,
    /// Fewest characters of a part of a name or address that is looked for.
    pub personal_min: u32,
    /// Refused words.
    pub common: CommonPasswords,
}

/// What a password lacks to reach one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lack {
    /// Characters to add.
    pub characters: u32,
    /// Kinds to add among capitals, small letters, digits and signs.
    pub kinds: u32,
}

/// Why a password is refused. It never repeats what was typed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    /// Too short, or of too few kinds: one of these would do, or the words for a phrase.
    #[error("too short or too uniform")]
    Weak {
        /// By class, in the order of the rules.
        lacks: Vec<Lack>,
        /// Words to add to make a phrase.
        words: u32,
    },
    /// Longer than is accepted.
    #[error("longer than {longest} characters")]
    TooLong {
        /// Most characters.
        longest: u32,
    },
    /// Contains a part of the person's name or address.
    #[error("contains a part of the name or of the address")]
    Personal,
    /// One character or one pattern over and over.
    #[error("repeats itself")]
    Repeated,
    /// For the better part, neighbours in the alphabet, in numbers or on the keyboard.
    #[error("follows the alphabet, the numbers or the keyboard")]
    Sequence,
    /// A word that everybody tries first, even with digits around it.
    #[error("one of the most used passwords")]
    Common,
}

impl PasswordRules {
    /// Checks a password for a person whose names and address are `personal`.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self, password: &str, personal: &[&str]) -> Result<(), PasswordProblem> {
        let characters: Vec<char> = password.chars().collect();
        if characters.len() > self.longest as usize {
            return Err(PasswordProblem::TooLong { longest: self.longest });
        }
        self.check_strength(password, &characters)?;
        if self.contains_personal(password, personal) {
            return Err(PasswordProblem::Personal);
        }
        if repeats(&characters) {
            return Err(PasswordProblem::Repeated);
        }
        if is_sequence(&characters) {
            return Err(PasswordProblem::Sequence);
        }
        if self.is_common(password) { Err(PasswordProblem::Common) } else { Ok(()) }
    }

    fn check_strength(&self, password: &str, characters: &[char]) -> Result<(), PasswordProblem> {
        let (length, kinds) = (characters.len() as u32, kinds(characters));
        let lack = |class: &PasswordClass| Lack {
            characters: class.length.saturating_sub(length),
            kinds: class.kinds.saturating_sub(kinds),
        };
        let lacks: Vec<Lack> = self.classes.iter().map(lack).collect();
        let words = self.phrase_words.saturating_sub(distinct_words(password));
        let strong = words == 0 || lacks.iter().any(|lack| lack.characters == 0 && lack.kinds == 0);
        if strong { Ok(()) } else { Err(PasswordProblem::Weak { lacks, words }) }
    }

    fn contains_personal(&self, password: &str, personal: &[&str]) -> bool {
        let password = search_key(password).replace(' ', "");
        let parts = personal.iter().flat_map(|text| {
            let key = search_key(text);
            key.split(' ').map(str::to_owned).collect::<Vec<_>>()
        });
        parts
            .filter(|part| part.chars().count() >= self.personal_min as usize)
            .any(|part| password.contains(&part))
    }

    /// Whether nothing but digits and signs surrounds a refused word, even disguised (`M@rseille`).
    fn is_common(&self, password: &str) -> bool {
        let plain: String = search_key(&undisguised(password)).split(' ').collect();
        let typed: String = search_key(password).split(' ').collect();
        [plain, typed].iter().any(|text| {
            let core = text.trim_matches(|c: char| !c.is_alphabetic());
            self.common
                .words
                .iter()
                .any(|word| core.replace(word.as_str(), "").is_empty() && !core.is_empty())
        })
    }
}

/// Kinds of characters: capitals, small letters, digits, signs (a space is a sign).
fn kinds(characters: &[char]) -> u32 {
    let kind = |c: &char| match c {
        c if c.is_uppercase() => 0,
        c if c.is_alphabetic() => 1,
        c if c.is_numeric() => 2,
        _ => 3,
    };
    characters.iter().map(kind).collect::<BTreeSet<_>>().len() as u32
}

/// Different words of two letters or more.
fn distinct_words(password: &str) -> u32 {
    let key = search_key(password);
    let words = key.split(' ').filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    words.collect::<BTreeSet<_>>().len() as u32
}

/// Digits and signs that people write for letters.
fn undisguised(password: &str) -> String {
    let letter = |c: char| match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    };
    // What stands around the word is not a disguise.
    let core = password.trim_matches(|c: char| !c.is_alphabetic() && !matches!(c, '@' | '$'));
    core.chars().map(letter).collect()
}

/// Whether the whole is a pattern of at most half its length over and over, or one character for the better part.
fn repeats(characters: &[char]) -> bool {
    let pattern = |period: usize| characters.iter().zip(&characters[period..]).all(|(a, b)| a == b);
    let same = |a: char, b: char| a == b;
    (1..=characters.len() / 2).any(pattern) || longest_stretch(characters, same) * 2 >= characters.len()
}

/// Rows of French and English keyboards.
const ROWS: [&str; 6] = ["azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

fn is_sequence(characters: &[char]) -> bool {
    let lower: Vec<char> = characters.iter().flat_map(|c| c.to_lowercase()).collect();
    let next = |a: char, b: char| {
        a.is_alphanumeric() && b.is_alphanumeric() && u32::from(a).abs_diff(u32::from(b)) == 1
    };
    let side_by_side = |a: char, b: char| {
        ROWS.iter().any(|row| row.find(a).zip(row.find(b)).is_some_and(|(a, b)| a.abs_diff(b) == 1))
    };
    let follows = |a, b| next(a, b) || side_by_side(a, b) || matches!((a, b), ('9', '0') | ('0', '9'));
    longest_stretch(&lower, follows) * 2 >= lower.len()
}

/// Most characters in a row of which each two neighbours are linked.
fn longest_stretch(characters: &[char], linked: impl Fn(char, char) -> bool) -> usize {
    let mut longest = usize::from(!characters.is_empty());
    let mut current = longest;
    for pair in characters.windows(2) {
        current = if linked(pair[0], pair[1]) { current + 1 } else { 1 };
        longest = longest.max(current);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::super::rules;
    use super::*;

    #[derive(Deserialize)]
    struct Examples {
        exemple: Vec<Example>,
    }

    #[derive(Deserialize)]
    struct Example {
        mot_de_passe: String,
        #[serde(default)]
        personnel: Vec<String>,
        probleme: Option<String>,
    }

    fn check(password: &str, personal: &[&str]) -> Result<(), PasswordProblem> {
        rules().unwrap().password.check(password, personal)
    }

    #[test]
    fn every_example_of_the_table_is_judged_as_it_says() {
        let examples: Examples = toml::from_str(include_str!("../../data/securite.toml")).unwrap();
        assert_eq!(examples.exemple.len(), 10);
        for example in examples.exemple {
            let personal: Vec<&str> = example.personnel.iter().map(String::as_str).collect();
            let found = check(&example.mot_de_passe, &personal).err().map(|problem| match problem {
                PasswordProblem::Weak { .. } => "faible",
                PasswordProblem::TooLong { .. } => "long",
                PasswordProblem::Personal => "personnel",
                PasswordProblem::Repeated => "repetition",
                PasswordProblem::Sequence => "suite",
                PasswordProblem::Common => "courant",
            });
            assert_eq!(found, example.probleme.as_deref(), "{}", example.mot_de_passe);
        }
    }

    #[test]
    fn what_is_missing_is_counted() {
        let lack = |characters, kinds| Lack { characters, kinds };
        assert_eq!(
            check("", &[]),
            Err(PasswordProblem::Weak { lacks: vec![lack(12, 4), lack(14, 3)], words: 7 })
        );
        assert_eq!(
            check("lune Rouge", &[]),
            Err(PasswordProblem::Weak { lacks: vec![lack(2, 1), lack(4, 0)], words: 5 })
        );
    }

    #[test]
    fn a_phrase_needs_different_words() {
        assert!(check("lune lune lune lune lune lune lune", &[]).is_err());
        assert!(check("le chat boit du lait chaud demain", &[]).is_ok());
    }

    #[test]
    fn the_longest_is_accepted_and_one_more_is_not() {
        let long: String = "Lampe7&".chars().chain("bcdghkmpqrtwx".chars().cycle().take(121)).collect();
        assert_eq!(long.len(), 128);
        assert_eq!(check(&long, &[]), Ok(()));
        assert_eq!(check(&format!("{long}z"), &[]), Err(PasswordProblem::TooLong { longest: 128 }));
    }

    #[test]
    fn names_are_found_without_accents_or_capitals() {
        let personal = ["Éléonore Exemple-Ruscino", "e.exemple@cpts.fr"];
        for password in ["ELEONORE-lampe-7", "Lampe&Rus-Cino7", "7lampes&EXEMPLE"] {
            assert_eq!(check(password, &personal), Err(PasswordProblem::Personal), "{password}");
        }
        assert_eq!(check("Lampe&Nuage-77", &personal), Ok(()));
    }

    #[test]
    fn easy_ways_round_the_rule_are_shut() {
        assert_eq!(check("Aaaaaaaaaaa1!", &[]), Err(PasswordProblem::Repeated));
        assert_eq!(check("Lun7!Lun7!Lun", &[]), Err(PasswordProblem::Repeated));
        assert_eq!(check("Aa!1234567890", &[]), Err(PasswordProblem::Sequence));
        assert_eq!(check("Abcdefghijkl12", &[]), Err(PasswordProblem::Sequence));
        assert_eq!(check("D0ud0u-2026!!", &[]), Err(PasswordProblem::Common));
        assert_eq!(check("LoulouLoulou2026!", &[]), Err(PasswordProblem::Common));
        assert_eq!(check("Coordination66!", &[]), Err(PasswordProblem::Common));
    }
}
