//! Where a figure comes from: source, vintage, perimeter, licence.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a reference file holds. The order is the order of the data page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Communes of the *Code officiel géographique*.
    Communes,
    /// Events on communes since 1943: mergers, splits, renames.
    Movements,
    /// Départements.
    Departements,
    /// Régions.
    Regions,
    /// Legal populations (PMUN, PCAP, PTOT).
    Populations,
    /// Age structure by commune (`base-cc`).
    CommuneAges,
    /// Age structure by IRIS (`base-ic`).
    IrisAges,
    /// Membership of EPCI with own taxation.
    Epci,
    /// INSEE density grid.
    Density,
    /// La Poste postcodes.
    Postcodes,
    /// Priority neighbourhoods (*quartiers prioritaires de la politique de la ville*).
    Quartiers,
    /// Published perimeters of CPTS, by commune or IRIS.
    CptsPerimeters,
    /// Contours of communes.
    CommuneContours,
    /// Contours of IRIS.
    IrisContours,
    /// DREES accessibility to general practitioners (APL).
    Apl,
    /// Health and social sites of the national register (FINESS).
    Structures,
    /// Vaccination coverage published by Santé publique France (Odissé).
    Vaccination,
    /// Health professionals of the RPPS, by activity.
    Professionals,
}

impl Kind {
    /// Every kind, in the order of the data page.
    pub const ALL: [Kind; 18] = [
        Kind::Communes,
        Kind::Movements,
        Kind::Departements,
        Kind::Regions,
        Kind::Populations,
        Kind::CommuneAges,
        Kind::IrisAges,
        Kind::Epci,
        Kind::Density,
        Kind::Postcodes,
        Kind::Quartiers,
        Kind::CptsPerimeters,
        Kind::CommuneContours,
        Kind::IrisContours,
        Kind::Apl,
        Kind::Structures,
        Kind::Vaccination,
        Kind::Professionals,
    ];

    /// Stable key, used in the database and in URLs.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Communes => "communes",
            Kind::Movements => "movements",
            Kind::Departements => "departements",
            Kind::Regions => "regions",
            Kind::Populations => "populations",
            Kind::CommuneAges => "commune_ages",
            Kind::IrisAges => "iris_ages",
            Kind::Epci => "epci",
            Kind::Density => "density",
            Kind::Postcodes => "postcodes",
            Kind::Quartiers => "quartiers",
            Kind::CptsPerimeters => "cpts_perimeters",
            Kind::CommuneContours => "commune_contours",
            Kind::IrisContours => "iris_contours",
            Kind::Apl => "apl",
            Kind::Structures => "structures",
            Kind::Vaccination => "vaccination",
            Kind::Professionals => "professionals",
        }
    }

    /// The kind of a stable key.
    pub fn from_key(key: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Name on screen, in French.
    pub fn label(self) -> &'static str {
        match self {
            Kind::Communes => "Liste des communes",
            Kind::Movements => "Mouvements de communes",
            Kind::Departements => "Départements",
            Kind::Regions => "Régions",
            Kind::Populations => "Populations de référence",
            Kind::CommuneAges => "Âges par commune",
            Kind::IrisAges => "Population et âges par IRIS",
            Kind::Epci => "Intercommunalités (EPCI)",
            Kind::Density => "Grille de densité",
            Kind::Postcodes => "Codes postaux",
            Kind::Quartiers => "Quartiers prioritaires (QPV)",
            Kind::CptsPerimeters => "Périmètres de CPTS",
            Kind::CommuneContours => "Contours des communes",
            Kind::IrisContours => "Contours des IRIS",
            Kind::Apl => "Accessibilité aux médecins généralistes (APL)",
            Kind::Structures => "Structures de santé (FINESS)",
            Kind::Vaccination => "Couvertures vaccinales (Odissé)",
            Kind::Professionals => "Professionnels de santé (RPPS)",
        }
    }
}

/// When the facts of a file were true: a year, and the words that the producer uses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Vintage {
    /// Year of the facts, for example 2023 for the reference populations 2023.
    pub year: i16,
    /// As people write it: `1er janvier 2026`, `RP 2021`, `2023`.
    pub label: String,
}

impl Vintage {
    /// A vintage that is only a year.
    pub fn year(year: i16) -> Self {
        Self { year, label: year.to_string() }
    }
}

impl fmt::Display for Vintage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.label)
    }
}

/// Everything a reader needs to go back to the published file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passport {
    /// What the file holds.
    pub kind: Kind,
    /// Title of the publication, in French.
    pub title: String,
    /// Producer, for example `INSEE`.
    pub producer: String,
    /// When the facts were true.
    pub vintage: Vintage,
    /// Year of the commune codes in the file (1 January), which may differ from the vintage.
    pub geography: i16,
    /// Licence, for example `Licence Ouverte 2.0`.
    pub licence: String,
    /// Address of publication, where known.
    pub address: Option<String>,
    /// What the file covers, in French: `France hors Mayotte`, `département 66`.
    pub coverage: String,
    /// How the figures were estimated, in French, when they are not the producer's own counts.
    pub estimated: Option<String>,
    /// Whether the file describes an invented territory.
    pub fictitious: bool,
}

impl Passport {
    /// `INSEE, Populations de référence, 2023`: what stands under a figure.
    pub fn citation(&self) -> String {
        let invented = if self.fictitious { " (données fictives)" } else { "" };
        format!("{}, {}, {}{invented}", self.producer, self.title, self.vintage)
    }
}
