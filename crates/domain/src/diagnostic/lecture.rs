//! The diagnosis of a territory: what the page, the booklet and the exports all show.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use territory::{Measure, Passport};

use super::catalogue::{Famille, Indicateur};
use super::chiffre::{Chiffre, ChiffreRef};
use super::niveau::Niveau;
use super::offre::OffreLue;
use crate::aci::taille::Assessment;
use crate::territoire::carte::Carte;

/// The diagnosis of a perimeter on a given day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Name of the CPTS.
    pub cpts: String,
    /// Name of the territory.
    pub territoire: String,
    /// Name of the variant.
    pub variante: String,
    /// State of the perimeter that it speaks of.
    pub revision: u32,
    /// Day on which it was computed.
    pub established_on: Date,
    /// Inhabitants.
    pub population: Measure,
    /// Size class, when the population is known.
    pub taille: Option<Assessment>,
    /// The official files; a [`territory::SourceId`] in a passport is a rank in this list.
    pub sources: Vec<Passport>,
    /// What it is compared with, in the order of the columns; the territory is not among them.
    pub levels: Vec<NiveauNomme>,
    /// Which territories are called similar, and by what rule.
    pub similar: Similaires,
    /// The largest gaps, the most striking first; at most five.
    pub highlights: Vec<Constat>,
    /// The figures, family by family, in the order of the catalogue.
    pub families: Vec<FamilleLue>,
    /// Who treats here and which structures stand here.
    pub offre: OffreLue,
    /// The perimeter as a drawing, when contours are known.
    pub carte: Option<Carte>,
}

/// A level with its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NiveauNomme {
    /// The level.
    pub niveau: Niveau,
    /// `Gard`, `Occitanie`, `France`, `Territoires semblables`.
    pub name: String,
}

/// A family of indicators.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FamilleLue {
    /// Which one.
    pub famille: Famille,
    /// Its indicators.
    pub indicators: Vec<IndicateurLu>,
}

/// An indicator read for a territory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IndicateurLu {
    /// Its line of the catalogue, as it was on that day.
    pub indicateur: Indicateur,
    /// The figure of the territory.
    pub territoire: Chiffre,
    /// The same figure elsewhere, in the order of [`Diagnostic::levels`].
    pub comparisons: Vec<Comparaison>,
    /// Values by commune or IRIS inside the territory, where they are known below it.
    pub places: Vec<ValeurLocale>,
    /// What deserves a look before the figure is used, in French sentences.
    pub alerts: Vec<String>,
}

/// A figure elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparaison {
    /// Where.
    pub niveau: Niveau,
    /// The figure.
    pub chiffre: Chiffre,
    /// Territory minus elsewhere, in points for a percentage and in the unit otherwise; `None` unless both are
    /// known entirely.
    pub difference: Option<f64>,
}

/// The value of a place inside the territory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ValeurLocale {
    /// Code of the commune or IRIS.
    pub code: territory::UnitCode,
    /// Its name.
    pub name: String,
    /// In the unit of the indicator; `None` when it is not published or is hidden.
    pub value: Option<f64>,
    /// Whether it exists and is hidden.
    pub hidden: bool,
}

/// Something that stands out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Constat {
    /// The figure.
    pub indicateur: String,
    /// What it is compared with.
    pub niveau: Niveau,
    /// A plain French sentence with both figures.
    pub sentence: String,
    /// Territory minus elsewhere, in the unit of the indicator.
    pub difference: f64,
    /// Whether it is to the advantage of the territory; `None` when the indicator is neither good nor bad.
    pub favourable: Option<bool>,
}

/// Territories of the same size class, density and age profile.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Similaires {
    /// The rule, in French, as it is printed.
    pub rule: String,
    /// Their names.
    pub members: Vec<String>,
}

impl Diagnostic {
    /// Whether any figure describes an invented territory.
    pub fn is_fictitious(&self) -> bool {
        self.sources.iter().any(|source| source.fictitious)
    }

    /// Every indicator, in the order of the page.
    pub fn indicators(&self) -> impl Iterator<Item = &IndicateurLu> {
        self.families.iter().flat_map(|family| &family.indicators)
    }

    /// An indicator by its code.
    pub fn indicator(&self, code: &str) -> Option<&IndicateurLu> {
        self.indicators().find(|read| read.indicateur.code == code)
    }

    /// The figure that a document cites.
    pub fn figure(&self, reference: &ChiffreRef) -> Option<&Chiffre> {
        self.indicator(&reference.indicateur)?.at(reference.niveau)
    }
}

impl IndicateurLu {
    /// The figure at a level.
    pub fn at(&self, niveau: Niveau) -> Option<&Chiffre> {
        match niveau {
            Niveau::Territoire => Some(&self.territoire),
            niveau => self
                .comparisons
                .iter()
                .find(|comparison| comparison.niveau == niveau)
                .map(|comparison| &comparison.chiffre),
        }
    }
}
