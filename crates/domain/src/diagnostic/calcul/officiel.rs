//! Figures that official files give.

use territory::layers::AgeBand;
use territory::{Atlas, Measure, Perimeter};

use super::Entree;
use super::brut::Brut;
use super::zone::Zone;
use crate::diagnostic::catalogue::{Calcul, Indicateur};

/// The figure of an indicator over a zone, in the year `near` when it has several; an empty one when no official
/// file gives it.
pub(super) fn figure(
    entree: &Entree<'_>,
    (indicateur, near): (&Indicateur, Option<i16>),
    zone: &Zone,
) -> Brut {
    let (atlas, perimeter) = (entree.atlas, zone.perimeter.as_ref());
    match &indicateur.calcul {
        Calcul::Population => inhabitants(atlas, perimeter),
        Calcul::Surface => Brut::count(&atlas.surface(perimeter))
            .said(vintage_of(atlas, &atlas.surface(perimeter)), "Somme des surfaces des contours."),
        Calcul::Densite => density(atlas, perimeter),
        Calcul::Vieillissement => ageing(atlas, perimeter, near),
        Calcul::Tranche { de, a } => ages(atlas, perimeter, (AgeBand { from: *de, to: *a }, near)),
        _ => Brut::default(),
    }
}

/// The year of the figure of the territory, so that what it is compared with is read in the same one.
pub(super) fn near(entree: &Entree<'_>, indicateur: &Indicateur) -> Option<i16> {
    match indicateur.calcul {
        Calcul::Tranche { de, a } => {
            entree.atlas.age_count(entree.perimeter, AgeBand { from: de, to: a }, None).year
        }
        Calcul::Vieillissement => entree.atlas.age_count(entree.perimeter, YOUNG, None).year,
        _ => None,
    }
}

/// Inhabitants.
pub(super) fn inhabitants(atlas: &Atlas, perimeter: &Perimeter) -> Brut {
    let figure = atlas.inhabitants(perimeter);
    Brut::count(&figure.measure)
        .said(years(&figure.years), "Somme des habitants des communes et des IRIS du périmètre.")
}

fn density(atlas: &Atlas, perimeter: &Perimeter) -> Brut {
    let figure = atlas.inhabitants(perimeter);
    let surface = atlas.surface(perimeter);
    // People without a surface, or a surface without people, would bend the quotient: both come off.
    let mut lacking: Vec<_> = figure.measure.missing.iter().chain(&surface.missing).copied().collect();
    let (figure, surface) = if lacking.is_empty() {
        (figure, surface)
    } else {
        lacking.sort_unstable();
        lacking.dedup();
        let kept: Perimeter = perimeter.units().filter(|unit| lacking.binary_search(unit).is_err()).collect();
        (atlas.inhabitants(&kept), atlas.surface(&kept))
    };
    let mut brut = Brut::rate((&figure.measure, &surface), 1.0)
        .said(years(&figure.years), "Habitants divisés par la surface en km².");
    brut.missing.extend(lacking);
    brut
}

fn ages(atlas: &Atlas, perimeter: &Perimeter, (band, near): (AgeBand, Option<i16>)) -> Brut {
    let counted = atlas.age_count(perimeter, band, near);
    let year = counted.year.map(|year| year.to_string()).unwrap_or_default();
    Brut::rate((&counted.count, &counted.people), 100.0)
        .said(year, format!("Habitants de {} pour 100 habitants.", band.label()))
}

const YOUNG: AgeBand = AgeBand::new(0, 19);
const OLD: AgeBand = AgeBand::over(65);

/// Inhabitants of 65 and over for a hundred under 20, as INSEE defines it.
fn ageing(atlas: &Atlas, perimeter: &Perimeter, near: Option<i16>) -> Brut {
    let young = atlas.age_count(perimeter, YOUNG, near);
    let old = atlas.age_count(perimeter, OLD, young.year.or(near));
    if young.year != old.year {
        return Brut::default();
    }
    let year = young.year.map(|year| year.to_string()).unwrap_or_default();
    Brut::rate((&old.count, &young.count), 100.0)
        .said(year, "Habitants de 65 ans et plus pour 100 habitants de moins de 20 ans.")
}

/// The vintages of the files behind a measure.
pub(super) fn vintage_of(atlas: &Atlas, measure: &Measure) -> String {
    let mut labels: Vec<&str> =
        measure.sources.iter().map(|id| atlas.sources()[id.0].vintage.label.as_str()).collect();
    labels.sort_unstable();
    labels.dedup();
    crate::nombres::liste(&labels)
}

/// `2023`, or `2021 et 2023` when no single vintage covers the perimeter.
pub(super) fn years(years: &[i16]) -> String {
    let mut years: Vec<String> = years.iter().map(i16::to_string).collect();
    years.sort_unstable();
    crate::nombres::liste(&years)
}
