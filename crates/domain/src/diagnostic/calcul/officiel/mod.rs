//! Figures that official files give.

mod acces;
mod offre;
mod population;

use territory::layers::AgeBand;
use territory::{AreaCode, Atlas, Measure};

pub(super) use offre::{effectif, structures_at};
pub(super) use population::inhabitants;

use super::Entree;
use super::brut::Brut;
use super::contexte::Contexte;
use super::zone::Zone;
use crate::diagnostic::catalogue::{Calcul, Indicateur};
use crate::diagnostic::niveau::Niveau;

/// The figure of an indicator over a zone, in the year `near` when it has several; an empty one when no official
/// file gives it.
pub(super) fn figure(
    (entree, contexte): (&Entree<'_>, &Contexte<'_>),
    (indicateur, near): (&Indicateur, Option<i16>),
    zone: &Zone,
) -> Brut {
    let (atlas, perimeter) = (entree.atlas, zone.perimeter.as_ref());
    if indicateur.is_count() && zone.niveau == Niveau::Similaires {
        return Brut::default().said("", "Un nombre ne se compare pas à la somme de plusieurs territoires.");
    }
    match &indicateur.calcul {
        Calcul::Population => inhabitants(atlas, perimeter),
        Calcul::Surface => population::surface(atlas, perimeter),
        Calcul::Densite => population::density(atlas, perimeter),
        Calcul::Vieillissement => population::ageing(atlas, perimeter, near),
        Calcul::Tranche { de, a } => {
            population::ages(atlas, perimeter, (AgeBand { from: *de, to: *a }, near))
        }
        Calcul::Apl { jusqu_a } => acces::mean(atlas, zone, (*jusqu_a, near)),
        Calcul::AplSousSeuil { seuil } => acces::under(atlas, zone, (*seuil, near)),
        Calcul::Professionnels { regle } => offre::professionals(entree, contexte, (regle, zone)),
        Calcul::DensiteProfessionnels { regle } => offre::density(entree, contexte, (regle, zone)),
        Calcul::Structures { groupe } => offre::structures(entree, contexte, (groupe, zone)),
        Calcul::Vaccination { cle } => acces::vaccination(atlas, zone, cle),
        Calcul::Quartiers => offre::quartiers(entree, zone),
        Calcul::Releve => Brut::default(),
    }
}

/// The year of the figure of the territory, so that what it is compared with is read in the same one.
pub(super) fn near(entree: &Entree<'_>, contexte: &Contexte<'_>, indicateur: &Indicateur) -> Option<i16> {
    match indicateur.calcul {
        Calcul::Tranche { de, a } => {
            entree.atlas.age_count(entree.perimeter, AgeBand { from: de, to: a }, None).year
        }
        Calcul::Vieillissement => entree.atlas.age_count(entree.perimeter, population::YOUNG, None).year,
        Calcul::Apl { .. } | Calcul::AplSousSeuil { .. } => contexte.apl_year,
        _ => None,
    }
}

/// The vintages of the files behind a measure.
fn vintage_of(atlas: &Atlas, measure: &Measure) -> String {
    let mut labels: Vec<&str> =
        measure.sources.iter().map(|id| atlas.sources()[id.0].vintage.label.as_str()).collect();
    labels.sort_unstable();
    labels.dedup();
    crate::nombres::liste(&labels)
}

/// The area that a level stands for.
fn area(niveau: Niveau) -> Option<AreaCode> {
    match niveau {
        Niveau::Departement(code) => Some(AreaCode::Departement(code)),
        Niveau::Region(code) => Some(AreaCode::Region(code)),
        Niveau::France => Some(AreaCode::France),
        Niveau::Territoire | Niveau::Similaires => None,
    }
}
