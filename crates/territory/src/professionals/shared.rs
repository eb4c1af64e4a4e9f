//! Persons shared out over the communes where they practise, for what adds people up and must not count one twice.

use std::collections::{BTreeMap, BTreeSet};

use super::Selection;
use super::index::Prepared;
use crate::atlas::Atlas;
use crate::codes::{CommuneCode, DepartementCode};
use crate::measure::SourceId;

/// Persons by commune; one who practises in n communes is one nth of a person in each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SharedHeads {
    /// Persons of the communes that have any, arrondissements included.
    pub communes: BTreeMap<CommuneCode, f64>,
    /// Départements that a file speaks of: their other communes have nobody. Elsewhere, nothing is known.
    pub covered: BTreeSet<DepartementCode>,
    /// The files.
    pub sources: Vec<SourceId>,
}

impl SharedHeads {
    /// Persons of a commune; `None` where no file speaks of its département.
    pub fn of(&self, code: CommuneCode) -> Option<f64> {
        let here = self.communes.get(&code).copied();
        here.or_else(|| self.covered.contains(&code.departement()).then_some(0.0))
    }
}

impl Atlas {
    /// The persons that a rule keeps, each shared out evenly over the communes of the country where he or she
    /// practises. A site in an unknown commune takes no share.
    pub fn shared_heads(&self, selection: &Selection) -> SharedHeads {
        let mut shared = SharedHeads::default();
        for index in self.professionals.iter().filter(|index| index.tells(selection)) {
            let new: BTreeSet<_> =
                index.covered.iter().copied().filter(|code| !shared.covered.contains(code)).collect();
            if new.is_empty() {
                continue;
            }
            let prepared = index.prepared(selection, &self.communes);
            for (rank, part) in parts(&prepared, self.communes.len() as u32) {
                let code = self.communes[rank as usize].code;
                if new.contains(&code.departement()) {
                    shared.communes.insert(code, part);
                }
            }
            shared.sources.push(index.source);
            shared.covered.extend(new);
        }
        shared
    }
}

/// Persons of each commune that has any, by rank.
fn parts(prepared: &Prepared, communes: u32) -> Vec<(u32, f64)> {
    let persons = |rank: u32| {
        let sites = prepared.of(rank).chunk_by(|a, b| a.person() == b.person());
        sites.map(|sites| sites[0].person())
    };
    let mut times: BTreeMap<u32, u32> = BTreeMap::new();
    for person in (0..communes).flat_map(persons) {
        *times.entry(person).or_default() += 1;
    }
    let part = |rank: u32| persons(rank).map(|person| 1.0 / f64::from(times[&person])).sum::<f64>();
    (0..communes).map(|rank| (rank, part(rank))).filter(|(_, part)| *part > 0.0).collect()
}
