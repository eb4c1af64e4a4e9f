//! Head-counts over a perimeter: each person once in the territory, whatever the number of sites.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::index::{Prepared, ProfessionalIndex, Tally};
use super::{Practice, Selection};
use crate::atlas::Atlas;
use crate::codes::{CommuneCode, DepartementCode, RegionCode, UnitCode};
use crate::measure::Measure;
use crate::perimeter::Perimeter;

/// Said when the perimeter takes only a part of a commune.
const WHOLE_COMMUNES: &str = "Le répertoire ne connaît que les communes : chaque commune prise en partie \
                              est comptée en entier.";

/// How many professionals a rule finds in a territory.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Effectif {
    /// Persons, each once in the territory. Units of départements that no file covers are missing.
    pub persons: Measure,
    /// Sites where they practise in the territory.
    pub practices: u32,
    /// Sites merged because their person has another one in the territory: `practices` less the persons.
    pub second_sites: u32,
    /// Persons who practise in several communes of the territory.
    pub several_communes: u32,
    /// Persons by commune, sorted by commune; one who practises in two communes is in both.
    pub communes: Vec<CommuneHeads>,
    /// Persons not counted here, of whom one site stands in an unknown commune of the départements concerned.
    pub unplaced: u32,
    /// Persons not counted here, of whom one site stands nobody knows where in the country.
    pub nowhere: u32,
}

/// The professionals of one commune.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommuneHeads {
    /// Commune or arrondissement.
    pub commune: CommuneCode,
    /// Persons.
    pub persons: u32,
    /// Their sites in the commune.
    pub practices: u32,
    /// Persons among them who also practise in another commune of the territory.
    pub also_elsewhere: u32,
}

/// An area with a count computed in advance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadArea {
    /// A département.
    Departement(DepartementCode),
    /// A region.
    Region(RegionCode),
    /// All départements, invented ones left out.
    France,
}

impl Effectif {
    /// Whether everybody of the territory is surely counted.
    pub fn is_complete(&self) -> bool {
        self.persons.is_complete() && self.unplaced == 0
    }
}

impl Atlas {
    /// The professionals known, one index a file: at most one real file and one invented.
    pub fn professionals(&self) -> &[ProfessionalIndex] {
        &self.professionals
    }

    /// Counts the professionals of a perimeter. A commune taken in part is counted whole, and the measure says so.
    pub fn effectif(&self, perimeter: &Perimeter, selection: &Selection) -> Effectif {
        let mut count = self.count_units(perimeter.units(), selection);
        if count.persons.value.is_some() && perimeter.units().any(|unit| matches!(unit, UnitCode::Iris(_))) {
            count.persons.estimated = Some(WHOLE_COMMUNES.to_owned());
        }
        count
    }

    /// Counts the professionals of any set of communes.
    pub fn effectif_of(&self, communes: &[CommuneCode], selection: &Selection) -> Effectif {
        self.count_units(communes.iter().map(|code| UnitCode::Commune(*code)), selection)
    }

    /// Persons of a département, a region or France, each once in it. Computed in advance for each rule.
    pub fn effectif_in(&self, area: HeadArea, selection: &Selection) -> Measure {
        let in_area = |departement: DepartementCode| match area {
            HeadArea::Departement(code) => code == departement,
            HeadArea::Region(code) => self.region_of(departement) == Some(code),
            HeadArea::France => true,
        };
        let mut measure = Measure::default();
        let mut told = BTreeSet::new();
        for index in &self.professionals {
            let left_out = area == HeadArea::France && index.fictitious;
            let concerned: Vec<_> = index.covered.iter().copied().filter(|code| in_area(*code)).collect();
            if left_out || concerned.is_empty() || !index.tells(selection) {
                continue;
            }
            let prepared = index.prepared(selection, &self.communes);
            let tally = match area {
                HeadArea::Departement(code) => prepared.departements.get(&code).copied(),
                HeadArea::Region(code) => prepared.regions.get(&code).copied(),
                HeadArea::France => Some(prepared.all),
            };
            let Tally { persons, .. } = tally.unwrap_or_default();
            measure.value = Some(measure.value.unwrap_or_default() + f64::from(persons));
            measure.sources.push(index.source);
            told.extend(concerned);
        }
        if measure.value.is_some() {
            let communes = self.communes.iter().filter(|commune| !commune.is_arrondissement());
            let missing = communes.filter(|commune| {
                in_area(commune.departement)
                    && !told.contains(&commune.departement)
                    && !(area == HeadArea::France && self.is_invented(commune.departement))
            });
            measure.missing = missing.map(|commune| commune.code.into()).collect();
        }
        measure
    }

    /// Whether only an invented file speaks of a département.
    fn is_invented(&self, departement: DepartementCode) -> bool {
        self.professionals.iter().any(|index| index.fictitious && index.covered.contains(&departement))
    }

    fn count_units(&self, units: impl Iterator<Item = UnitCode>, selection: &Selection) -> Effectif {
        let mut count = Effectif::default();
        let mut ranks: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); self.professionals.len()];
        for unit in units {
            let departement = unit.commune().departement();
            let index = self.professionals.iter().position(|index| index.covered.contains(&departement));
            match (index, self.commune_rank.get(&unit.commune())) {
                (Some(index), Some(rank)) if self.professionals[index].tells(selection) => {
                    ranks[index].insert(*rank);
                    ranks[index].extend(&self.communes[*rank as usize].arrondissements);
                }
                _ => count.persons.missing.push(unit),
            }
        }
        for (index, ranks) in self.professionals.iter().zip(ranks) {
            if !ranks.is_empty() {
                count.persons.sources.push(index.source);
                self.add(&mut count, &index.prepared(selection, &self.communes), &ranks);
            }
        }
        count.communes.sort_by_key(|heads| heads.commune);
        count
    }

    /// Adds what one file counts in these communes. Persons of two files are never the same.
    fn add(&self, count: &mut Effectif, prepared: &Prepared, ranks: &BTreeSet<u32>) {
        let mut practices: Vec<Practice> = Vec::new();
        let mut communes: BTreeMap<u32, u32> = BTreeMap::new();
        for rank in ranks {
            practices.extend_from_slice(prepared.of(*rank));
            for person in persons_of(prepared.of(*rank)) {
                *communes.entry(person).or_default() += 1;
            }
        }
        let persons = communes.len() as u32;
        count.persons.value = Some(count.persons.value.unwrap_or_default() + f64::from(persons));
        count.practices += practices.len() as u32;
        count.second_sites += practices.len() as u32 - persons;
        count.several_communes += communes.values().filter(|times| **times > 1).count() as u32;
        for rank in ranks.iter().filter(|rank| !prepared.of(**rank).is_empty()) {
            let here = prepared.of(*rank);
            let elsewhere = persons_of(here).filter(|person| communes.get(person).is_some_and(|n| *n > 1));
            count.communes.push(CommuneHeads {
                commune: self.communes[*rank as usize].code,
                persons: persons_of(here).count() as u32,
                practices: here.len() as u32,
                also_elsewhere: elsewhere.count() as u32,
            });
        }
        let concerned: BTreeSet<_> =
            ranks.iter().map(|rank| self.communes[*rank as usize].departement).collect();
        for (departement, practices) in &prepared.unplaced {
            let others = persons_of(practices).filter(|person| !communes.contains_key(person)).count() as u32;
            match departement {
                Some(code) if concerned.contains(code) => count.unplaced += others,
                Some(_) => {}
                None => count.nowhere += others,
            }
        }
    }
}

/// The persons of a sorted list of practices, each once.
fn persons_of(practices: &[Practice]) -> impl Iterator<Item = u32> + '_ {
    practices.chunk_by(|a, b| a.person() == b.person()).map(|sites| sites[0].person())
}
