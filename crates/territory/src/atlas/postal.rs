//! The commune of a postal address. A postcode alone never tells it: it serves several communes, and a commune
//! has several.

use std::collections::HashMap;

use super::Atlas;
use crate::codes::{CommuneCode, DepartementCode};
use crate::text::search_key;

/// Ranks of communes by postcode, and by name within a département.
#[derive(Debug)]
pub(super) struct Postal {
    by_postcode: HashMap<String, Vec<u32>>,
    by_name: HashMap<(DepartementCode, String), Vec<u32>>,
}

impl Postal {
    fn of(atlas: &Atlas) -> Self {
        let mut by_postcode: HashMap<String, Vec<u32>> = HashMap::new();
        let mut by_name: HashMap<(DepartementCode, String), Vec<u32>> = HashMap::new();
        for (rank, commune) in (0..).zip(&atlas.communes) {
            for postcode in &commune.postcodes {
                by_postcode.entry(postcode.clone()).or_default().push(rank);
            }
            by_name.entry((commune.departement, commune.key.clone())).or_default().push(rank);
        }
        Self { by_postcode, by_name }
    }
}

impl Atlas {
    /// The commune of a postal address: the only one of that name with this postcode or, for a CEDEX (a postcode
    /// that is no place), the only one of that name in the département. `locality` may be the last line of an
    /// address: `66046 PERPIGNAN CEDEX 9`.
    pub fn locate(&self, postcode: &str, locality: &str) -> Option<CommuneCode> {
        let postal = self.postal.get_or_init(|| Postal::of(self));
        let name = town(locality);
        if name.is_empty() {
            return None;
        }
        let named = |rank: &&u32| {
            let commune = &self.communes[**rank as usize];
            // Addresses in Paris, Lyon and Marseille name the town; the postcode tells the arrondissement.
            let town = commune.code.arrondissement_parent().and_then(|town| self.commune(town));
            commune.key == name
                || town.is_some_and(|town| {
                    let rest = name.strip_prefix(town.key.as_str());
                    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
                })
        };
        let found: Vec<u32> = match postal.by_postcode.get(postcode) {
            Some(ranks) => ranks.iter().filter(named).copied().collect(),
            None => {
                let departement = departement_of(postcode)?;
                postal.by_name.get(&(departement, name)).cloned().unwrap_or_default()
            }
        };
        match found[..] {
            [only] => Some(self.communes[only as usize].code),
            _ => None,
        }
    }
}

/// The name in the last line of an address, without its postcode and its CEDEX.
fn town(locality: &str) -> String {
    let key = search_key(locality);
    let words = key.split(' ').skip_while(|word| word.len() == 5 && word.bytes().all(|b| b.is_ascii_digit()));
    words.take_while(|word| *word != "cedex").collect::<Vec<_>>().join(" ")
}

fn departement_of(postcode: &str) -> Option<DepartementCode> {
    if postcode.len() != 5 || !postcode.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match &postcode[..3] {
        "200" | "201" => "2A".parse().ok(),
        "202" | "206" => "2B".parse().ok(),
        overseas if overseas.starts_with("97") || overseas.starts_with("98") => overseas.parse().ok(),
        other => other[..2].parse().ok(),
    }
}
