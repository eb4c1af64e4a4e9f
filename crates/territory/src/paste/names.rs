//! Names of communes inside a line.

use std::collections::HashMap;

use crate::atlas::Atlas;
use crate::codes::CommuneCode;
use crate::text::search_key;

/// Communes by their searched name.
pub(super) struct NameIndex {
    by_key: HashMap<String, Vec<CommuneCode>>,
}

impl NameIndex {
    pub(super) fn new(atlas: &Atlas) -> Self {
        let mut by_key: HashMap<String, Vec<CommuneCode>> = HashMap::with_capacity(atlas.communes().len());
        for commune in atlas.communes() {
            by_key.entry(commune.key.clone()).or_default().push(commune.code);
        }
        Self { by_key }
    }

    /// The communes that the line names: the whole line without its codes, else its longest part that is a name.
    pub(super) fn in_line(&self, line: &str) -> Vec<CommuneCode> {
        let words: Vec<String> = search_key(line)
            .split(' ')
            .filter(|word| !word.is_empty() && !word.bytes().any(|b| b.is_ascii_digit()) || is_ordinal(word))
            .map(str::to_owned)
            .collect();
        if let Some(found) = self.by_key.get(&words.join(" ")) {
            return found.clone();
        }
        let parts = line
            .split([',', ';', '\t', '|', '(', ')', ':', '/', '«', '»', '"'])
            .flat_map(|part| part.split(" - "));
        let keys = parts.map(|part| {
            let words = search_key(part);
            let words = words.split(' ').filter(|word| !word.bytes().all(|b| b.is_ascii_digit()));
            words.collect::<Vec<_>>().join(" ")
        });
        let found = keys
            .filter(|key| !key.is_empty())
            .filter_map(|key| self.by_key.get(&key).map(|codes| (key.len(), codes)));
        found.max_by_key(|(length, _)| *length).map(|(_, codes)| codes.clone()).unwrap_or_default()
    }
}

/// `1er`, `12e`: the digits of an arrondissement belong to its name.
fn is_ordinal(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    !digits.is_empty()
        && digits.len() < word.len()
        && digits.len() <= 2
        && digits.bytes().all(|b| b.is_ascii_digit())
}
