//! Published accessibility to general practitioners, published vaccination coverage.

use territory::Atlas;

use super::area;
use crate::diagnostic::calcul::brut::Brut;
use crate::diagnostic::calcul::zone::Zone;
use crate::nombres::decimal;

/// The published mean, weighted by the standardised population as the DREES does.
pub(super) fn mean(atlas: &Atlas, zone: &Zone, (limit, year): (Option<u8>, Option<i16>)) -> Brut {
    let Some(year) = year else { return Brut::default() };
    let figure = atlas.apl().over(&zone.perimeter, year);
    let measure = match limit {
        None => Some(figure.mean),
        Some(age) => figure.up_to_age.into_iter().find(|(of, _)| *of == age).map(|(_, measure)| measure),
    };
    let formula = match zone.perimeter.len() {
        1 => "Valeur publiée pour la commune.",
        _ => "Moyenne des communes, pondérée par leur population standardisée.",
    };
    measure.map(|measure| Brut::count(&measure).said(format!("APL {year}"), formula)).unwrap_or_default()
}

/// Share of the inhabitants whose commune is under a threshold, by the ordinary population.
pub(super) fn under(atlas: &Atlas, zone: &Zone, (threshold, year): (f64, Option<i16>)) -> Brut {
    let Some(year) = year else { return Brut::default() };
    let found = atlas.apl().under(&zone.perimeter, year, threshold);
    let mut brut = Brut::count(&found.share);
    brut.value = found.share.value.map(|share| 100.0 * share);
    if brut.value.is_some() {
        (brut.numerator, brut.denominator) = (Some(found.inhabitants_under), Some(found.inhabitants));
    }
    let decimals = if (threshold * 10.0).fract().abs() < 1e-9 { 1 } else { 2 };
    brut.said(
        format!("APL {year}"),
        format!(
            "Habitants des communes dont l'APL est sous {}, pour 100\u{a0}habitants.",
            decimal(threshold, decimals)
        ),
    )
}

/// The most recent coverage published for an area. Nothing is published below the département.
pub(super) fn vaccination(atlas: &Atlas, zone: &Zone, key: &str) -> Brut {
    let found = area(zone.niveau).and_then(|area| atlas.vaccination(area, key));
    let Some(found) = found else {
        return Brut::default().said("", "Publié par département, région et France seulement.");
    };
    let brut = Brut { value: Some(found.percent), sources: vec![found.source], ..Brut::default() };
    brut.said(found.year.to_string(), "Valeur publiée telle quelle.")
}
