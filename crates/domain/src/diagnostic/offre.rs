//! The offer of care of a territory: who treats here, counted by whom, and which structures stand here.

use serde::{Deserialize, Serialize};

use super::chiffre::Chiffre;
use super::lecture::ValeurLocale;
use crate::territoire::fiche::QuartierPart;

/// The offer of care, as the page and the booklet show it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OffreLue {
    /// The effectif of the letter of intent, one line a profession, in the order of `offre.toml`.
    pub effectifs: Vec<LigneEffectif>,
    /// Structures, one group a line of `structures.toml`.
    pub structures: Vec<GroupeLu>,
    /// Priority neighbourhoods that the perimeter meets, by intersection of surfaces.
    pub quartiers: Vec<QuartierPart>,
}

/// A profession of the effectif, as each source counts it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LigneEffectif {
    /// Code of the counting rule.
    pub regle: String,
    /// `Médecins généralistes`.
    pub label: String,
    /// The counting rule, in one French sentence.
    pub rule: String,
    /// Persons in the official register, each once in the territory.
    pub officiel: Chiffre,
    /// Places of practice in the official register; more than the persons when some have a second site.
    pub cabinets: Option<f64>,
    /// Places of practice merged because the same person has several here.
    pub second_sites: Option<f64>,
    /// Counted by the CPAM or Rezone.
    pub cpam: Option<Chiffre>,
    /// Counted by the CPTS itself.
    pub local: Option<Chiffre>,
    /// Aged 60 and over, where a source gives it.
    pub aged_60: Option<Chiffre>,
    /// Aged 65 and over, where a source gives it.
    pub aged_65: Option<Chiffre>,
    /// Persons by commune; one who works in two communes is in both.
    pub communes: Vec<ValeurLocale>,
    /// Why the counts differ, in French sentences.
    pub gaps: Vec<String>,
}

/// A group of structures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupeLu {
    /// Code of the group.
    pub code: String,
    /// `EHPAD`, `Maisons de santé pluriprofessionnelles`.
    pub label: String,
    /// How many sites.
    pub count: Chiffre,
    /// The sites, by commune then name.
    pub sites: Vec<SiteLu>,
}

/// A site of a structure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteLu {
    /// FINESS number of the site.
    pub finess: String,
    /// Name.
    pub name: String,
    /// Category, in French.
    pub category: String,
    /// Name of its commune; `None` when the register does not say it.
    pub commune: Option<String>,
    /// FINESS number of the legal entity, where known.
    pub legal_entity: Option<String>,
}

impl GroupeLu {
    /// The communes that have one, sorted.
    pub fn communes(&self) -> Vec<&str> {
        let mut communes: Vec<&str> = self.sites.iter().filter_map(|site| site.commune.as_deref()).collect();
        communes.sort_unstable();
        communes.dedup();
        communes
    }
}
