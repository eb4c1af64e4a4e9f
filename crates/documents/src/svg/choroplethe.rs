//! A map whose areas are shaded by the values of an indicator.

use std::fmt::Write as _;

use domain::diagnostic::{Diagnostic, IndicateurLu};
use domain::territoire::carte::{Carte, CarteArea};

use super::carte::scale_bar;
use super::classes::{Classes, Shade, choroplethe_classes};
use super::hatch::{Slope, hatch};
use super::labels::labels;
use super::{ACCENT, GREY, INK, LINE, PALE, SvgOptions, Text, WHITE, open, tenth};
use crate::diagnostic_words as words;
use crate::markup::escape;
use crate::wording::places;

/// Entries of the legend on one line.
const COLUMNS: usize = 4;

/// The map of an indicator as standalone SVG, with its classes, its rule, its scale bar and its credit under it.
/// Places without a value are hatched one way, hidden ones both ways.
pub fn choroplethe_svg(carte: &Carte, read: &IndicateurLu, options: &SvgOptions) -> String {
    let positive = |value: f64| if value.is_finite() && value > 0.0 { value } else { 1.0 };
    let (width, height) = (positive(carte.width), positive(carte.height));
    let size = width / 58.0;
    let classes = choroplethe_classes(read);
    let entries = entries(&classes);
    let strip = size * (4.6 + 1.7 * entries.len().div_ceil(COLUMNS) as f64);
    let mut svg = open(width, height + strip, options);
    // Writing to a String cannot fail.
    let _ = write!(
        svg,
        r##"<rect class="carte-fond" width="{}" height="{}" fill="#ffffff"/>"##,
        tenth(width),
        tenth(height + strip)
    );
    for area in carte.areas.iter().filter(|area| !area.member) {
        shape(&mut svg, [&area.path, "carte-voisin", PALE, LINE], size, &area.name);
    }
    for area in carte.areas.iter().filter(|area| area.member) {
        write_area(&mut svg, area, (read, &classes), size);
    }
    let _ = write!(
        svg,
        r#"<path class="carte-contour" d="{}" fill="none" stroke="{INK}" stroke-width="{}" stroke-linejoin="round"/>"#,
        escape(&carte.outline),
        tenth(size * 0.2),
    );
    for label in labels(carte, size) {
        let (fill, halo) = match classes.shade(read, label.code) {
            _ if !label.member => (GREY, WHITE),
            Shade::Class(rank) => {
                classes.classes.get(rank).map_or((INK, WHITE), |class| class.text_colours())
            }
            Shade::Missing | Shade::Hidden => (INK, WHITE),
        };
        for (at, content) in label.placed() {
            Text { at, size: label.size, anchor: "middle", fill, halo: Some(halo), content }.write(&mut svg);
        }
    }
    legend(&mut svg, (carte, &classes), &entries, [width, height, size]);
    svg.push_str("</svg>");
    svg
}

fn write_area(svg: &mut String, area: &CarteArea, (read, classes): (&IndicateurLu, &Classes), size: f64) {
    let shade = classes.shade(read, area.code);
    let value = read
        .places
        .iter()
        .find(|place| place.code == area.code)
        .or_else(|| read.places.iter().find(|place| place.code.commune() == area.code.commune()))
        .map_or_else(|| "non publié".to_owned(), |place| words::local(place, read.indicateur.unit));
    let name = format!("{} ({})\u{a0}: {value}", area.name, area.code);
    let fill = match shade {
        Shade::Class(rank) => classes.classes.get(rank).map_or(WHITE, |class| class.fill),
        Shade::Missing | Shade::Hidden => WHITE,
    };
    shape(svg, [&area.path, "carte-membre", fill, ACCENT], size, &name);
    hatched(svg, &area.path, shade, size);
}

fn shape(svg: &mut String, [path, class, fill, stroke]: [&str; 4], size: f64, name: &str) {
    let _ = write!(
        svg,
        concat!(
            r#"<path class="{class}" d="{path}" fill="{fill}" fill-rule="evenodd" stroke="{stroke}""#,
            r#" stroke-width="{line}" stroke-linejoin="round"><title>{name}</title></path>"#,
        ),
        class = class,
        path = escape(path),
        fill = fill,
        stroke = stroke,
        line = tenth(size * 0.07).max(0.1),
        name = escape(name),
    );
}

fn hatched(svg: &mut String, path: &str, shade: Shade, size: f64) {
    let slopes: &[Slope] = match shade {
        Shade::Class(_) => &[],
        Shade::Missing => &[Slope::Up],
        Shade::Hidden => &[Slope::Up, Slope::Down],
    };
    for slope in slopes {
        let lines = hatch(path, size * 0.62, *slope);
        if !lines.is_empty() {
            let _ = write!(
                svg,
                r#"<path class="carte-hachures" d="{lines}" fill="none" stroke="{GREY}" stroke-width="{}"/>"#,
                tenth(size * 0.08).max(0.1)
            );
        }
    }
}

/// What the legend explains: classes, then states that occur.
fn entries(classes: &Classes) -> Vec<(Shade, String)> {
    let known = classes.classes.iter().enumerate();
    let mut entries: Vec<(Shade, String)> = known
        .map(|(rank, class)| (Shade::Class(rank), format!("{} ({})", class.label, class.count)))
        .collect();
    for (count, shade, word) in
        [(classes.missing, Shade::Missing, "non publié"), (classes.hidden, Shade::Hidden, "masqué")]
    {
        if count > 0 {
            entries.push((shade, format!("{word} ({count})")));
        }
    }
    entries
}

/// The strip under the map: classes with their bounds and how many places, rule, scale bar, credit.
fn legend(
    svg: &mut String,
    (carte, classes): (&Carte, &Classes),
    entries: &[(Shade, String)],
    [width, height, size]: [f64; 3],
) {
    let margin = size * 0.4;
    let column = (width - margin * 2.0) / COLUMNS as f64;
    for (rank, (shade, label)) in entries.iter().enumerate() {
        let x = margin + column * (rank % COLUMNS) as f64;
        let y = height + size * (1.7 + 1.7 * (rank / COLUMNS) as f64);
        swatch(svg, [x, y - size * 0.95], (*shade, classes), size);
        let at = [x + size * 2.3, y];
        Text { at, size: size * 0.95, anchor: "start", fill: INK, halo: None, content: label }.write(svg);
    }
    let lines = entries.len().div_ceil(COLUMNS) as f64;
    let rule = height + size * (1.9 + 1.7 * lines);
    let last = rule + size * 1.8;
    let mut text = |x: f64, y: f64, anchor: &str, content: &str| {
        Text { at: [x, y], size: size * 0.85, anchor, fill: GREY, halo: None, content }.write(svg);
    };
    text(margin, rule, "start", &classes.rule);
    text(width - margin, last, "end", &format!("Fond\u{a0}: {}", carte.credit));
    scale_bar(svg, carte.km, [width, last, size]);
}

fn swatch(svg: &mut String, [x, y]: [f64; 2], (shade, classes): (Shade, &Classes), size: f64) {
    let fill = match shade {
        Shade::Class(rank) => classes.classes.get(rank).map_or(WHITE, |class| class.fill),
        Shade::Missing | Shade::Hidden => WHITE,
    };
    let (right, bottom) = (tenth(x + size * 1.8), tenth(y + size * 1.1));
    let (x, y) = (tenth(x), tenth(y));
    let path = format!("M{x} {y}L{right} {y}L{right} {bottom}L{x} {bottom}Z");
    let _ = write!(
        svg,
        r#"<path d="{path}" fill="{fill}" stroke="{ACCENT}" stroke-width="{}"/>"#,
        tenth(size * 0.08).max(0.1)
    );
    hatched(svg, &path, shade, size);
}

impl SvgOptions {
    /// The words of the map of an indicator: its classes and how many places are in each.
    pub fn choroplethe(read: &IndicateurLu, diagnostic: &Diagnostic) -> Self {
        let classes = choroplethe_classes(read);
        Self {
            title: format!("Carte\u{a0}: {}", words::labelled(&read.indicateur)),
            description: format!(
                "Carte du territoire «\u{a0}{}\u{a0}»\u{a0}: {}, {}. {} {}.",
                diagnostic.territoire,
                words::labelled(&read.indicateur),
                read.territoire.passport.vintage,
                classes.rule,
                places(&classes.in_words()),
            ),
        }
    }
}
