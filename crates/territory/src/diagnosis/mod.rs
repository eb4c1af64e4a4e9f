//! What is known of a perimeter: population, communes, ages, checks, each with its source.

pub(crate) mod ages;
mod checks;
mod compute;
mod figures;
mod population;

use serde::{Deserialize, Serialize};

use crate::codes::{CommuneCode, DepartementCode, EpciCode, IrisCode, UnitCode};
use crate::layers::AgeBand;
use crate::measure::{Measure, SourceId};
use crate::passport::Passport;

pub use figures::AgeCount;

/// Everything that a territory's page, sheet and exports show. Plain data, ready to be written as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Diagnosis {
    /// The files that the figures come from; [`SourceId`] is a rank in this list.
    pub sources: Vec<Passport>,
    /// The perimeter, sorted by code.
    pub units: Vec<UnitCode>,
    /// One line a commune (or arrondissement), sorted by département then name.
    pub communes: Vec<CommuneLine>,
    /// Distinct communes; the arrondissements of one town count once.
    pub distinct_communes: usize,
    /// Units that are IRIS.
    pub iris_count: usize,
    /// Inhabitants.
    pub population: PopulationFigure,
    /// Surface in square kilometres.
    pub area_km2: Measure,
    /// Inhabitants a square kilometre.
    pub density_per_km2: Measure,
    /// Ages, and the same ages around.
    pub ages: Ages,
    /// The EPCI that the perimeter touches, largest part first.
    pub epcis: Vec<EpciPart>,
    /// What deserves a look before the territory is announced.
    pub checks: Vec<Check>,
}

impl Diagnosis {
    /// The passport of a source.
    pub fn source(&self, id: SourceId) -> &Passport {
        &self.sources[id.0]
    }

    /// Whether any figure describes an invented territory.
    pub fn is_fictitious(&self) -> bool {
        self.sources.iter().any(|source| source.fictitious)
    }
}

/// A commune of the perimeter, whole or in part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CommuneLine {
    /// Code.
    pub code: CommuneCode,
    /// Name.
    pub name: String,
    /// Département.
    pub departement: DepartementCode,
    /// Name of the département.
    pub departement_name: String,
    /// Postcodes that serve the commune.
    pub postcodes: Vec<String>,
    /// EPCI.
    pub epci: Option<EpciName>,
    /// Level of the density grid, 1 (dense) to 7 (very scattered).
    pub density_level: Option<u8>,
    /// The IRIS retained, when the commune is taken in part.
    pub iris: Vec<IrisLine>,
    /// Number of IRIS of the commune on the map, when it is taken in part and the map is known.
    pub iris_of_commune: Option<usize>,
    /// Inhabitants of the part that lies in the perimeter.
    pub population: Measure,
}

impl CommuneLine {
    /// Whether the whole commune is in the perimeter.
    pub fn is_whole(&self) -> bool {
        self.iris.is_empty()
    }
}

/// One IRIS of a perimeter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IrisLine {
    /// Code.
    pub code: IrisCode,
    /// Name, where a file gives it. Labels differ between producers: match on codes only.
    pub name: Option<String>,
    /// Inhabitants.
    pub population: Measure,
}

/// An EPCI by its code and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpciName {
    /// SIREN.
    pub code: EpciCode,
    /// Name.
    pub name: String,
}

/// An EPCI that the perimeter touches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EpciPart {
    /// The EPCI.
    pub epci: EpciName,
    /// Its communes that lie in the perimeter, whole or in part.
    pub communes_inside: usize,
    /// All its communes.
    pub communes_total: usize,
}

/// Inhabitants, the vintages they are read from, and what other vintages say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PopulationFigure {
    /// The figure retained: the most recent vintage that covers every unit; failing that, the most recent of each unit.
    pub measure: Measure,
    /// Years that were read, one when the figure is of one vintage.
    pub years: Vec<i16>,
    /// The same perimeter, by year, most recent first.
    pub by_year: Vec<YearPopulation>,
}

impl PopulationFigure {
    /// Whether years were mixed because no single vintage covers the perimeter.
    pub fn is_mixed(&self) -> bool {
        self.years.len() > 1
    }
}

/// Population of the perimeter in one vintage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct YearPopulation {
    /// Year of the census or of the legal populations.
    pub year: i16,
    /// Inhabitants.
    pub measure: Measure,
}

/// Age structure of the perimeter, from one vintage.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ages {
    /// Year, when a file covers at least one unit.
    pub year: Option<i16>,
    /// Inhabitants that the ages are counted on; lists the units without ages.
    pub counted: Measure,
    /// Successive bands, youngest first.
    pub lines: Vec<AgeLine>,
    /// Shares that are quoted: under 15, 65 and over, 75 and over, 80 and over.
    pub key_shares: Vec<KeyShare>,
    /// Département(s), region(s) and France, when their ages are known.
    pub around: Vec<Around>,
    /// Units that are IRIS while ages are only published for their commune.
    pub commune_only: Vec<IrisCode>,
}

/// Inhabitants of one band.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgeLine {
    /// The band.
    pub band: AgeBand,
    /// Men and women.
    pub all: Option<f64>,
    /// Men, where published.
    pub men: Option<f64>,
    /// Women, where published.
    pub women: Option<f64>,
    /// Share of all inhabitants counted, 0 to 1.
    pub share: Option<f64>,
}

/// A share that people quote, with what it is made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyShare {
    /// The band.
    pub band: AgeBand,
    /// Inhabitants of the band; `None` when the file does not allow this band.
    pub count: Option<f64>,
    /// Share, 0 to 1.
    pub share: Option<f64>,
}

/// The same ages in a larger area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Around {
    /// `Pyrénées-Orientales`, `Occitanie`, `France`.
    pub name: String,
    /// Size of the area.
    pub level: AroundLevel,
    /// Year of its ages.
    pub year: i16,
    /// Where its ages come from.
    pub source: SourceId,
    /// Inhabitants counted.
    pub population: f64,
    /// Communes of the area that the file leaves out.
    pub missing_communes: usize,
    /// One share a line of [`Ages::lines`], 0 to 1.
    pub shares: Vec<Option<f64>>,
    /// One share a line of [`Ages::key_shares`], 0 to 1.
    pub key_shares: Vec<Option<f64>>,
}

/// Size of a comparison area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AroundLevel {
    /// Département.
    Departement,
    /// Region.
    Region,
    /// All communes of the reference list.
    France,
}

/// A unit with its name, for lists that people read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedUnit {
    /// Code.
    pub code: UnitCode,
    /// `Cabestany`, or `Perpignan, Clos Banet` for an IRIS.
    pub name: String,
}

/// Something that deserves a look. The sentences are in `domain::territoire`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "check")]
pub enum Check {
    /// No unit at all.
    Empty,
    /// The perimeter is in several parts that do not touch, largest first.
    SeparateParts {
        /// The parts.
        parts: Vec<Vec<NamedUnit>>,
    },
    /// Units enclosed by the perimeter but left out.
    Hole {
        /// The enclosed units.
        enclosed: Vec<NamedUnit>,
    },
    /// Units that another recorded CPTS has too.
    Overlap {
        /// Name of the other CPTS.
        cpts: String,
        /// Its FINESS number, where known.
        finess: Option<String>,
        /// The shared units.
        shared: Vec<NamedUnit>,
        /// Inhabitants of the shared units.
        population: Measure,
    },
    /// What touches the perimeter from outside.
    Neighbours {
        /// Units outside that share a border with it.
        units: Vec<NamedUnit>,
        /// Recorded CPTS among them.
        cpts: Vec<String>,
    },
    /// A commune taken in part.
    PartialCommune {
        /// The commune.
        commune: NamedUnit,
        /// IRIS taken.
        taken: usize,
        /// IRIS of the commune, where the map is known.
        total: Option<usize>,
    },
    /// Connection and holes could not be checked: no contours for these départements.
    NoContours {
        /// Départements whose contours are missing.
        departements: Vec<DepartementCode>,
    },
}
