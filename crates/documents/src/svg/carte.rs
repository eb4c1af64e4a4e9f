//! The map of a territory.

use std::fmt::Write as _;

use domain::nombres::entier;
use domain::territoire::carte::{Carte, CarteArea};

use super::labels::labels;
use super::{ACCENT, GREY, INK, LINE, PALE, SOFT, SvgOptions, Text, WHITE, open, tenth};
use crate::markup::escape;

/// Lengths a scale bar may stand for, in kilometres.
const SCALES: [(f64, &str); 10] = [
    (0.1, "100 m"),
    (0.2, "200 m"),
    (0.5, "500 m"),
    (1.0, ""),
    (2.0, ""),
    (5.0, ""),
    (10.0, ""),
    (20.0, ""),
    (50.0, ""),
    (100.0, ""),
];

/// The map as standalone SVG, with its scale bar, its legend and its credit under the drawing.
pub fn carte_svg(carte: &Carte, options: &SvgOptions) -> String {
    let positive = |value: f64| if value.is_finite() && value > 0.0 { value } else { 1.0 };
    let (width, height) = (positive(carte.width), positive(carte.height));
    let size = width / 58.0;
    let strip = size * 4.2;
    let mut svg = open(width, height + strip, options);
    let _ = write!(
        svg,
        r##"<rect class="carte-fond" width="{}" height="{}" fill="#ffffff"/>"##,
        tenth(width),
        tenth(height + strip)
    );
    for area in carte.areas.iter().filter(|area| !area.member) {
        write_area(&mut svg, area, size);
    }
    for area in carte.areas.iter().filter(|area| area.member) {
        write_area(&mut svg, area, size);
    }
    let _ = write!(
        svg,
        r#"<path class="carte-contour" d="{}" fill="none" stroke="{ACCENT}" stroke-width="{}" stroke-linejoin="round"/>"#,
        escape(&carte.outline),
        tenth(size * 0.24),
    );
    for label in labels(carte, size) {
        let fill = if label.member { INK } else { GREY };
        for (at, content) in label.placed() {
            Text { at, size: label.size, anchor: "middle", fill, halo: Some(WHITE), content }.write(&mut svg);
        }
    }
    legend(&mut svg, carte, [width, height], size);
    svg.push_str("</svg>");
    svg
}

fn write_area(svg: &mut String, area: &CarteArea, size: f64) {
    let (class, fill, stroke) =
        if area.member { ("carte-membre", SOFT, ACCENT) } else { ("carte-voisin", PALE, LINE) };
    let _ = write!(
        svg,
        concat!(
            r#"<path class="{class}" d="{path}" fill="{fill}" fill-rule="evenodd" stroke="{stroke}""#,
            r#" stroke-width="{line}" stroke-linejoin="round"><title>{name} ({code})</title></path>"#,
        ),
        class = class,
        path = escape(&area.path),
        fill = fill,
        stroke = stroke,
        line = tenth(size * 0.07).max(0.1),
        name = escape(&area.name),
        code = area.code,
    );
}

/// The strip under the map: scale bar on the left, legend beside it, credit on the right.
fn legend(svg: &mut String, carte: &Carte, [width, height]: [f64; 2], size: f64) {
    let [first, second] = [height + size * 1.6, height + size * 3.4];
    let margin = size * 0.4;
    let mut text = |x: f64, y: f64, anchor: &str, content: &str| {
        Text { at: [x, y], size: size * 0.95, anchor, fill: GREY, halo: None, content }.write(svg);
    };
    text(width - margin, second, "end", &format!("Fond\u{a0}: {}", carte.credit));
    text(width * 0.42, first, "start", "Territoire");
    text(width * 0.62, first, "start", "Autour");
    for (x, fill, stroke) in [(width * 0.42, SOFT, ACCENT), (width * 0.62, PALE, LINE)] {
        let _ = write!(
            svg,
            r#"<rect x="{}" y="{}" width="{}" height="{}" fill="{fill}" stroke="{stroke}" stroke-width="{}"/>"#,
            tenth(x - size * 2.2),
            tenth(first - size * 0.9),
            tenth(size * 1.6),
            tenth(size),
            tenth(size * 0.1).max(0.1),
        );
    }
    scale_bar(svg, carte.km, [width, first, size]);
}

/// The scale bar on the left, its foot on the base line given; nothing when no round distance fits.
pub fn scale_bar(svg: &mut String, km: f64, [width, base, size]: [f64; 3]) {
    let Some((length, label)) = scale(km, width) else { return };
    let margin = size * 0.4;
    let at = [margin + length + size * 0.6, base];
    Text { at, size: size * 0.95, anchor: "start", fill: GREY, halo: None, content: &label }.write(svg);
    let _ = write!(
        svg,
        r#"<path class="carte-echelle" d="M{x} {top}V{y}H{end}V{top}" fill="none" stroke="{INK}" stroke-width="{line}"/>"#,
        x = tenth(margin),
        end = tenth(margin + length),
        y = tenth(base),
        top = tenth(base - size * 0.6),
        line = tenth(size * 0.14).max(0.1),
    );
}

/// The longest round distance that fits in a quarter of the drawing, and its label.
fn scale(km: f64, width: f64) -> Option<(f64, String)> {
    if !(km.is_finite() && km > 0.0) {
        return None;
    }
    let (distance, label) = SCALES.into_iter().rev().find(|(distance, _)| distance * km <= width / 4.0)?;
    let label = if label.is_empty() {
        format!("{}\u{a0}km", entier(distance as i64))
    } else {
        label.replace(' ', "\u{a0}")
    };
    Some((distance * km, label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_bar_is_the_longest_round_distance_that_fits() {
        assert_eq!(scale(10.0, 800.0), Some((200.0, "20\u{a0}km".into())));
        assert_eq!(scale(900.0, 800.0), Some((180.0, "200\u{a0}m".into())));
        assert_eq!(scale(0.0, 800.0), None);
        assert_eq!(scale(f64::NAN, 800.0), None);
        assert_eq!(scale(1e6, 800.0), None);
    }
}
