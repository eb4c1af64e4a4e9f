//! Horizontal bars from zero, each with its name before it and its value after it: no legend to look up, and the
//! bar of the territory is darker than the others, so that it stands out in black and white too.

use std::fmt::Write as _;

use super::{ACCENT, GREY, INK, LINE, SOFT, SvgOptions, open, tenth};
use crate::markup::escape;

const WIDTH: f64 = 640.0;
const ROW: f64 = 28.0;
const BAR: f64 = 18.0;
const TOP: f64 = 8.0;
const SIZE: f64 = 13.0;
/// Width of an average letter, in parts of the size of the font.
const LETTER: f64 = 0.56;
/// Longest name in the drawing; the table beside it has the name in full.
const NAME: usize = 34;

/// One bar.
pub struct Bar {
    /// Before it.
    pub name: String,
    /// Its length; `None` draws no bar.
    pub value: Option<f64>,
    /// After it: the value and its state, or why there is none.
    pub text: String,
    /// Whether it is the one that the drawing is about.
    pub own: bool,
    /// Whether the value leaves something out: the bar is then open at its end.
    pub partial: bool,
}

/// The bars as standalone SVG. Classes let a page change the colours in a dark theme.
pub fn bars(bars: &[Bar], options: &SvgOptions) -> String {
    let height = TOP * 2.0 + ROW * bars.len() as f64 - (ROW - BAR);
    let mut svg = open(WIDTH, height, options);
    // Writing to a String cannot fail.
    let _ = write!(
        svg,
        r##"<rect class="graphique-fond" width="{WIDTH}" height="{}" fill="#ffffff"/>"##,
        tenth(height)
    );
    let widest = |text: &dyn Fn(&Bar) -> String| {
        bars.iter().map(|bar| text(bar).chars().count()).max().unwrap_or(0) as f64 * LETTER * SIZE
    };
    let start = widest(&|bar| short(&bar.name)).clamp(90.0, 250.0) + 14.0;
    // Bold letters are wider, and no text may leave the drawing.
    let after = widest(&|bar| bar.text.clone()) * 1.08 + 14.0;
    let length = (WIDTH - start - after).max(80.0);
    let longest =
        bars.iter().filter_map(|bar| bar.value).filter(|value| value.is_finite()).fold(1e-9, f64::max);
    for (rank, bar) in bars.iter().enumerate() {
        let y = TOP + ROW * rank as f64;
        let share =
            bar.value.filter(|value| value.is_finite()).map(|value| (value / longest).clamp(0.0, 1.0));
        let end = start + share.unwrap_or(0.0) * length;
        text(&mut svg, [start - 8.0, y], "end", bar, &short(&bar.name));
        if share.is_some() {
            draw(&mut svg, [start, y], end - start, bar);
        }
        text(&mut svg, [end + 8.0, y], "start", bar, &bar.text);
    }
    let _ = write!(
        svg,
        r#"<path class="graphique-axe" d="M{x} {top}V{bottom}" fill="none" stroke="{GREY}" stroke-width="1"/></svg>"#,
        x = tenth(start),
        top = tenth(TOP - 4.0),
        bottom = tenth(height - TOP + 4.0),
    );
    svg
}

fn short(name: &str) -> String {
    if name.chars().count() <= NAME {
        name.to_owned()
    } else {
        name.chars().take(NAME - 1).chain(['…']).collect()
    }
}

fn draw(svg: &mut String, [x, y]: [f64; 2], width: f64, bar: &Bar) {
    let (class, fill, stroke) =
        if bar.own { ("graphique-territoire", ACCENT, ACCENT) } else { ("graphique-autre", SOFT, LINE) };
    let dashes = if bar.partial { r#" stroke-dasharray="4 3""# } else { "" };
    let (fill, stroke) = if bar.partial { ("#ffffff", ACCENT) } else { (fill, stroke) };
    let _ = write!(
        svg,
        r#"<rect class="{class}" x="{}" y="{}" width="{}" height="{BAR}" fill="{fill}" stroke="{stroke}" stroke-width="1"{dashes}/>"#,
        tenth(x),
        tenth(y),
        tenth(width.max(1.0)),
    );
}

fn text(svg: &mut String, [x, y]: [f64; 2], anchor: &str, bar: &Bar, content: &str) {
    let (fill, weight) = if bar.own { (INK, "600") } else { (GREY, "400") };
    let _ = write!(
        svg,
        r#"<text class="graphique-texte" x="{}" y="{}" font-size="{SIZE}" font-weight="{weight}" text-anchor="{anchor}" fill="{fill}">{}</text>"#,
        tenth(x),
        tenth(y + BAR - 4.5),
        escape(content),
    );
}
