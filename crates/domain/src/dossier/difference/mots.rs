//! Words of two texts.

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::Etat;
use crate::nombres::FINE;

/// Words that follow each other and became the same thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mot {
    /// What became of them; never [`Etat::Change`].
    pub etat: Etat,
    /// The words, with the spaces between them.
    pub texte: String,
}

/// A whole text that became one thing.
pub fn whole(text: &str, etat: Etat) -> Vec<Mot> {
    if text.is_empty() { Vec::new() } else { vec![Mot { etat, texte: text.to_owned() }] }
}

/// One text in the place of another, whatever they share: names, days, numbers.
pub fn replaced(old: &str, new: &str) -> Vec<Mot> {
    if old == new {
        return whole(new, Etat::Inchange);
    }
    [whole(old, Etat::Retire), whole(new, Etat::Ajoute)].concat()
}

/// Words, numbers, signs and spaces.
fn tokens(text: &str) -> Vec<&str> {
    let kind = |char: char| match char {
        // A number is one word, whatever parts its thousands.
        _ if char.is_alphanumeric() || char == FINE => 0,
        _ if char.is_whitespace() => 1,
        _ => 2,
    };
    let mut out = Vec::new();
    let mut start = 0;
    let mut last = None;
    for (at, char) in text.char_indices() {
        let own = kind(char);
        // A sign stands alone, so that a comma does not change its word.
        if last.is_some_and(|before| before != own || own == 2) {
            out.push(&text[start..at]);
            start = at;
        }
        last = Some(own);
    }
    out.extend((start < text.len()).then(|| &text[start..]));
    out
}

/// Share of the words that two texts have in common and in the same order, from 0 to 1.
pub fn likeness(old: &str, new: &str) -> f64 {
    let (old, new) = (words(old), words(new));
    let common: usize = capture_diff_slices(Algorithm::Myers, &old, &new)
        .iter()
        .filter(|op| op.tag() == DiffTag::Equal)
        .map(|op| op.old_range().len())
        .sum();
    let all = old.len() + new.len();
    if all == 0 { 1.0 } else { 2.0 * common as f64 / all as f64 }
}

fn words(text: &str) -> Vec<&str> {
    tokens(text).into_iter().filter(|token| token.chars().any(char::is_alphanumeric)).collect()
}

/// A stretch of both texts.
struct Stretch {
    same: bool,
    old: String,
    new: String,
}

/// The words of both texts, in reading order: what was removed stands before what took its place.
pub fn compared(old: &str, new: &str) -> Vec<Mot> {
    let (before, after) = (tokens(old), tokens(new));
    let mut stretches: Vec<Stretch> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
        let own = Stretch {
            same: op.tag() == DiffTag::Equal,
            old: before[op.old_range()].concat(),
            new: after[op.new_range()].concat(),
        };
        join(&mut stretches, own);
    }
    let mut out = Vec::new();
    for own in stretches {
        if own.same {
            out.extend(whole(&own.new, Etat::Inchange));
        } else {
            out.extend(whole(&own.old, Etat::Retire));
            out.extend(whole(&own.new, Etat::Ajoute));
        }
    }
    out
}

/// Adds a stretch; a lone space between two changes joins them, as a reader would.
fn join(stretches: &mut Vec<Stretch>, own: Stretch) {
    let blank = stretches.last().is_some_and(|last| last.same && last.new.trim().is_empty());
    if !own.same && blank && stretches.len() > 1 {
        let space = stretches.pop();
        if let (Some(space), Some(last)) = (space, stretches.last_mut()) {
            last.old = [last.old.as_str(), &space.old, &own.old].concat();
            last.new = [last.new.as_str(), &space.new, &own.new].concat();
        }
        return;
    }
    match stretches.last_mut().filter(|last| !last.same && !own.same) {
        Some(last) => {
            last.old.push_str(&own.old);
            last.new.push_str(&own.new);
        }
        None => stretches.push(own),
    }
}
