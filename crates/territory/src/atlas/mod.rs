//! The reference data of the country in memory: columns of numbers by commune and IRIS.
//!
//! An atlas never changes. After an import a new one is built and takes the place of the old one.

mod apl;
mod areas;
pub(crate) mod build;
mod columns;
mod graph;
mod history;
mod positions;
mod postal;
mod search;
mod structures;
mod vaccination;

use std::collections::{BTreeSet, HashMap};

use crate::codes::{CommuneCode, DepartementCode, EpciCode, IrisCode, RegionCode, UnitCode};
use crate::diagnosis::ages::AroundCache;
use crate::layers::{CptsPerimeter, Layer, Quartier};
use crate::measure::SourceId;
use crate::passport::Passport;
use crate::professionals::ProfessionalIndex;

pub use apl::{AplFigure, AplPlace, AplUnder, AplView};
pub(crate) use columns::{AgeSet, PopulationYear};
pub use graph::{AreaFacts, ContourIndex, Graph};
pub use history::{History, Successor};
pub use search::{Hit, HitKind};
pub use structures::{
    CategoryLine, FoundSite, IrisShapes, LegalEntityLine, Site, StructureCount, StructuresFound,
};
pub use vaccination::VaccinationFigure;

/// One dataset as the atlas takes it.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// Its passport.
    pub passport: Passport,
    /// Its content.
    pub content: Content,
}

/// The content of a dataset.
#[derive(Clone, Debug)]
pub enum Content {
    /// Records.
    Layer(Layer),
    /// Contours without their drawing.
    Contours(ContourIndex),
}

/// A commune or arrondissement of the reference list.
#[derive(Clone, Debug)]
pub struct CommuneRecord {
    /// Code.
    pub code: CommuneCode,
    /// Name.
    pub name: String,
    /// Name as it is searched.
    pub key: String,
    /// Département.
    pub departement: DepartementCode,
    /// Region.
    pub region: Option<RegionCode>,
    /// Postcodes.
    pub postcodes: Vec<String>,
    /// Rank of its EPCI in [`Atlas::epcis`].
    pub epci: Option<usize>,
    /// Level of the density grid.
    pub density: Option<u8>,
    /// Surface in square kilometres and its source, where mapped.
    pub area: Option<(f64, SourceId)>,
    /// A point where many of its people live, longitude and latitude in degrees, where mapped.
    pub position: Option<[f64; 2]>,
    /// Ranks of its IRIS in [`Atlas::iris`], when it is divided.
    pub iris: Vec<u32>,
    /// Ranks of its arrondissements in [`Atlas::communes`] (Paris, Lyon, Marseille).
    pub arrondissements: Vec<u32>,
}

impl CommuneRecord {
    /// Whether it is an arrondissement rather than a commune.
    pub fn is_arrondissement(&self) -> bool {
        self.code.arrondissement_parent().is_some()
    }
}

/// An IRIS of a divided commune.
#[derive(Clone, Debug)]
pub struct IrisRecord {
    /// Code.
    pub code: IrisCode,
    /// Name, where a map gives it.
    pub name: Option<String>,
    /// Type: H habitat, A activity, D various.
    pub iris_type: Option<char>,
    /// Surface in square kilometres and its source, where mapped.
    pub area: Option<(f64, SourceId)>,
}

/// An EPCI and its members.
#[derive(Clone, Debug)]
pub struct EpciRecord {
    /// SIREN.
    pub code: EpciCode,
    /// Name.
    pub name: String,
    /// Name as it is searched.
    pub key: String,
    /// Legal form: `CC`, `CA`, `CU`, `METRO`…
    pub form: String,
    /// Ranks of its communes.
    pub members: Vec<u32>,
}

/// A département or region.
#[derive(Clone, Debug)]
pub struct AreaName {
    /// Name.
    pub name: String,
    /// Region of a département.
    pub region: Option<RegionCode>,
}

/// The reference data, ready to be asked.
#[derive(Debug, Default)]
pub struct Atlas {
    pub(crate) sources: Vec<Passport>,
    pub(crate) reference_year: i16,
    pub(crate) communes: Vec<CommuneRecord>,
    pub(crate) commune_rank: HashMap<CommuneCode, u32>,
    pub(crate) iris: Vec<IrisRecord>,
    pub(crate) iris_rank: HashMap<IrisCode, u32>,
    pub(crate) epcis: Vec<EpciRecord>,
    pub(crate) epci_rank: HashMap<EpciCode, usize>,
    pub(crate) departements: HashMap<DepartementCode, AreaName>,
    pub(crate) regions: HashMap<RegionCode, String>,
    pub(crate) history: History,
    pub(crate) populations: Vec<PopulationYear>,
    pub(crate) ages: Vec<AgeSet>,
    pub(crate) graph: Graph,
    pub(crate) quartiers: Vec<(SourceId, Quartier)>,
    pub(crate) cpts: Vec<(SourceId, CptsPerimeter)>,
    pub(crate) around: AroundCache,
    /// Départements that only invented files name.
    pub(crate) invented: BTreeSet<DepartementCode>,
    pub(crate) apl_table: apl::AplTable,
    pub(crate) structures: structures::StructureIndex,
    pub(crate) vaccination: vaccination::VaccinationTable,
    pub(crate) professionals: Vec<ProfessionalIndex>,
    postal: std::sync::OnceLock<postal::Postal>,
}

/// What a commune code stands for in the reference year.
#[derive(Clone, Debug, PartialEq)]
pub enum CodeStatus {
    /// A commune or arrondissement of the reference list.
    Current,
    /// A commune that no longer exists: what became of it.
    Former {
        /// Its last name.
        name: String,
        /// Year in which the code ended.
        ended: Option<i16>,
        /// The communes that hold its territory now.
        successors: Vec<CommuneCode>,
    },
    /// Not a code that the reference list or its history knows.
    Unknown,
}

impl Atlas {
    /// Passports of all datasets; [`SourceId`] is a rank in this list.
    pub fn sources(&self) -> &[Passport] {
        &self.sources
    }

    /// Year of the commune list (1 January).
    pub fn reference_year(&self) -> i16 {
        self.reference_year
    }

    /// All communes and arrondissements, sorted by code.
    pub fn communes(&self) -> &[CommuneRecord] {
        &self.communes
    }

    /// A commune or arrondissement.
    pub fn commune(&self, code: CommuneCode) -> Option<&CommuneRecord> {
        self.commune_rank.get(&code).map(|rank| &self.communes[*rank as usize])
    }

    /// An IRIS of a divided commune.
    pub fn iris(&self, code: IrisCode) -> Option<&IrisRecord> {
        self.iris_rank.get(&code).map(|rank| &self.iris[*rank as usize])
    }

    /// The IRIS of a commune; empty when it is not divided or its IRIS are unknown.
    pub fn iris_of(&self, code: CommuneCode) -> Vec<&IrisRecord> {
        let Some(commune) = self.commune(code) else { return Vec::new() };
        let own = commune.iris.iter();
        let inner = commune.arrondissements.iter().flat_map(|rank| &self.communes[*rank as usize].iris);
        own.chain(inner).map(|rank| &self.iris[*rank as usize]).collect()
    }

    /// All EPCI, sorted by name.
    pub fn epcis(&self) -> &[EpciRecord] {
        &self.epcis
    }

    /// An EPCI.
    pub fn epci(&self, code: EpciCode) -> Option<&EpciRecord> {
        self.epci_rank.get(&code).map(|rank| &self.epcis[*rank])
    }

    /// The communes of an EPCI.
    pub fn epci_communes(&self, code: EpciCode) -> Vec<CommuneCode> {
        self.epci(code)
            .map(|epci| epci.members.iter().map(|rank| self.communes[*rank as usize].code).collect())
            .unwrap_or_default()
    }

    /// Name of a département, or its code when unknown.
    pub fn departement_name(&self, code: DepartementCode) -> String {
        self.departements.get(&code).map_or_else(|| code.to_string(), |area| area.name.clone())
    }

    /// Region of a département.
    pub fn region_of(&self, code: DepartementCode) -> Option<RegionCode> {
        self.departements.get(&code).and_then(|area| area.region)
    }

    /// The regions with their names, by name.
    pub fn regions(&self) -> Vec<(RegionCode, &str)> {
        let mut all: Vec<_> = self.regions.iter().map(|(code, name)| (*code, name.as_str())).collect();
        all.sort_by_cached_key(|(code, name)| (crate::text::search_key(name), *code));
        all
    }

    /// Name of a region, or its code when unknown.
    pub fn region_name(&self, code: RegionCode) -> String {
        self.regions.get(&code).cloned().unwrap_or_else(|| code.to_string())
    }

    /// Whether the unit belongs to the reference data.
    pub fn knows(&self, unit: UnitCode) -> bool {
        match unit {
            UnitCode::Commune(code) => self.commune_rank.contains_key(&code),
            UnitCode::Iris(code) => self.iris_rank.contains_key(&code),
        }
    }

    /// What a commune code stands for.
    pub fn code_status(&self, code: CommuneCode) -> CodeStatus {
        if self.commune_rank.contains_key(&code) {
            return CodeStatus::Current;
        }
        let (Some(name), ended) = (self.history.former_name(code), self.history.ended(code)) else {
            return CodeStatus::Unknown;
        };
        let successors: Vec<CommuneCode> = self
            .history
            .successors(code, ended.map_or(0, |year| year - 1), &|code| self.latest_population(code))
            .into_iter()
            .map(|part| part.code)
            .filter(|code| self.commune_rank.contains_key(code))
            .collect();
        if successors.is_empty() {
            return CodeStatus::Unknown;
        }
        CodeStatus::Former { name: name.to_owned(), ended, successors }
    }

    /// Where the territory of a commune of `year` lies today.
    pub fn successors(&self, code: CommuneCode, year: i16) -> Vec<Successor> {
        self.history.successors(code, year, &|code| self.latest_population(code))
    }

    /// Name for people: `Cabestany`, or `Perpignan, Clos Banet`.
    pub fn unit_name(&self, unit: UnitCode) -> String {
        let commune = unit.commune();
        let commune_name =
            self.commune(commune).map_or_else(|| commune.to_string(), |record| record.name.clone());
        match unit {
            UnitCode::Commune(_) => commune_name,
            UnitCode::Iris(code) => match self.iris(code).and_then(|record| record.name.as_deref()) {
                Some(name) => format!("{commune_name}, {name}"),
                None => format!("{commune_name}, IRIS {code}"),
            },
        }
    }

    /// Priority neighbourhoods with the rank of their source.
    pub fn quartiers(&self) -> &[(SourceId, Quartier)] {
        &self.quartiers
    }

    /// Recorded perimeters of CPTS with the rank of their source.
    pub fn cpts_perimeters(&self) -> &[(SourceId, CptsPerimeter)] {
        &self.cpts
    }

    /// Who touches whom.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Municipal population of a commune in the most recent year that has one.
    pub fn latest_population(&self, code: CommuneCode) -> Option<f64> {
        let rank = *self.commune_rank.get(&code)?;
        self.populations.iter().find_map(|year| year.commune(rank)).map(|(value, _)| value)
    }

    /// Sum of the municipal populations of a year over all communes of `keep`, counted once
    /// (Paris, Lyon and Marseille through their arrondissements), and the number of communes that have none.
    pub fn population_total(&self, year: i16, keep: &dyn Fn(&CommuneRecord) -> bool) -> (f64, usize) {
        let Some(column) = self.populations.iter().find(|column| column.year == year) else {
            return (0.0, self.communes.iter().filter(|c| !c.is_arrondissement() && keep(c)).count());
        };
        let mut total = 0.0;
        let mut missing = 0;
        for (rank, commune) in (0..).zip(&self.communes) {
            if !commune.is_arrondissement() && keep(commune) {
                match column.commune(rank) {
                    Some((value, _)) => total += value,
                    None => missing += 1,
                }
            }
        }
        (total, missing)
    }

    /// Years that have populations, most recent first.
    pub fn population_years(&self) -> impl Iterator<Item = i16> + '_ {
        self.populations.iter().map(|column| column.year)
    }

    /// Inhabitants of a unit in the most recent year that has them.
    pub fn unit_population(&self, unit: UnitCode) -> Option<f64> {
        self.populations.iter().find_map(|year| self.population_in(year, unit)).map(|(value, _)| value)
    }

    pub(crate) fn population_in(&self, year: &PopulationYear, unit: UnitCode) -> Option<(f64, SourceId)> {
        match unit {
            UnitCode::Commune(code) => year.commune(*self.commune_rank.get(&code)?),
            UnitCode::Iris(code) => year.iris(*self.iris_rank.get(&code)?),
        }
    }
}
