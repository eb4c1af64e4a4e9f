//! The catalogue of indicators, read from `data/indicateurs.toml`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::source::{Confidence, RulesError};

/// One indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Indicateur {
    /// Stable code: `apl_mg`, `sans_mt`.
    pub code: String,
    /// Name on screen, in French.
    #[serde(rename = "libelle")]
    pub label: String,
    /// What it says, in one or two plain French sentences.
    #[serde(rename = "explication")]
    pub meaning: String,
    /// Family.
    #[serde(rename = "famille")]
    pub family: Famille,
    /// Unit of its values.
    #[serde(rename = "unite")]
    pub unit: Unite,
    /// Whether more is better.
    #[serde(rename = "sens")]
    pub direction: Sens,
    /// Who is counted above the line, in French.
    #[serde(rename = "numerateur", default)]
    pub numerator: Option<String>,
    /// Who is counted below the line, in French.
    #[serde(rename = "denominateur", default)]
    pub denominator: Option<String>,
    /// Ages of the people counted: first and, unless it is "and over", last.
    #[serde(default)]
    pub ages: Option<Tranche>,
    /// The smallest places for which its producer gives it.
    #[serde(rename = "niveau")]
    pub finest: Finesse,
    /// Masking rule of its counts: a code of `masques.toml`.
    #[serde(rename = "masque", default)]
    pub mask: Option<String>,
    /// Where its values come from.
    pub calcul: Calcul,
    /// Who produces it, in French.
    #[serde(rename = "producteur")]
    pub producer: String,
    /// Values outside of these deserve a second look.
    #[serde(default)]
    pub plausible: Option<Plage>,
    /// Thresholds that its producer publishes, rising: the bounds of the classes of its map.
    #[serde(rename = "seuils", default)]
    pub thresholds: Vec<f64>,
    /// Where its definition was read.
    pub sources: Vec<String>,
    /// How sure its definition is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What its definition leaves open, in French.
    #[serde(default)]
    pub note: Option<String>,
}

/// Ages, in completed years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tranche {
    /// First age.
    #[serde(rename = "de")]
    pub from: u8,
    /// Last age, included; `None` for "and over".
    #[serde(rename = "a", default)]
    pub to: Option<u8>,
}

/// Usual values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plage {
    /// Smallest.
    pub min: f64,
    /// Largest.
    pub max: f64,
}

macro_rules! keyed {
    ($(#[$doc:meta])* $name:ident { $($(#[$line:meta])* $variant:ident = $key:literal, $label:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$line])* #[serde(rename = $key)] $variant,)* }

        impl $name {
            /// Every one, in the order of the screen.
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// Stable key.
            pub fn key(self) -> &'static str {
                match self { $($name::$variant => $key,)* }
            }

            /// The one of a key.
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.key() == key)
            }

            /// On screen, in French.
            pub fn label(self) -> &'static str {
                match self { $($name::$variant => $label,)* }
            }
        }
    };
}

keyed! {
    /// A family of indicators.
    Famille {
        /// Who lives here.
        Population = "population", "Population";
        /// Who treats here.
        Offre = "offre", "Offre de soins";
        /// Whether people find a doctor.
        Acces = "acces", "Accès aux soins";
        /// Long-term illness.
        Ald = "ald", "Affections de longue durée";
        /// Emergency departments.
        Urgences = "urgences", "Urgences et hospitalisations";
        /// Screening, vaccination, prevention.
        Prevention = "prevention", "Prévention";
        /// Hospitals, homes, centres.
        Structures = "structures", "Structures";
    }
}

keyed! {
    /// Unit of an indicator.
    Unite {
        /// People.
        Habitants = "habitants", "habitants";
        /// Things.
        Nombre = "nombre", "nombre";
        /// Share of a hundred: 13.3 is 13.3 %.
        Pourcent = "pourcent", "%";
        /// For ten thousand inhabitants.
        ParDixMille = "pour_10000", "pour 10 000 habitants";
        /// Consultations a year and a standardised inhabitant.
        Consultations = "consultations", "consultations par an et par habitant standardisé";
        /// Inhabitants a square kilometre.
        HabitantsParKm2 = "habitants_km2", "habitants au km²";
        /// Square kilometres.
        Km2 = "km2", "km²";
        /// For a hundred people under twenty.
        PourCentJeunes = "pour_100_jeunes", "pour 100 jeunes de moins de 20 ans";
    }
}

impl Unite {
    /// What one over one is written as: 100 for a percentage; `None` for a count.
    pub fn scale(self) -> Option<f64> {
        match self {
            Unite::Pourcent | Unite::PourCentJeunes => Some(100.0),
            Unite::ParDixMille => Some(10_000.0),
            Unite::Consultations | Unite::HabitantsParKm2 => Some(1.0),
            Unite::Habitants | Unite::Nombre | Unite::Km2 => None,
        }
    }
}

keyed! {
    /// Whether more is better.
    Sens {
        /// More is better.
        Plus = "plus", "plus c'est élevé, mieux c'est";
        /// Less is better.
        Moins = "moins", "plus c'est bas, mieux c'est";
        /// Neither.
        Neutre = "neutre", "ni bon ni mauvais";
    }
}

keyed! {
    /// The smallest places for which an indicator is known.
    Finesse {
        /// IRIS.
        Iris = "iris", "IRIS";
        /// Communes.
        Commune = "commune", "commune";
        /// A territory as a whole.
        Territoire = "territoire", "territoire de CPTS";
        /// Départements.
        Departement = "departement", "département";
    }
}

/// Where the values of an indicator come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Calcul {
    /// Inhabitants.
    Population,
    /// Square kilometres.
    Surface,
    /// Inhabitants a square kilometre.
    Densite,
    /// Inhabitants of 65 and over for a hundred under 20.
    Vieillissement,
    /// Share of inhabitants of these ages.
    Tranche {
        /// First age.
        de: u8,
        /// Last age, included.
        #[serde(default)]
        a: Option<u8>,
    },
    /// Mean of the published accessibility, weighted by the standardised population.
    Apl {
        /// Doctors up to this age only.
        #[serde(default)]
        jusqu_a: Option<u8>,
    },
    /// Share of inhabitants whose commune is under a threshold.
    AplSousSeuil {
        /// Consultations a year.
        seuil: f64,
    },
    /// Professionals counted by a rule of `offre.toml`.
    Professionnels {
        /// Code of the rule.
        regle: String,
    },
    /// The same, for ten thousand inhabitants.
    DensiteProfessionnels {
        /// Code of the rule.
        regle: String,
    },
    /// Sites of a group of `structures.toml`.
    Structures {
        /// Code of the group.
        groupe: String,
    },
    /// Vaccination coverage, published by département and above.
    Vaccination {
        /// Key of the column.
        cle: String,
    },
    /// Priority neighbourhoods that meet the perimeter.
    Quartiers,
    /// Written down by people: no open file gives it.
    Releve,
}

/// The whole catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct Catalogue {
    indicators: Vec<Indicateur>,
}

#[derive(Deserialize)]
struct Table {
    indicateur: Vec<Indicateur>,
}

const TABLE: &str = "indicateurs.toml";

fn parse(text: &str) -> Result<Catalogue, RulesError> {
    let table: Table =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    let incoherent = |detail: String| RulesError::Incoherent { table: TABLE, detail };
    let mut codes = BTreeSet::new();
    for indicator in &table.indicateur {
        let code = &indicator.code;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if code.is_empty() || !code.chars().all(plain) {
            return Err(incoherent(format!("code {code}: small letters, digits and _ only")));
        }
        if !codes.insert(code) {
            return Err(incoherent(format!("code {code} twice")));
        }
        if indicator.sources.is_empty() {
            return Err(incoherent(format!("{code} has no source")));
        }
        if indicator.thresholds.windows(2).any(|pair| pair[0] >= pair[1]) {
            return Err(incoherent(format!("{code}: thresholds do not rise")));
        }
        if indicator.unit == Unite::Pourcent && indicator.denominator.is_none() {
            return Err(incoherent(format!("{code} is a share of nobody knows what")));
        }
    }
    Ok(Catalogue { indicators: table.indicateur })
}

/// The catalogue in force, read once.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn catalogue() -> Result<&'static Catalogue, &'static RulesError> {
    static CATALOGUE: LazyLock<Result<Catalogue, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../data/indicateurs.toml")));
    CATALOGUE.as_ref()
}

impl Catalogue {
    /// Every indicator, in the order of the table.
    pub fn all(&self) -> &[Indicateur] {
        &self.indicators
    }

    /// An indicator by its code.
    pub fn get(&self, code: &str) -> Option<&Indicateur> {
        self.indicators.iter().find(|indicator| indicator.code == code)
    }
}

impl Indicateur {
    /// Whether people write its values down.
    pub fn is_recorded(&self) -> bool {
        self.calcul == Calcul::Releve
    }

    /// Whether values may be written down: no open file gives it, or other counts stand beside the official one.
    pub fn is_recordable(&self) -> bool {
        self.is_recorded() || self.counts_people_who_treat()
    }

    /// Whether it counts professionals. The ages of such a value are theirs: 60 and over stands beside the total.
    pub fn counts_people_who_treat(&self) -> bool {
        matches!(self.calcul, Calcul::Professionnels { .. })
    }

    /// Whether its values over several places add up (a count), rather than being a rate of sums.
    pub fn is_count(&self) -> bool {
        matches!(self.unit, Unite::Habitants | Unite::Nombre | Unite::Km2)
    }
}
