//! Inhabitants, surface, ages.

use territory::layers::AgeBand;
use territory::{Atlas, Perimeter};

use super::vintage_of;
use crate::diagnostic::calcul::brut::Brut;

/// Inhabitants.
pub(in crate::diagnostic::calcul) fn inhabitants(atlas: &Atlas, perimeter: &Perimeter) -> Brut {
    let figure = atlas.inhabitants(perimeter);
    Brut::count(&figure.measure)
        .said(years(&figure.years), "Somme des habitants des communes et des IRIS du périmètre.")
}

/// Square kilometres.
pub(super) fn surface(atlas: &Atlas, perimeter: &Perimeter) -> Brut {
    let surface = atlas.surface(perimeter);
    Brut::count(&surface).said(vintage_of(atlas, &surface), "Somme des surfaces des contours.")
}

pub(super) fn density(atlas: &Atlas, perimeter: &Perimeter) -> Brut {
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

pub(super) fn ages(atlas: &Atlas, perimeter: &Perimeter, (band, near): (AgeBand, Option<i16>)) -> Brut {
    let counted = atlas.age_count(perimeter, band, near);
    let year = counted.year.map(|year| year.to_string()).unwrap_or_default();
    Brut::rate((&counted.count, &counted.people), 100.0)
        .said(year, format!("Habitants de {} pour 100 habitants.", band.label()))
}

pub(super) const YOUNG: AgeBand = AgeBand::new(0, 19);
const OLD: AgeBand = AgeBand::over(65);

/// Inhabitants of 65 and over for a hundred under 20, as INSEE defines it.
pub(super) fn ageing(atlas: &Atlas, perimeter: &Perimeter, near: Option<i16>) -> Brut {
    let young = atlas.age_count(perimeter, YOUNG, near);
    let old = atlas.age_count(perimeter, OLD, young.year.or(near));
    if young.year != old.year {
        return Brut::default();
    }
    let year = young.year.map(|year| year.to_string()).unwrap_or_default();
    Brut::rate((&old.count, &young.count), 100.0)
        .said(year, "Habitants de 65 ans et plus pour 100 habitants de moins de 20 ans.")
}

/// `2023`, or `2021 et 2023` when no single vintage covers the perimeter.
fn years(years: &[i16]) -> String {
    let mut years: Vec<String> = years.iter().map(i16::to_string).collect();
    years.sort_unstable();
    crate::nombres::liste(&years)
}
