//! The records that official files become, before they are stored and after they are read back.
//!
//! One [`Layer`] is the content of one file. A reader (`opendata`) makes it, `storage` keeps it as it is,
//! the atlas is built from all of them.

use serde::{Deserialize, Serialize};

use crate::codes::{
    AreaCode, CategoryCode, CommuneCode, DepartementCode, EpciCode, FinessCode, IrisCode, RegionCode,
    UnitCode,
};
use crate::geometry::Contours;
use crate::passport::Kind;
use crate::professionals::Professionals;

/// A commune or a municipal arrondissement of the official list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Commune {
    /// Code.
    pub code: CommuneCode,
    /// Name with its article: `L'Abergement-Clémenciat`.
    pub name: String,
    /// Département.
    pub departement: DepartementCode,
    /// Region; overseas collectivities may have none.
    pub region: Option<RegionCode>,
}

/// One line of the movements file that keeps a commune code or gives it a new one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Movement {
    /// Day from which it holds, as `yyyymmdd`.
    pub effective: u32,
    /// INSEE's type of event (`MOD`): 10 rename, 20 creation, 21 re-establishment, 30 suppression, 31 merger,
    /// 32 commune nouvelle, 33 and 34 association, 41 change of département, 50 change of seat.
    pub event: u8,
    /// Commune before.
    pub before: CommuneCode,
    /// Name before.
    pub name_before: String,
    /// Commune after.
    pub after: CommuneCode,
    /// Name after.
    pub name_after: String,
}

/// A département.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Departement {
    /// Code.
    pub code: DepartementCode,
    /// Name.
    pub name: String,
    /// Region.
    pub region: Option<RegionCode>,
}

/// A region.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Region {
    /// Code.
    pub code: RegionCode,
    /// Name.
    pub name: String,
}

/// Legal populations of a commune (inhabitants). Rates use `municipal` only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Population {
    /// Commune or arrondissement.
    pub code: CommuneCode,
    /// Population municipale (PMUN).
    pub municipal: u32,
    /// Population totale (PTOT), where the file gives it.
    pub total: Option<u32>,
}

/// An age band, in completed years; `to` is `None` for "and over".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AgeBand {
    /// First age.
    pub from: u8,
    /// Last age, included.
    pub to: Option<u8>,
}

impl AgeBand {
    /// `from` to `to` years, both included.
    pub const fn new(from: u8, to: u8) -> Self {
        Self { from, to: Some(to) }
    }

    /// `from` years and over.
    pub const fn over(from: u8) -> Self {
        Self { from, to: None }
    }

    /// `0 à 14 ans`, `75 ans et plus`.
    pub fn label(self) -> String {
        match self.to {
            Some(to) => format!("{} à {to} ans", self.from),
            None => format!("{} ans et plus", self.from),
        }
    }
}

/// Inhabitants by age band and, where the file gives it, by sex.
///
/// The sets of bands of one INSEE file overlap (0-14 and 0-19 stand side by side): pick bands by name,
/// never add across sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgeTable<C> {
    /// Bands, in the order of the values of each row: all first, then men, then women.
    pub bands: Vec<AgeColumn>,
    /// One row a place.
    pub rows: Vec<AgeRow<C>>,
}

/// One column of an age table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AgeColumn {
    /// Ages.
    pub band: AgeBand,
    /// Who is counted.
    pub sex: Sex,
}

/// Who a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Men and women together.
    All,
    /// Men.
    Men,
    /// Women.
    Women,
}

/// Inhabitants of one place. INSEE's values are weighted and not whole: round on screen only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgeRow<C> {
    /// The place.
    pub code: C,
    /// All inhabitants, where published.
    pub population: Option<f64>,
    /// One value a column of the table; `None` where the file has none.
    pub values: Vec<Option<f64>>,
}

/// A commune in an EPCI.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EpciMember {
    /// The EPCI.
    pub epci: EpciCode,
    /// Its name.
    pub name: String,
    /// Its legal form as published: `CC`, `CA`, `CU`, `METRO`…
    pub form: String,
    /// The member commune.
    pub commune: CommuneCode,
}

/// Level of a commune in INSEE's density grid, 1 (most dense) to 7.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Density {
    /// Commune.
    pub code: CommuneCode,
    /// Level, 1 to 7.
    pub level: u8,
}

/// A postcode that serves a commune. Many to many.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Postcode {
    /// Postcode, 5 digits.
    pub postcode: String,
    /// Commune or arrondissement.
    pub commune: CommuneCode,
}

/// A priority neighbourhood. It follows no commune or IRIS border: cross it by intersection, never by code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quartier {
    /// `QP066010`, `QN06610M`…
    pub code: String,
    /// Name.
    pub name: String,
    /// Communes as the file lists them.
    pub communes: Vec<CommuneCode>,
    /// Polygons as longitude and latitude in degrees: polygon, then ring (outer first), then point.
    pub polygons: Vec<Vec<Vec<[f64; 2]>>>,
}

/// The published perimeter of a CPTS.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CptsPerimeter {
    /// FINESS number of the association, where known.
    pub finess: Option<String>,
    /// Name.
    pub name: String,
    /// Communes and IRIS.
    pub units: Vec<UnitCode>,
}

/// Accessibility to general practitioners of a commune, as the DREES publishes it for a year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Apl {
    /// Commune or arrondissement.
    pub code: CommuneCode,
    /// Consultations a standardised inhabitant and a year.
    pub apl: Option<f64>,
    /// Same, doctors up to the ages that the sheet names: (age, value).
    pub apl_up_to_age: Vec<(u8, Option<f64>)>,
    /// Standardised population (weights means).
    pub standardised_population: Option<f64>,
    /// Ordinary population (weights shares under a threshold).
    pub population: Option<f64>,
}

/// A health or social site of the national register. One body, the legal entity, may run dozens of sites.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Structure {
    /// FINESS number of the site (*établissement*).
    pub finess: FinessCode,
    /// FINESS number of the body that runs it (*entité juridique*).
    pub legal_entity: Option<FinessCode>,
    /// Name of that body, where the file gives it.
    pub legal_entity_name: Option<String>,
    /// Name of the site, the long one where published.
    pub name: String,
    /// Category.
    pub category: CategoryCode,
    /// Label of the category as published.
    pub category_label: String,
    /// Département.
    pub departement: Option<DepartementCode>,
    /// Commune, or arrondissement in Paris, Lyon and Marseille.
    pub commune: Option<CommuneCode>,
    /// Number and street as published.
    pub address: Option<String>,
    /// Postcode, which may be a CEDEX one.
    pub postcode: Option<String>,
    /// Locality of the postal address.
    pub locality: Option<String>,
    /// Longitude and latitude in degrees (WGS 84).
    pub coordinates: Option<[f64; 2]>,
    /// SIRET, 14 digits.
    pub siret: Option<String>,
    /// Day of opening as `yyyymmdd`.
    pub opened: Option<u32>,
}

/// Vaccination coverage of an area in one year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Vaccination {
    /// Where.
    pub area: AreaCode,
    /// Year.
    pub year: i16,
    /// Which vaccine and whom: the title of the column without accents, `grippe_65_ans_et_plus`.
    pub indicator: String,
    /// Percent of the people concerned; `None` when not published.
    pub percent: Option<f64>,
}

/// A commune's or IRIS's content of one reference file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// [`Kind::Communes`].
    Communes(Vec<Commune>),
    /// [`Kind::Movements`].
    Movements(Vec<Movement>),
    /// [`Kind::Departements`].
    Departements(Vec<Departement>),
    /// [`Kind::Regions`].
    Regions(Vec<Region>),
    /// [`Kind::Populations`].
    Populations(Vec<Population>),
    /// [`Kind::CommuneAges`].
    CommuneAges(AgeTable<CommuneCode>),
    /// [`Kind::IrisAges`].
    IrisAges(AgeTable<IrisCode>),
    /// [`Kind::Epci`].
    Epci(Vec<EpciMember>),
    /// [`Kind::Density`].
    Density(Vec<Density>),
    /// [`Kind::Postcodes`].
    Postcodes(Vec<Postcode>),
    /// [`Kind::Quartiers`].
    Quartiers(Vec<Quartier>),
    /// [`Kind::CptsPerimeters`].
    CptsPerimeters(Vec<CptsPerimeter>),
    /// [`Kind::CommuneContours`].
    CommuneContours(Contours),
    /// [`Kind::IrisContours`].
    IrisContours(Contours),
    /// [`Kind::Apl`].
    Apl(Vec<Apl>),
    /// [`Kind::Structures`].
    Structures(Vec<Structure>),
    /// [`Kind::Vaccination`].
    Vaccination(Vec<Vaccination>),
    /// [`Kind::Professionals`].
    Professionals(Professionals),
}

impl Layer {
    /// What the layer holds.
    pub fn kind(&self) -> Kind {
        match self {
            Layer::Communes(_) => Kind::Communes,
            Layer::Movements(_) => Kind::Movements,
            Layer::Departements(_) => Kind::Departements,
            Layer::Regions(_) => Kind::Regions,
            Layer::Populations(_) => Kind::Populations,
            Layer::CommuneAges(_) => Kind::CommuneAges,
            Layer::IrisAges(_) => Kind::IrisAges,
            Layer::Epci(_) => Kind::Epci,
            Layer::Density(_) => Kind::Density,
            Layer::Postcodes(_) => Kind::Postcodes,
            Layer::Quartiers(_) => Kind::Quartiers,
            Layer::CptsPerimeters(_) => Kind::CptsPerimeters,
            Layer::CommuneContours(_) => Kind::CommuneContours,
            Layer::IrisContours(_) => Kind::IrisContours,
            Layer::Apl(_) => Kind::Apl,
            Layer::Structures(_) => Kind::Structures,
            Layer::Vaccination(_) => Kind::Vaccination,
            Layer::Professionals(_) => Kind::Professionals,
        }
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        match self {
            Layer::Communes(rows) => rows.len(),
            Layer::Movements(rows) => rows.len(),
            Layer::Departements(rows) => rows.len(),
            Layer::Regions(rows) => rows.len(),
            Layer::Populations(rows) => rows.len(),
            Layer::CommuneAges(table) => table.rows.len(),
            Layer::IrisAges(table) => table.rows.len(),
            Layer::Epci(rows) => rows.len(),
            Layer::Density(rows) => rows.len(),
            Layer::Postcodes(rows) => rows.len(),
            Layer::Quartiers(rows) => rows.len(),
            Layer::CptsPerimeters(rows) => rows.len(),
            Layer::CommuneContours(contours) | Layer::IrisContours(contours) => contours.len(),
            Layer::Apl(rows) => rows.len(),
            Layer::Structures(rows) => rows.len(),
            Layer::Vaccination(rows) => rows.len(),
            Layer::Professionals(professionals) => professionals.activities(),
        }
    }

    /// Whether the layer has no record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
