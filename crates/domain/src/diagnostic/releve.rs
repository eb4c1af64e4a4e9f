//! A value that people write down, because no open file gives it: Rezone, the CPAM, the ARS, a letter.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use territory::layers::AgeBand;
use territory::{CommuneCode, DepartementCode, IrisCode, RegionCode};

use super::periode::Periode;
use crate::authz::Author;
use crate::ids::{PieceId, ReleveId, TerritoireId, VarianteId};

/// A recorded value. It is never overwritten: a correction is another one that [`Releve::replaces`] it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Releve {
    /// Identifier.
    pub id: ReleveId,
    /// What was read.
    pub saisie: Saisie,
    /// Who wrote it down.
    pub author: Author,
    /// When.
    pub recorded_at: Timestamp,
    /// The one that it replaces.
    pub replaces: Option<ReleveId>,
    /// Why it replaces it.
    pub reason: Option<String>,
}

/// What is written down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saisie {
    /// Code of the indicator.
    pub indicateur: String,
    /// What it is about.
    pub place: Place,
    /// The days it speaks of.
    pub period: Periode,
    /// Ages, when it speaks of a part of those of the indicator; for professionals, their own ages.
    pub ages: Option<AgeBand>,
    /// In the unit of the indicator; a percentage of 13.3 % is `13.3`.
    pub value: Option<f64>,
    /// Numerator, where it is printed.
    pub numerator: Option<f64>,
    /// Denominator, where it is printed.
    pub denominator: Option<f64>,
    /// Whether the source hides it (secret statistique): it exists, and is not zero.
    pub hidden: bool,
    /// Who gave the figure.
    pub origin: Origine,
    /// Where it was read: `Rezone CPTS, export du 12/03/2023`.
    pub source: String,
    /// The document that shows it.
    pub document: Option<PieceId>,
}

/// What a recorded value is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Place {
    /// A variant as it was drawn on that revision.
    Variante {
        /// Its territory.
        territoire: TerritoireId,
        /// The variant.
        variante: VarianteId,
        /// State of its perimeter.
        revision: u32,
    },
    /// A commune.
    Commune {
        /// Code.
        code: CommuneCode,
    },
    /// An IRIS.
    Iris {
        /// Code.
        code: IrisCode,
    },
    /// A département.
    Departement {
        /// Code.
        code: DepartementCode,
    },
    /// A region.
    Region {
        /// Code.
        code: RegionCode,
    },
    /// The whole country.
    France,
}

/// Who gave a recorded figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origine {
    /// Rezone CPTS, the service of the Assurance Maladie.
    Rezone,
    /// The CPAM.
    Cpam,
    /// The ARS.
    Ars,
    /// Counted by the CPTS itself.
    Local,
    /// Another document.
    Document,
}

impl Saisie {
    /// Whether it says nothing: a correction that says nothing withdraws what it replaces.
    pub fn is_withdrawal(&self) -> bool {
        self.value.is_none() && self.numerator.is_none() && self.denominator.is_none() && !self.hidden
    }
}

/// The values that stand: nothing replaces them, and they say something. In the order given.
pub fn standing(releves: &[Releve]) -> Vec<&Releve> {
    let replaced: BTreeSet<ReleveId> = releves.iter().filter_map(|releve| releve.replaces).collect();
    let stands = |releve: &&Releve| !replaced.contains(&releve.id) && !releve.saisie.is_withdrawal();
    releves.iter().filter(stands).collect()
}

/// A value and all that it replaced, most recent first, starting from the last of the chain that `id` is in.
pub fn history(releves: &[Releve], id: ReleveId) -> Vec<&Releve> {
    let by_id: BTreeMap<ReleveId, &Releve> = releves.iter().map(|releve| (releve.id, releve)).collect();
    let next: BTreeMap<ReleveId, &Releve> =
        releves.iter().filter_map(|releve| Some((releve.replaces?, releve))).collect();
    let mut last = by_id.get(&id).copied();
    // A chain is never longer than all values: a loop, which the unique index forbids, ends there.
    for _ in 0..releves.len() {
        let Some(after) = last.and_then(|releve| next.get(&releve.id).copied()) else { break };
        last = Some(after);
    }
    let step = |releve: &&Releve| releve.replaces.and_then(|before| by_id.get(&before).copied());
    std::iter::successors(last, step).take(releves.len()).collect()
}

impl Origine {
    /// Every origin, the most official first.
    pub const ALL: [Origine; 5] =
        [Origine::Cpam, Origine::Rezone, Origine::Ars, Origine::Document, Origine::Local];

    /// Stable key.
    pub fn key(self) -> &'static str {
        match self {
            Origine::Rezone => "rezone",
            Origine::Cpam => "cpam",
            Origine::Ars => "ars",
            Origine::Local => "local",
            Origine::Document => "document",
        }
    }

    /// The origin of a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|origin| origin.key() == key)
    }

    /// On screen, in French.
    pub fn label(self) -> &'static str {
        match self {
            Origine::Rezone => "Rezone CPTS",
            Origine::Cpam => "CPAM",
            Origine::Ars => "ARS",
            Origine::Local => "compte local",
            Origine::Document => "autre document",
        }
    }
}
