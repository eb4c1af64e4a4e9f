//! Finding a commune, an EPCI or a postcode from what a person types.

use super::Atlas;
use crate::codes::{CommuneCode, EpciCode};
use crate::text::search_key;

/// Something that matches a search.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// What it is.
    pub kind: HitKind,
    /// Its name.
    pub name: String,
    /// Département, postcodes or number of communes, in French.
    pub detail: String,
    /// Inhabitants, most recent figure.
    pub population: Option<f64>,
}

/// What a search found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitKind {
    /// A commune or arrondissement.
    Commune(CommuneCode),
    /// An EPCI, that is all its communes.
    Epci(EpciCode),
}

impl Atlas {
    /// The best matches for a name, a postcode or a code, best first.
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        let key = search_key(query);
        if key.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(u8, i64, Hit)> = Vec::new();
        for (rank, commune) in (0..).zip(&self.communes) {
            if let Some(score) = score(&key, &commune.key, commune.code.as_str(), &commune.postcodes) {
                let population =
                    self.populations.iter().find_map(|year| year.commune(rank)).map(|(value, _)| value);
                let hit = Hit {
                    kind: HitKind::Commune(commune.code),
                    name: commune.name.clone(),
                    detail: self.commune_detail(rank),
                    population,
                };
                found.push((score, -(population.unwrap_or_default() as i64), hit));
            }
        }
        for epci in &self.epcis {
            if let Some(score) = score(&key, &epci.key, epci.code.as_str(), &[]) {
                let members = epci.members.len();
                let plural = if members < 2 { "" } else { "s" };
                let hit = Hit {
                    kind: HitKind::Epci(epci.code),
                    name: epci.name.clone(),
                    detail: format!("intercommunalité, {members} commune{plural}"),
                    population: None,
                };
                found.push((score + 1, 0, hit));
            }
        }
        found.sort_by(|a, b| (a.0, a.1, &a.2.name).cmp(&(b.0, b.1, &b.2.name)));
        found.into_iter().take(limit).map(|(_, _, hit)| hit).collect()
    }

    fn commune_detail(&self, rank: u32) -> String {
        let commune = &self.communes[rank as usize];
        let departement = self.departement_name(commune.departement);
        match commune.postcodes.as_slice() {
            [] => departement,
            [one] => format!("{one}, {departement}"),
            [first, ..] => format!("{first}…, {departement}"),
        }
    }
}

/// How well a query matches: 0 is best.
fn score(query: &str, key: &str, code: &str, postcodes: &[String]) -> Option<u8> {
    if key == query || code.eq_ignore_ascii_case(query) || postcodes.iter().any(|postcode| postcode == query)
    {
        return Some(0);
    }
    if key.starts_with(query) {
        return Some(2);
    }
    let typed_code = query.len() >= 2 && query.as_bytes()[0].is_ascii_digit();
    if typed_code
        && (code.to_ascii_lowercase().starts_with(query) || postcodes.iter().any(|p| p.starts_with(query)))
    {
        return Some(4);
    }
    // Every word typed begins a word of the name, in any order.
    let all_words = query.split(' ').all(|word| key.split(' ').any(|own| own.starts_with(word)));
    all_words.then_some(6)
}
