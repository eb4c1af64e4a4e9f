//! Drawings as standalone SVG that may also stand inside a page under a strict content policy: presentation
//! attributes only, no `style`, no identifier that two drawings of one page could share.

mod ages;
mod barres;
mod bars;
mod carte;
mod choroplethe;
mod classes;
mod hatch;
mod labels;

use std::fmt::Write as _;

pub use ages::ages_svg;
pub use barres::{barres_svg, effectifs_svg};
pub use carte::carte_svg;
pub use choroplethe::choroplethe_svg;
pub use classes::{Classe, Classes, Shade, choroplethe_classes};

use crate::markup::escape;

/// The two texts that stand for a drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SvgOptions {
    /// Short name, read first by a screen reader.
    pub title: String,
    /// What the drawing shows.
    pub description: String,
}

impl SvgOptions {
    /// The words of the map of a sheet.
    pub fn of(fiche: &domain::territoire::Fiche) -> Self {
        Self {
            title: format!("Carte du territoire {}", fiche.territoire),
            description: format!("{}, {}", fiche.cpts, fiche.variante),
        }
    }
}

pub(crate) const INK: &str = "#17303a";
pub(crate) const ACCENT: &str = "#0b5c63";
pub(crate) const SOFT: &str = "#b9dcdc";
pub(crate) const MIDDLE: &str = "#4f979c";
pub(crate) const GREY: &str = "#55646c";
pub(crate) const PALE: &str = "#eceff1";
pub(crate) const WHITE: &str = "#ffffff";
pub(crate) const LINE: &str = "#a3b0b7";

/// Opens a drawing of that size.
fn open(width: f64, height: f64, options: &SvgOptions) -> String {
    format!(
        concat!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}""#,
            r#" width="{width}" height="{height}" aria-label="{title}""#,
            r#" font-family="Atkinson Hyperlegible Next, sans-serif"><title>{title}</title><desc>{desc}</desc>"#,
        ),
        width = tenth(width),
        height = tenth(height),
        title = escape(&options.title),
        desc = escape(&options.description),
    )
}

/// A text of the drawing.
struct Text<'a> {
    at: [f64; 2],
    size: f64,
    anchor: &'a str,
    fill: &'a str,
    halo: Option<&'a str>,
    content: &'a str,
}

impl Text<'_> {
    fn write(&self, svg: &mut String) {
        let halo = self.halo.map(|colour| {
            let width = tenth(self.size * 0.28);
            format!(
                r#" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round" paint-order="stroke""#
            )
        });
        let halo = halo.unwrap_or_default();
        // Writing to a String cannot fail.
        let _ = write!(
            svg,
            r#"<text x="{}" y="{}" font-size="{}" text-anchor="{}" fill="{}"{halo}>{}</text>"#,
            tenth(self.at[0]),
            tenth(self.at[1]),
            tenth(self.size),
            self.anchor,
            self.fill,
            escape(self.content),
        );
    }
}

/// One tenth of a unit is finer than a printed dot, and keeps files small.
fn tenth(value: f64) -> f64 {
    let rounded = (value * 10.0).round() / 10.0;
    // Adding zero turns -0 into 0.
    if rounded.is_finite() { rounded + 0.0 } else { 0.0 }
}
