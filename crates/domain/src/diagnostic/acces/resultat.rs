//! A scenario seen from a territory: what the page shows.

use territory::atlas::{AplFigure, AplUnder};
use territory::{CommuneCode, Passport};

use super::hypothese::{Hypothese, HypotheseError};

/// A scenario seen from a territory. A simulation, beside what is published.
#[derive(Clone, Debug)]
pub struct Simulation {
    /// What the DREES publishes; `None` when no file covers the territory.
    pub published: Option<Publie>,
    /// The changes, as they were asked.
    pub changes: Vec<Change>,
    /// The communes of the territory, by name.
    pub communes: Vec<CommuneSimulee>,
    /// The territory as a whole.
    pub whole: Ensemble,
    /// The communes beyond the territory that the scenario touches, the most touched first.
    pub beyond: Vec<CommuneSimulee>,
    /// Where a change is felt in the territory: its communes, then those around, by name.
    pub places: Vec<LieuPossible>,
    /// Why levels are shown or not.
    pub levels: Niveaux,
    /// What the computation rests on.
    pub basis: Socle,
    /// The files.
    pub sources: Vec<Passport>,
}

/// What the DREES publishes for the territory.
#[derive(Clone, Debug)]
pub struct Publie {
    /// The mean, and the same for doctors up to some ages.
    pub figure: AplFigure,
    /// Inhabitants under each published threshold, with its French label.
    pub under: Vec<(String, AplUnder)>,
}

/// A change of the scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// As it was asked.
    pub hypothese: Hypothese,
    /// Name of the commune.
    pub name: String,
    /// Acts a year that it adds, or why it is left out.
    pub effect: Result<i64, Refus>,
}

/// Why a change is left out of the simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refus {
    /// It cannot be meant.
    Hypothese(HypotheseError),
    /// No commune has this code.
    UnknownCommune,
    /// No map says where the commune is.
    Unplaced,
    /// Nobody of the territory is near enough.
    OutOfReach,
    /// There are too many changes already.
    TooMany(usize),
}

/// A commune where a change may be imagined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LieuPossible {
    /// Code.
    pub code: CommuneCode,
    /// Name.
    pub name: String,
    /// Whether the territory takes it, in whole or in part.
    pub inside: bool,
}

/// A commune under a scenario. Values are consultations a year and a standardised inhabitant.
#[derive(Clone, Debug, PartialEq)]
pub struct CommuneSimulee {
    /// Code.
    pub code: CommuneCode,
    /// Name.
    pub name: String,
    /// Published value.
    pub published: Option<f64>,
    /// Simulated before the scenario, where supply is known.
    pub before: Option<f64>,
    /// What the scenario adds; `None` for a commune that no map places.
    pub difference: Option<f64>,
    /// Inhabitants concerned: those of the territory for its own communes.
    pub inhabitants: f64,
}

/// The territory as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ensemble {
    /// Mean before the scenario, weighted by the standardised population, where supply is known.
    pub before: Option<f64>,
    /// What the scenario adds to the mean.
    pub difference: Option<f64>,
    /// Acts a year that the scenario adds, everywhere.
    pub acts: f64,
    /// Acts a year that the people of the territory gain.
    pub acts_inside: f64,
    /// Inhabitants who gain: of the territory, then beyond.
    pub gain: [f64; 2],
    /// Inhabitants who lose: of the territory, then beyond.
    pub lose: [f64; 2],
    /// Names of the communes of the territory that no map places.
    pub missing: Vec<String>,
}

/// Whether simulated levels are shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Niveaux {
    /// The supply of every commune in reach is known.
    Shown,
    /// No register of professionals was imported.
    NoRegister,
    /// It says nothing of some départements: their names.
    Uncovered(Vec<String>),
    /// More doctors leave a commune than the register counts there: its name and how many are counted.
    TooFew(String, f64),
}

/// What a computation rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Socle {
    /// Year of the standardised populations; `None` when none is published.
    pub year: Option<i16>,
    /// Communes that are counted, in and around the territory.
    pub communes: usize,
    /// Names of their départements.
    pub departements: Vec<String>,
    /// Communes counted by their ordinary population.
    pub not_standardised: usize,
    /// Communes of the same départements, beyond the territory, that no map places.
    pub unplaced: usize,
    /// General practitioners of the territory, each once or by parts; `None` without a register.
    pub doctors: Option<f64>,
}

impl CommuneSimulee {
    /// Simulated after the scenario, where supply is known.
    pub fn after(&self) -> Option<f64> {
        Some(self.before? + self.difference?)
    }
}

impl Ensemble {
    /// Mean after the scenario, where supply is known.
    pub fn after(&self) -> Option<f64> {
        Some(self.before? + self.difference?)
    }
}

impl Simulation {
    /// Whether any figure describes an invented territory.
    pub fn is_fictitious(&self) -> bool {
        self.sources.iter().any(|source| source.fictitious)
    }

    /// Whether a change counts.
    pub fn has_effect(&self) -> bool {
        self.changes.iter().any(|change| change.effect.is_ok())
    }
}
