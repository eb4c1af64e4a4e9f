//! Health professionals of the RPPS: what stays of them once nobody can be recognised, and how they are counted.
//!
//! How they are counted and why other sources differ: `docs/methods/effectifs.md`.

mod codec;
mod count;
mod index;
mod selection;
mod shared;

use serde::{Deserialize, Serialize};

use crate::codes::{CommuneCode, DepartementCode};

pub use count::{CommuneHeads, Effectif, HeadArea};
pub use index::ProfessionalIndex;
pub use selection::{KnowHow, Selection};
pub use shared::SharedHeads;

/// The activities of one extraction. A person is a number that means nothing outside this file: no name,
/// no national number and no address is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Professionals {
    /// Numbers of persons go from 0 to this one, excluded.
    pub persons: u32,
    /// What people do; groups name them by rank.
    pub categories: Vec<Category>,
    /// Activities by commune, sorted by commune.
    pub communes: Vec<CommuneActivities>,
    /// Activities whose commune cannot be told, by département where that much is known.
    pub unplaced: Vec<UnplacedActivities>,
}

/// What an activity is, in the codes of the ANS; an empty code is one that the file does not give.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Category {
    /// Profession (`TRE_G15`): 10 doctor, 60 nurse…
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub profession: String,
    /// Speciality or competence (`TRE_R38` and others): `SM26`, `SM04`…
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub know_how: String,
    /// Mode (`TRE_R23`): `L` self-employed, `S` salaried, `B` volunteer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub mode: String,
    /// Sector (`TRE_R02`): `SA07` own practice, `SA05` health centre…
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sector: String,
    /// Kind of activity (`TRE_R22`): `GENR01` care, `GENR02` replacement… Absent before 2025.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub nature: String,
    /// Professional status (`TRE_R09`): `C` civil, `E` student, `M` military.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub status: String,
}

/// The activities of one commune.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CommuneActivities {
    /// Commune or arrondissement, as the file codes it.
    pub commune: CommuneCode,
    /// Activities by category, sorted by category.
    pub groups: Vec<Group>,
}

/// Activities that stand in no known commune.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnplacedActivities {
    /// Département, where the address tells it.
    pub departement: Option<DepartementCode>,
    /// Activities by category, sorted by category.
    pub groups: Vec<Group>,
}

/// The activities of one category in one place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Rank in [`Professionals::categories`].
    pub category: u32,
    /// Who practises, and at which of their sites; sorted, each once.
    #[serde(with = "codec")]
    pub practices: Vec<Practice>,
}

/// A person at one of the sites where this person practises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Practice(u32);

impl Practice {
    /// Persons that can be numbered.
    pub const MAX_PERSONS: u32 = 1 << (32 - Self::SITE_BITS);
    /// A person with more sites than this has the others merged into the last one.
    pub const MAX_SITES: u32 = 1 << Self::SITE_BITS;
    const SITE_BITS: u32 = 6;

    /// The practice of a person at the site of this rank among the person's sites.
    ///
    /// Returns `None` for a number of person that does not fit: no country has so many.
    pub fn new(person: u32, site: u32) -> Option<Self> {
        (person < Self::MAX_PERSONS).then(|| Self(person << Self::SITE_BITS | site.min(Self::MAX_SITES - 1)))
    }

    /// Number of the person.
    pub fn person(self) -> u32 {
        self.0 >> Self::SITE_BITS
    }
}

impl Professionals {
    /// Number of activities, with or without a commune.
    pub fn activities(&self) -> usize {
        let placed = self.communes.iter().flat_map(|place| &place.groups);
        let unplaced = self.unplaced.iter().flat_map(|place| &place.groups);
        placed.chain(unplaced).map(|group| group.practices.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_practice_keeps_its_person_and_merges_sites_beyond_the_last() {
        let practice = Practice::new(1_350_000, 3).unwrap();
        assert_eq!(practice.person(), 1_350_000);
        assert_ne!(practice, Practice::new(1_350_000, 2).unwrap());
        assert_eq!(Practice::new(7, 63), Practice::new(7, 900));
        assert_eq!(Practice::new(Practice::MAX_PERSONS, 0), None);
    }
}
